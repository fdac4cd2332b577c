/**
 * The adaptive differential code of the IMA (Recommended Practices for
 * Enhancing Digital Audio Compatibility in Multimedia Systems, 3.0, 1992), four
 * bits a sample: three for how many quarters of a step the sound moves and one
 * for its direction. Below WAV's tag 0x11 and RTP's DVI4 lies the same code.
 */
import { saturate } from "../sound";

/** What a coder knows: the sample it expects, and which step it takes. */
export class Adpcm {
  predicted: i32;
  index: i32;
}

/** Which half of a byte comes first: WAV's lower one, RTP's upper one. */
export const LOW_FIRST: i32 = 0;
export const HIGH_FIRST: i32 = 4;

/** IMA, table 2: the steps. */
const STEPS = memory.data<u16>([
  7, 8, 9, 10, 11, 12, 13, 14, 16, 17, 19, 21, 23, 25, 28, 31, 34, 37, 41, 45,
  50, 55, 60, 66, 73, 80, 88, 97, 107, 118, 130, 143, 157, 173, 190, 209, 230,
  253, 279, 307, 337, 371, 408, 449, 494, 544, 598, 658, 724, 796, 876, 963,
  1060, 1166, 1282, 1411, 1552, 1707, 1878, 2066, 2272, 2499, 2749, 3024, 3327,
  3660, 4026, 4428, 4871, 5358, 5894, 6484, 7132, 7845, 8630, 9493, 10442,
  11487, 12635, 13899, 15289, 16818, 18500, 20350, 22385, 24623, 27086, 29794,
  32767,
]);
const LAST_INDEX: i32 = 88;

/**
 * What each code means at each step: how far the prediction moves (32 bits),
 * the row of the next step in this table and that step (16 bits each).
 */
const ENTRY_SHIFT: usize = 3;
const ROW_SHIFT: usize = 4 + ENTRY_SHIFT;
const MEANINGS = memory.data(89 << 7, 16);

function stepAt(index: i32): i32 {
  return <i32>load<u16>(STEPS + ((<usize>index) << 1));
}

/** IMA, table 1: small codes make the step smaller, large ones larger. */
function indexAfter(index: i32, code: i32): i32 {
  const size = code & 7;
  const change = size < 4 ? -1 : (size - 3) << 1;
  return max(0, min(LAST_INDEX, index + change));
}

/** Three quarters, bit by bit, and half a quarter: each is cut off by itself. */
function distance(step: i32, code: i32): i32 {
  let sum = step >> 3;
  if (code & 4) sum += step;
  if (code & 2) sum += step >> 1;
  if (code & 1) sum += step >> 2;
  return code & 8 ? -sum : sum;
}

function rowOf(index: i32): usize {
  return (<usize>index) << ROW_SHIFT;
}

export function initAdpcm(): void {
  for (let index = 0; index <= LAST_INDEX; index++) {
    for (let code = 0; code < 16; code++) {
      const entry = MEANINGS + rowOf(index) + ((<usize>code) << ENTRY_SHIFT);
      const next = indexAfter(index, code);
      store<i32>(entry, distance(stepAt(index), code));
      store<u16>(entry, rowOf(next), 4);
      store<u16>(entry, stepAt(next), 6);
    }
  }
}

export function resetAdpcm(state: Adpcm): void {
  state.predicted = 0;
  state.index = 0;
}

/** An index that does not exist begins anew, as in sox; it is not of a coder. */
export function setAdpcm(state: Adpcm, predicted: i32, index: i32): void {
  state.predicted = predicted;
  state.index = index <= LAST_INDEX ? index : 0;
}

/**
 * Turns codes, two a byte, into an even number of samples. To clip is rare: a
 * branch that is foretold costs less than two comparisons that are waited for.
 */
export function decodeAdpcm(
  state: Adpcm,
  codes: usize,
  sound: usize,
  samples: i32,
  order: i32,
): void {
  const second = order ^ HIGH_FIRST;
  const end = sound + ((<usize>samples) << 1);
  let predicted = state.predicted;
  let row = rowOf(state.index);
  for (; sound < end; sound += 4, codes++) {
    const pair = <i32>load<u8>(codes);
    let code = <usize>((pair >> order) & 15);
    let entry = MEANINGS + row + (code << ENTRY_SHIFT);
    row = load<u16>(entry, 4);
    predicted += load<i32>(entry);
    if (predicted != <i32>(<i16>predicted))
      predicted = <i32>saturate(predicted);
    store<i16>(sound, predicted);
    code = <usize>((pair >> second) & 15);
    entry = MEANINGS + row + (code << ENTRY_SHIFT);
    row = load<u16>(entry, 4);
    predicted += load<i32>(entry);
    if (predicted != <i32>(<i16>predicted))
      predicted = <i32>saturate(predicted);
    store<i16>(sound, predicted, 2);
  }
  state.predicted = predicted;
  state.index = <i32>(row >> ROW_SHIFT);
}

/**
 * Turns an even number of samples into codes, two a byte. What is left of the
 * difference says where the decoder will be without asking the table: only the
 * next step is waited for. Comparisons are masks, since nobody could foretell
 * them. Each sample waits for the one before, so what is known late is added
 * last.
 */
export function encodeAdpcm(
  state: Adpcm,
  sound: usize,
  codes: usize,
  samples: i32,
  order: i32,
): void {
  const end = sound + ((<usize>samples) << 1);
  let predicted = state.predicted;
  let row = rowOf(state.index);
  let step = stepAt(state.index);
  let pair = 0;
  let odd: usize = 0;
  for (; sound < end; sound += 2) {
    const sample = <i32>load<i16>(sound);
    const sign = (sample - predicted) >> 31;
    const half = step >> 1;
    const quarter = step >> 2;
    let rest = ((sample - predicted) ^ sign) - (sign + step);
    const below4 = rest >> 31;
    rest = rest - half + (step & below4);
    const below2 = rest >> 31;
    rest = rest - quarter + (half & below2);
    const below1 = rest >> 31;
    rest = rest - (step >> 3) + (quarter & below1);
    const code = 7 + (below4 << 2) + (below2 << 1) + below1;
    predicted = sample + sign - (rest ^ sign);
    if (predicted != <i32>(<i16>predicted))
      predicted = <i32>saturate(predicted);
    const entry = MEANINGS + row + ((<usize>code) << ENTRY_SHIFT);
    row = load<u16>(entry, 4);
    step = <i32>load<u16>(entry, 6);
    pair = (pair >> 4) | ((code | (sign & 8)) << 4);
    store<u8>(codes, order ? (pair >> 4) | (pair << 4) : pair);
    codes += odd;
    odd ^= 1;
  }
  state.predicted = predicted;
  state.index = <i32>(row >> ROW_SHIFT);
}
