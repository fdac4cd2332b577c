/**
 * GSM 06.10 full rate speech (ETS 300 961): 20 ms of sound in 260 bits, as RTP
 * (RFC 3551 §4.5.8) or WAV49 frames them. A state serves one direction.
 */
import { FRAME_BYTES, FRAME, silence } from "../../sound";
import { GsmState, STATE_BYTES, resetGsm } from "./state";
import {
  RTP_BYTES,
  WAV49_BYTES,
  hasSignature,
  packRtp,
  packWav49,
  unpackRtp,
  unpackWav49,
} from "./packing";
import { decodeFrame } from "./decoder";
import { encodeFrame } from "./encoder";

/** Where the second frame of a WAV49 block begins: behind 32 bytes and a half. */
const SECOND_BYTE: usize = 32;
const SECOND_BIT: u64 = 4;

/** Room for one direction of one stream. */
export function gsmStateBytes(): usize {
  return STATE_BYTES;
}

/** To be called before a state's first frame. */
export function gsmReset(state: usize): void {
  resetGsm(changetype<GsmState>(state));
}

/** Codes so many frames of 160 samples, 33 bytes each. */
export function gsmEncode(
  state: usize,
  sound: usize,
  frames: i32,
  bytes: usize,
): void {
  for (let n = 0; n < frames; n++) {
    encodeFrame(changetype<GsmState>(state), sound);
    packRtp(bytes);
    sound += FRAME_BYTES;
    bytes += RTP_BYTES;
  }
}

/**
 * Decodes so many frames of 33 bytes. One without the signature is no GSM: it
 * becomes silence and the decoder forgets nothing. Gives the number of those.
 */
export function gsmDecode(
  state: usize,
  bytes: usize,
  frames: i32,
  sound: usize,
): i32 {
  let refused = 0;
  for (let n = 0; n < frames; n++) {
    if (hasSignature(bytes)) {
      unpackRtp(bytes);
      decodeFrame(changetype<GsmState>(state), sound);
    } else {
      silence(sound, FRAME);
      refused++;
    }
    sound += FRAME_BYTES;
    bytes += RTP_BYTES;
  }
  return refused;
}

/** Codes so many times 320 samples, 65 bytes each. */
export function gsmEncodeWav49(
  state: usize,
  sound: usize,
  blocks: i32,
  bytes: usize,
): void {
  for (let n = 0; n < blocks; n++) {
    encodeFrame(changetype<GsmState>(state), sound);
    packWav49(bytes, 0);
    encodeFrame(changetype<GsmState>(state), sound + FRAME_BYTES);
    packWav49(bytes + SECOND_BYTE, SECOND_BIT);
    sound += 2 * FRAME_BYTES;
    bytes += WAV49_BYTES;
  }
}

/** Decodes so many blocks of 65 bytes. */
export function gsmDecodeWav49(
  state: usize,
  bytes: usize,
  blocks: i32,
  sound: usize,
): void {
  for (let n = 0; n < blocks; n++) {
    unpackWav49(bytes, 0);
    decodeFrame(changetype<GsmState>(state), sound);
    unpackWav49(bytes + SECOND_BYTE, SECOND_BIT);
    decodeFrame(changetype<GsmState>(state), sound + FRAME_BYTES);
    sound += 2 * FRAME_BYTES;
    bytes += WAV49_BYTES;
  }
}
