import type { Chance } from "../base/chance.ts";
import type { Milliseconds } from "../base/units.ts";

/** The first wait, ms; each further one is twice as long. */
const FIRST = 200;
const LONGEST = 10_000;

/**
 * How long to wait before attempt number `attempt`, from 0 on: at least half of
 * the wait, and the rest by chance, so that a crowd does not come all at once.
 */
export function backoff(attempt: number, chance: Chance): Milliseconds {
  const wait = Math.min(LONGEST, FIRST * 2 ** Math.min(attempt, 10));
  return wait / 2 + chance.integer(wait / 2 + 1) as Milliseconds;
}
