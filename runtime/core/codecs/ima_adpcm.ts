import type { CoreExports } from "../exports.ts";
import { adpcmState } from "./adpcm_state.ts";
import type { Coding } from "./coding.ts";

/** What sox writes, at 8 kHz. */
const BLOCK_BYTES = 256;
const HEADER_BYTES = 4;
/** Codes fill words of this size (the WAV format of tag 0x11). */
const WORD_BYTES = 4;
const SMALLEST = HEADER_BYTES + WORD_BYTES;
/** A WAV header counts a block's samples in 16 bits. */
const LARGEST = 32768;

/**
 * IMA ADPCM in the blocks of a WAV file (tag 0x11), one channel.
 *
 * @throws {RangeError} when no block can have so many bytes
 */
export function imaAdpcm(
  core: CoreExports,
  { blockBytes = BLOCK_BYTES }: { blockBytes?: number },
): Coding {
  const size = blockBytes;
  if (!(size >= SMALLEST && size <= LARGEST && size % WORD_BYTES === 0)) {
    const allowed =
      `a multiple of ${WORD_BYTES} from ${SMALLEST} to ${LARGEST}`;
    throw new RangeError(`blockBytes is ${size}, not ${allowed}`);
  }
  return {
    frameSamples: 2 * (size - HEADER_BYTES) + 1,
    frameBytes: size,
    state: adpcmState(core),
    encode: (sound, bytes, blocks, state) =>
      core.encodeImaBlocks(state, sound, bytes, blocks, size),
    decode: (bytes, sound, blocks, state) =>
      core.decodeImaBlocks(state, bytes, sound, blocks, size),
  };
}
