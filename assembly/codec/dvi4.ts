/**
 * DVI4, the IMA's code in RTP (RFC 3551 §4.5.1). Each packet is one block that
 * says what its decoder has to know, so that a lost one harms no other.
 *
 *     predict, 16 bits big-endian | index | reserved | codes, the upper half first
 *
 * Unlike WAV's, the header says what was predicted before the first sample.
 */
import { Adpcm, HIGH_FIRST, decodeAdpcm, encodeAdpcm, setAdpcm } from "./adpcm";

export const HEADER_BYTES: i32 = 4;

/** Writes a payload of an even number of samples; gives its length in bytes. */
export function dvi4Encode(
  state: Adpcm,
  sound: usize,
  bytes: usize,
  samples: i32,
): i32 {
  store<u16>(bytes, bswap<u16>(<u16>state.predicted));
  store<u8>(bytes, state.index, 2);
  store<u8>(bytes, 0, 3);
  encodeAdpcm(state, sound, bytes + HEADER_BYTES, samples, HIGH_FIRST);
  return HEADER_BYTES + (samples >> 1);
}

/** Takes from a payload what its decoder has to know. */
export function readDvi4Header(state: Adpcm, bytes: usize): void {
  const predicted = <i32>(<i16>bswap<u16>(load<u16>(bytes)));
  setAdpcm(state, predicted, <i32>load<u8>(bytes, 2));
}

/**
 * Reads a payload of so many bytes; gives the number of its samples: two for
 * each byte behind the header, none where there is not even that.
 */
export function dvi4Decode(
  state: Adpcm,
  bytes: usize,
  sound: usize,
  length: i32,
): i32 {
  if (length < HEADER_BYTES) return 0;
  const samples = (length - HEADER_BYTES) << 1;
  readDvi4Header(state, bytes);
  decodeAdpcm(state, bytes + HEADER_BYTES, sound, samples, HIGH_FIRST);
  return samples;
}
