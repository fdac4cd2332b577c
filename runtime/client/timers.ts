import type { Clock } from "../base/clock.ts";
import type { Milliseconds } from "../base/units.ts";

/** The timers that browsers, Deno and Node have in common. */
export const TIMERS: Pick<Clock, "now" | "after"> = {
  now: () => performance.now() as Milliseconds,
  after(delay, work) {
    const timer = setTimeout(work, delay);
    return () => clearTimeout(timer);
  },
};
