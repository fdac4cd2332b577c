import { type Milliseconds, milliseconds } from "../base/units.ts";

/** Resolution of the histogram; all that is later than its end is in the last bin. */
const BINS_PER_MS = 10;
const BINS = 100 * BINS_PER_MS + 1;

/** How late the heartbeat was, without keeping its history: a histogram. */
export class Lateness {
  readonly #bins = new Uint32Array(BINS);
  #count = 0;
  #worst = 0;

  note(late: Milliseconds): void {
    const bin = Math.max(0, Math.min(BINS - 1, Math.round(late * BINS_PER_MS)));
    this.#bins[bin]++;
    this.#count++;
    if (late > this.#worst) this.#worst = late;
  }

  get max(): Milliseconds {
    return milliseconds(this.#worst);
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

  forget(): void {
    this.#bins.fill(0);
    this.#count = 0;
    this.#worst = 0;
  }
}
