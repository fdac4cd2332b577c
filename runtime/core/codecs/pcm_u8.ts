import type { CoreExports } from "../exports.ts";
import type { Coding } from "./coding.ts";

/**
 * 8-bit linear as WAV has it: the upper half of a sample, 128 is silence. Half
 * a step is rounded up; what would be above 255 stays 255.
 */
export function pcmU8(core: CoreExports): Coding {
  return {
    frameSamples: 1,
    frameBytes: 1,
    encode: (sound, bytes, samples) => core.encodePcmU8(sound, bytes, samples),
    decode: (bytes, sound, samples) => core.decodePcmU8(bytes, sound, samples),
  };
}
