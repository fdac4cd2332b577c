import { Callers } from "./callers.ts";
import type { Subject } from "./subject.ts";

const OVERLOADED = 503;

/**
 * Lets some more call whom nobody can take, and tells how many of them did not
 * get 503 and when to try again (RFC 3261 §21.5.4).
 */
export async function notTurnedAway(
  { uri }: Subject,
  calls: number,
): Promise<number> {
  const options = { uri, calls, rate: 50, expect: "", once: true };
  const callers = await Callers.start(options);
  try {
    const { refused, retryAfter } = (await callers.ended()).calls;
    return calls - Math.min(refused[OVERLOADED] ?? 0, retryAfter);
  } finally {
    await callers.close();
  }
}
