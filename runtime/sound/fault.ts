import { CtiError } from "../base/fault.ts";
import type { SoundFault } from "../media/sound_messages.ts";

/** What an error says. */
export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What the caller is told; what we did not foresee is our fault, not theirs. */
export function faultOf(error: unknown): { fault: SoundFault; error: string } {
  const fault = error instanceof CtiError ? error.fault : "internal";
  const known = fault === "forbiddenPath" || fault === "badParams";
  return { fault: known ? fault : "internal", error: wordsOf(error) };
}
