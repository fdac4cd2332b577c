/**
 * The IMA's ADPCM as its Recommended Practices of 1992 draw it, one sample at a
 * time: what the core's tables are held against.
 */
export interface ImaState {
  predicted: number;
  index: number;
}

// deno-fmt-ignore
const STEPS = [
  7, 8, 9, 10, 11, 12, 13, 14, 16, 17, 19, 21, 23, 25, 28, 31, 34, 37, 41, 45,
  50, 55, 60, 66, 73, 80, 88, 97, 107, 118, 130, 143, 157, 173, 190, 209, 230,
  253, 279, 307, 337, 371, 408, 449, 494, 544, 598, 658, 724, 796, 876, 963,
  1060, 1166, 1282, 1411, 1552, 1707, 1878, 2066, 2272, 2499, 2749, 3024, 3327,
  3660, 4026, 4428, 4871, 5358, 5894, 6484, 7132, 7845, 8630, 9493, 10442,
  11487, 12635, 13899, 15289, 16818, 18500, 20350, 22385, 24623, 27086, 29794,
  32767,
];
const CHANGES = [-1, -1, -1, -1, 2, 4, 6, 8];

function within(low: number, high: number, x: number): number {
  return Math.min(high, Math.max(low, x));
}

/** The sample that a code stands for. */
export function imaSample(state: ImaState, code: number): number {
  const step = STEPS[state.index];
  let moved = step >> 3;
  if (code & 4) moved += step;
  if (code & 2) moved += step >> 1;
  if (code & 1) moved += step >> 2;
  const sum = state.predicted + (code & 8 ? -moved : moved);
  state.predicted = within(-32768, 32767, sum);
  state.index = within(0, 88, state.index + CHANGES[code & 7]);
  return state.predicted;
}

/** The code of a sample; the state goes on as the decoder's does. */
function imaCode(state: ImaState, sample: number): number {
  const step = STEPS[state.index];
  let left = sample - state.predicted;
  let code = 0;
  if (left < 0) {
    code = 8;
    left = -left;
  }
  for (const [bit, part] of [[4, step], [2, step >> 1], [1, step >> 2]]) {
    if (left < part) continue;
    code |= bit;
    left -= part;
  }
  imaSample(state, code);
  return code;
}

/** Blocks of a WAV file, the last one padded with silence. */
export function imaBlocks(sound: Int16Array, blockBytes: number): Uint8Array {
  const perBlock = 2 * (blockBytes - 4) + 1;
  const blocks = Math.ceil(sound.length / perBlock);
  const padded = new Int16Array(blocks * perBlock);
  padded.set(sound);
  const bytes = new Uint8Array(blocks * blockBytes);
  const state = { predicted: 0, index: 0 };
  for (let block = 0; block < blocks; block++) {
    const [first, ...rest] = padded.subarray(block * perBlock).subarray(
      0,
      perBlock,
    );
    state.predicted = first;
    const at = block * blockBytes;
    bytes.set([first & 255, first >> 8 & 255, state.index, 0], at);
    rest.forEach((sample, n) => {
      bytes[at + 4 + (n >> 1)] |= imaCode(state, sample) << 4 * (n & 1);
    });
  }
  return bytes;
}

export function imaSound(bytes: Uint8Array, blockBytes: number): Int16Array {
  const sound: number[] = [];
  for (let at = 0; at + blockBytes <= bytes.length; at += blockBytes) {
    const first = bytes[at] | bytes[at + 1] << 8;
    const index = bytes[at + 2] > 88 ? 0 : bytes[at + 2];
    const state = { predicted: first << 16 >> 16, index };
    sound.push(state.predicted);
    for (const pair of bytes.subarray(at + 4, at + blockBytes)) {
      sound.push(imaSample(state, pair & 15), imaSample(state, pair >> 4));
    }
  }
  return Int16Array.from(sound);
}

/** One RTP payload of DVI4 (RFC 3551 §4.5.1). */
export function dvi4Payload(state: ImaState, sound: Int16Array): Uint8Array {
  const bytes = new Uint8Array(4 + sound.length / 2);
  new DataView(bytes.buffer).setInt16(0, state.predicted);
  bytes[2] = state.index;
  sound.forEach((sample, n) => {
    bytes[4 + (n >> 1)] |= imaCode(state, sample) << 4 * (1 - (n & 1));
  });
  return bytes;
}
