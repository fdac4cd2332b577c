/** Where voices meet: each listener gets the sum of all talkers but itself. */
import { FRAME_BYTES, saturate } from "../sound";

/** Gain is a whole number of 4096ths; this one changes nothing. */
export const UNITY: i32 = 4096;
export const SUM_BYTES: usize = FRAME_BYTES << 1;

function scaled(sample: i32, gain: i32): i32 {
  return (sample * gain) >> 12;
}

export function clearSum(sum: usize): void {
  memory.fill(sum, 0, SUM_BYTES);
}

/** Adds one voice to a sum of 32-bit samples. */
export function addVoice(sum: usize, voice: usize, gain: i32): void {
  const end = voice + FRAME_BYTES;
  for (; voice < end; voice += 2, sum += 4) {
    store<i32>(sum, load<i32>(sum) + scaled(load<i16>(voice), gain));
  }
}

/** The whole sum, clipped once. */
export function hearAll(sum: usize, out: usize): void {
  const end = out + FRAME_BYTES;
  for (; out < end; out += 2, sum += 4) {
    store<i16>(out, saturate(load<i32>(sum)));
  }
}

/** The sum without the voice that was added to it with this gain. */
export function hearOthers(
  sum: usize,
  voice: usize,
  gain: i32,
  out: usize,
): void {
  const end = out + FRAME_BYTES;
  for (; out < end; out += 2, sum += 4, voice += 2) {
    const own = scaled(load<i16>(voice), gain);
    store<i16>(out, saturate(load<i32>(sum) - own));
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
