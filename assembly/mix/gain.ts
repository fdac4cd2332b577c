/**
 * A gain in whole 4096ths that never jumps: it walks to where it is aimed at in
 * a straight line of 16 ms, so that no change of it makes a click.
 */

/** The gain that changes nothing. */
export const UNITY: i32 = 4096;
/** Samples of the walk: a power of two, and less than a frame. */
export const WALK: i32 = 128;
export const WALK_BITS: i32 = 7;

export class Gain {
  from: i32;
  to: i32;
  /** Samples of the walk that are done; WALK when it has arrived. */
  walked: i32;
}

export const GAIN_BYTES: usize = 16;

/** Makes the gain so at once. */
export function setGain(gain: Gain, to: i32): void {
  gain.from = to;
  gain.to = to;
  gain.walked = WALK;
}

/** Lets the gain walk to another from where it is. */
export function aimGain(gain: Gain, to: i32): void {
  gain.from += ((gain.to - gain.from) * gain.walked) >> WALK_BITS;
  gain.to = to;
  gain.walked = gain.from == to ? WALK : 0;
}

/** The walk goes on by so many samples. */
export function advanceGain(gain: Gain, samples: i32): void {
  gain.walked = min(gain.walked + samples, WALK);
}

/** True when the gain is this, and stays so. */
export function isSteadily(gain: Gain, at: i32): bool {
  return gain.to == at && gain.walked == WALK;
}
