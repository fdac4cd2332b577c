import { resamplingFilter } from "./resampling_filter.ts";
import type { Workbench } from "./workbench.ts";

/** A filter that lies in the core's memory. */
export interface PlacedFilter {
  readonly at: number;
  readonly bytes: number;
  readonly rows: number;
  readonly width: number;
  users: number;
}

/** Kept though nobody uses them: those of 44,100 Hz are 3 ms of work. */
const MOST_IDLE = 8;

/** The filters of a workbench, each shared by all who change its two rates. */
export class ResamplingFilters {
  readonly #bench: Workbench;
  /** In the order of their last use. */
  readonly #filters = new Map<string, PlacedFilter>();

  constructor(bench: Workbench) {
    this.#bench = bench;
  }

  /** @param places where between two samples the new ones may be */
  take(from: number, to: number, places: number): PlacedFilter {
    const rates = `${from} ${to}`;
    const filter = this.#filters.get(rates) ?? this.#place(from, to, places);
    this.#filters.delete(rates);
    this.#filters.set(rates, filter);
    filter.users++;
    return filter;
  }

  giveBack(filter: PlacedFilter): void {
    filter.users--;
    const idle = [...this.#filters].filter(([, { users }]) => users === 0);
    for (const [rates, { at, bytes }] of idle.slice(0, -MOST_IDLE)) {
      this.#filters.delete(rates);
      this.#bench.giveBack(at, bytes);
    }
  }

  #place(from: number, to: number, places: number): PlacedFilter {
    const { taps, rows, width } = resamplingFilter(from, to, places);
    // Of few sizes: the place of one is good for others later.
    const bytes = 2 ** Math.ceil(Math.log2(taps.byteLength));
    const at = this.#bench.take(bytes);
    new Float32Array(this.#bench.bytes.buffer, at, taps.length).set(taps);
    return { at, bytes, rows, width, users: 0 };
  }
}
