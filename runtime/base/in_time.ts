import type { Clock } from "./clock.ts";
import type { Milliseconds } from "./units.ts";

/**
 * What becomes of the work, or the error of `late` when that takes too long.
 * What then becomes of it is nobody's any more: `late` is the one to stop it.
 */
export async function inTime<Result>(
  clock: Clock,
  limit: Milliseconds,
  work: Promise<Result>,
  late: () => Error,
): Promise<Result> {
  const { promise, reject } = Promise.withResolvers<never>();
  const cancel = clock.after(limit, () => reject(late()));
  work.catch(() => {});
  try {
    return await Promise.race([work, promise]);
  } finally {
    cancel();
  }
}
