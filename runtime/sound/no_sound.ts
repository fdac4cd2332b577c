import { CtiError } from "../base/fault.ts";

/** What a caller is told of a file that cannot be played. */
export function noSound(path: string, why: string): CtiError {
  const shown = JSON.stringify(path);
  return new CtiError("badParams", `Not a sound file ${shown}: ${why}`);
}
