/**
 * IMA ADPCM in WAV (tag 0x11), one channel: blocks of a header and the code.
 *
 *     predicted, 16 bits little-endian | index | 0 | codes, the lower half first
 *
 * What the header predicts is the block's first sample itself.
 */
import { Adpcm, LOW_FIRST, decodeAdpcm, encodeAdpcm, setAdpcm } from "./adpcm";

const HEADER_BYTES: usize = 4;

/** Samples of the codes of a block; its header holds one more. */
function coded(blockBytes: i32): i32 {
  return (blockBytes - <i32>HEADER_BYTES) << 1;
}

/** The index goes on from block to block. */
export function encodeImaBlocks(
  state: Adpcm,
  sound: usize,
  bytes: usize,
  blocks: i32,
  blockBytes: i32,
): void {
  const samples = coded(blockBytes);
  for (let block = 0; block < blocks; block++) {
    state.predicted = <i32>load<i16>(sound);
    store<i16>(bytes, state.predicted);
    store<u16>(bytes, state.index, 2);
    sound += 2;
    encodeAdpcm(state, sound, bytes + HEADER_BYTES, samples, LOW_FIRST);
    sound += (<usize>samples) << 1;
    bytes += blockBytes;
  }
}

/** A block needs no other: `state` is left as the last one leaves it. */
export function decodeImaBlocks(
  state: Adpcm,
  bytes: usize,
  sound: usize,
  blocks: i32,
  blockBytes: i32,
): void {
  const samples = coded(blockBytes);
  for (let block = 0; block < blocks; block++) {
    setAdpcm(state, <i32>load<i16>(bytes), <i32>load<u8>(bytes, 2));
    store<i16>(sound, state.predicted);
    sound += 2;
    decodeAdpcm(state, bytes + HEADER_BYTES, sound, samples, LOW_FIRST);
    sound += (<usize>samples) << 1;
    bytes += blockBytes;
  }
}
