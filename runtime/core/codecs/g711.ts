import type { CoreExports } from "../exports.ts";
import type { Coding } from "./coding.ts";

/** The core's numbers of the laws. */
export const LAWS = { pcmu: 1, pcma: 2 } as const;

/** ITU-T G.711: a byte a sample. */
export function g711(core: CoreExports, law: keyof typeof LAWS): Coding {
  const number = LAWS[law];
  return {
    frameSamples: 1,
    frameBytes: 1,
    encode: (sound, bytes, samples) =>
      core.encodeG711(number, sound, bytes, samples),
    decode: (bytes, sound, samples) =>
      core.decodeG711(number, bytes, sound, samples),
  };
}
