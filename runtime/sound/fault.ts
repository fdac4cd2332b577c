import { CtiError } from "../base/fault.ts";
import { wordsOf } from "../base/words_of.ts";
import type { SoundFault } from "../media/sound_messages.ts";

/** What the caller is told; what we did not foresee is our fault, not theirs. */
export function faultOf(error: unknown): { fault: SoundFault; error: string } {
  const fault = error instanceof CtiError ? error.fault : "internal";
  const known = fault === "forbiddenPath" || fault === "badParams";
  return { fault: known ? fault : "internal", error: wordsOf(error) };
}
