import { CtiError } from "../base/fault.ts";
import type { Caller } from "../trunk/caller.ts";
import type { Candidate } from "../trunk/trunks.ts";
import type { Way } from "../trunk/way.ts";

/**
 * Dials by the first way that takes the dial; what comes of it then is final.
 *
 * @throws {CtiError} why none did
 */
export async function byFirstWay<Dialled>(
  candidates: readonly Candidate[],
  caller: Caller,
  dial: (way: Way) => Promise<Dialled>,
): Promise<Dialled> {
  const refusals: CtiError[] = [];
  for (const candidate of candidates) {
    try {
      return await dial(candidate(caller));
    } catch (error) {
      if (!(error instanceof CtiError)) throw error;
      refusals.push(error);
    }
  }
  throw refusalOfAll(refusals);
}

/** Where one of several had no room, it is worth trying again. */
function refusalOfAll(refusals: readonly CtiError[]): CtiError {
  const full = refusals.find(({ fault }) => fault === "overloaded");
  const telling = full ?? refusals[0];
  if (refusals.length === 1) return telling;
  const text = refusals.map(({ message }) => message).join("; ");
  return new CtiError(telling.fault, text, telling.data);
}
