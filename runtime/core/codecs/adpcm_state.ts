import type { CoreExports } from "../exports.ts";
import type { Coding } from "./coding.ts";

/** What `assembly/codec/adpcm.ts` keeps: two numbers of 32 bits. */
export function adpcmState(core: CoreExports): NonNullable<Coding["state"]> {
  return { bytes: 8, reset: core.resetAdpcm };
}
