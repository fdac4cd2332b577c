import { type Milliseconds, milliseconds } from "../base/units.ts";
import type { Distribution } from "./messages.ts";

/** Resolution of the histogram; all that is later than its end is in the last bin. */
const BINS_PER_MS = 10;
const BINS = 100 * BINS_PER_MS + 1;

/** Up to here beats are counted, ms: a phase is 5, a frame is 20. */
const BOUNDS = [0.5, 1, 2, 5, 10, 20, 50];

/** How late the heartbeat was, without keeping its history: a histogram. */
export class Lateness {
  readonly #bins = new Uint32Array(BINS);
  #count = 0;
  #worst = 0;
  #sum = 0;

  note(late: Milliseconds): void {
    const bin = Math.max(0, Math.min(BINS - 1, Math.round(late * BINS_PER_MS)));
    this.#bins[bin]++;
    this.#count++;
    this.#sum += Math.max(0, late);
    if (late > this.#worst) this.#worst = late;
  }

  get max(): Milliseconds {
    return milliseconds(this.#worst);
  }

  /** In ms. */
  distribution(): Distribution {
    const within = BOUNDS.map((bound) => [bound, this.#within(bound)] as const);
    return { count: this.#count, sum: this.#sum, within };
  }

  /** The lateness that `share` (0 to 1) of all beats did not exceed. */
  quantile(share: number): Milliseconds {
    let left = Math.ceil(this.#count * share);
    if (left === 0) return milliseconds(0);
    for (let bin = 0; bin < BINS; bin++) {
      left -= this.#bins[bin];
      if (left <= 0) return milliseconds(bin / BINS_PER_MS);
    }
    return this.max;
  }

  #within(late: number): number {
    const bins = this.#bins.subarray(0, late * BINS_PER_MS + 1);
    return bins.reduce((sum, count) => sum + count, 0);
  }

  forget(): void {
    this.#bins.fill(0);
    this.#count = 0;
    this.#worst = 0;
    this.#sum = 0;
  }
}
