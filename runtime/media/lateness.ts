import { Histogram } from "../base/histogram.ts";
import type { Distribution } from "./statistics.ts";

/** Tenths of a millisecond, up to 100 ms. */
const [PER_MS, RANGE] = [10, 100];

/** Up to here beats are counted, ms: a phase is 5, a frame is 20. */
const BOUNDS = [0.5, 1, 2, 5, 10, 20, 50];

/** How late the heartbeat was, ms. */
export class Lateness extends Histogram {
  constructor() {
    super(PER_MS, RANGE);
  }

  distribution(): Distribution {
    const within = BOUNDS.map((bound) =>
      [bound, this.countWithin(bound)] as const
    );
    return { count: this.count, sum: this.sum, within };
  }
}
