import type { CoreExports } from "../exports.ts";
import type { Coding } from "./coding.ts";

function stateOf(core: CoreExports): Required<Coding>["state"] {
  return { bytes: core.gsmStateBytes(), reset: core.gsmReset };
}

/**
 * GSM 06.10 full rate as RTP has it (RFC 3551 §4.5.8): 33 bytes a frame. One
 * that does not begin with the signature is decoded as silence.
 */
export function gsm(core: CoreExports): Coding {
  return {
    frameSamples: 160,
    frameBytes: 33,
    state: stateOf(core),
    encode: (sound, bytes, frames, state) =>
      core.gsmEncode(state, sound, frames, bytes),
    decode: (bytes, sound, frames, state) =>
      core.gsmDecode(state, bytes, frames, sound),
  };
}

/** The same as WAV has it (tag 0x31): two frames in 65 bytes, no signature. */
export function gsmWav49(core: CoreExports): Coding {
  return {
    frameSamples: 320,
    frameBytes: 65,
    state: stateOf(core),
    encode: (sound, bytes, blocks, state) =>
      core.gsmEncodeWav49(state, sound, blocks, bytes),
    decode: (bytes, sound, blocks, state) =>
      core.gsmDecodeWav49(state, bytes, blocks, sound),
  };
}
