import type { Cancel, Clock } from "../base/clock.ts";
import { milliseconds } from "../base/units.ts";

/** How often is looked whether there are more calls, or fewer. */
const LOOK = milliseconds(5000);

/**
 * Calls `free` a while after the number of calls has changed; the returned
 * function ends that.
 */
export function freeSpareMemory(
  clock: Clock,
  calls: () => number,
  free: () => void,
): Cancel {
  let seen = calls();
  const look = () => {
    const now = calls();
    if (now !== seen) free();
    seen = now;
    cancel = clock.after(LOOK, look);
  };
  let cancel = clock.after(LOOK, look);
  return () => cancel();
}
