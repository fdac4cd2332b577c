/** Where voices meet: each listener gets the sum of all talkers but itself. */
import { FRAME_BYTES } from "../sound";

/** Gain is a whole number of 4096ths; this one changes nothing. */
export const UNITY: i32 = 4096;
export const SUM_BYTES: usize = FRAME_BYTES << 1;

/** Samples that one vector holds, and the bytes of their sums. */
const VECTOR: usize = 16;

export function clearSum(sum: usize): void {
  memory.fill(sum, 0, SUM_BYTES);
}

function lowScaled(samples: v128, gain: v128): v128 {
  const wide = i32x4.extend_low_i16x8_s(samples);
  return i32x4.shr_s(i32x4.mul(wide, gain), 12);
}

function highScaled(samples: v128, gain: v128): v128 {
  const wide = i32x4.extend_high_i16x8_s(samples);
  return i32x4.shr_s(i32x4.mul(wide, gain), 12);
}

/** Adds one voice to a sum of 32-bit samples. */
export function addVoice(sum: usize, voice: usize, gain: i32): void {
  const gains = i32x4.splat(gain);
  const end = voice + FRAME_BYTES;
  for (; voice < end; voice += VECTOR, sum += 2 * VECTOR) {
    const own = v128.load(voice);
    const low = i32x4.add(v128.load(sum), lowScaled(own, gains));
    const high = i32x4.add(v128.load(sum, 16), highScaled(own, gains));
    v128.store(sum, low);
    v128.store(sum, high, 16);
  }
}

/** The whole sum, clipped once. */
export function hearAll(sum: usize, out: usize): void {
  const end = out + FRAME_BYTES;
  for (; out < end; out += VECTOR, sum += 2 * VECTOR) {
    const clipped = i16x8.narrow_i32x4_s(v128.load(sum), v128.load(sum, 16));
    v128.store(out, clipped);
  }
}

/** The sum without the voice that was added to it with this gain. */
export function hearOthers(
  sum: usize,
  voice: usize,
  gain: i32,
  out: usize,
): void {
  const gains = i32x4.splat(gain);
  const end = out + FRAME_BYTES;
  for (; out < end; out += VECTOR, sum += 2 * VECTOR, voice += VECTOR) {
    const own = v128.load(voice);
    const low = i32x4.sub(v128.load(sum), lowScaled(own, gains));
    const high = i32x4.sub(v128.load(sum, 16), highScaled(own, gains));
    v128.store(out, i16x8.narrow_i32x4_s(low, high));
  }
}

/**
 * One frame of a conference without ports: `voices` and `outs` are tables of
 * `parties` addresses, `sum` is room for a sum.
 */
export function mixParties(
  voices: usize,
  outs: usize,
  parties: i32,
  sum: usize,
): void {
  clearSum(sum);
  for (let party = 0; party < parties; party++) {
    addVoice(sum, load<usize>(voices + ((<usize>party) << 2)), UNITY);
  }
  for (let party = 0; party < parties; party++) {
    const entry = (<usize>party) << 2;
    const voice = load<usize>(voices + entry);
    hearOthers(sum, voice, UNITY, load<usize>(outs + entry));
  }
}
