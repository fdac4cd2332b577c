/**
 * The mix of voices with gains, with 32-bit sums: exact while the talkers'
 * gains are not more than 65535 times unity together.
 */
import { FRAME, FRAME_BYTES } from "../sound";
import { Gain, WALK, WALK_BITS } from "./gain";
import { LISTENS, Party, TALKS, earGain, voiceGain } from "./party";

const SUM_BYTES: usize = 2 * FRAME_BYTES;
const SUM = memory.data(640, 16);

/** A gain's 4096ths, and half of one: results are rounded. */
const FRACTION_BITS: i32 = 12;
const HALF: i32 = 2048;
const FRACTION: i32 = 4095;
/** A sum of so many 4096s is clipped behind any gain but 0. */
const LIMIT: i32 = 32768;

/** Samples, of 16 bits, times their gains. */
function weigh(samples: v128, gains: v128): v128 {
  const product = i32x4.add(i32x4.mul(samples, gains), i32x4.splat(HALF));
  return i32x4.shr_s(product, FRACTION_BITS);
}

/** The same for sums, in two parts because the product may have 48 bits. */
function weighSum(sums: v128, gains: v128): v128 {
  const high = i32x4.shr_s(sums, FRACTION_BITS);
  const most = i32x4.min_s(high, i32x4.splat(LIMIT - 1));
  const bounded = i32x4.max_s(most, i32x4.splat(-LIMIT));
  const low = v128.and(sums, i32x4.splat(FRACTION));
  return i32x4.add(i32x4.mul(bounded, gains), weigh(low, gains));
}

/** How far the walk is at each of the next four samples. */
function firstSteps(gain: Gain): v128 {
  return nextSteps(i32x4.add(i32x4.splat(gain.walked), i32x4(-3, -2, -1, 0)));
}

function nextSteps(steps: v128): v128 {
  return i32x4.min_s(i32x4.add(steps, i32x4.splat(4)), i32x4.splat(WALK));
}

/** The gains of four samples, of a walk that begins at `from` and is `whole`. */
function gainsAt(from: v128, whole: v128, steps: v128): v128 {
  return i32x4.add(from, i32x4.shr_s(i32x4.mul(whole, steps), WALK_BITS));
}

export function clearSum(sum: usize): void {
  memory.fill(sum, 0, SUM_BYTES);
}

/** Adds one voice to a sum of 32-bit samples. */
export function addVoice(sum: usize, voice: usize, gain: Gain): void {
  const from = i32x4.splat(gain.from);
  const whole = i32x4.splat(gain.to - gain.from);
  let steps = firstSteps(gain);
  const end = voice + FRAME_BYTES;
  for (; voice < end; voice += 8, sum += 16) {
    const own = v128.load_ext<i16>(voice);
    const weighed = weigh(own, gainsAt(from, whole, steps));
    v128.store(sum, i32x4.add(v128.load(sum), weighed));
    steps = nextSteps(steps);
  }
}

/** The whole of a sum, clipped once. */
export function clipSum(sum: usize, out: usize): void {
  const end = out + FRAME_BYTES;
  for (; out < end; out += 16, sum += 32) {
    const clipped = i16x8.narrow_i32x4_s(v128.load(sum), v128.load(sum, 16));
    v128.store(out, clipped);
  }
}

/** Takes one voice away from a sum; what is left goes to `others`. */
function removeVoice(
  sum: usize,
  voice: usize,
  gain: Gain,
  others: usize,
): void {
  const from = i32x4.splat(gain.from);
  const whole = i32x4.splat(gain.to - gain.from);
  let steps = firstSteps(gain);
  const end = voice + FRAME_BYTES;
  for (; voice < end; voice += 8, sum += 16, others += 16) {
    const own = v128.load_ext<i16>(voice);
    const weighed = weigh(own, gainsAt(from, whole, steps));
    v128.store(others, i32x4.sub(v128.load(sum), weighed));
    steps = nextSteps(steps);
  }
}

/** What an ear hears of a sum, clipped once. */
function hearSum(sum: usize, gain: Gain, out: usize): void {
  const from = i32x4.splat(gain.from);
  const whole = i32x4.splat(gain.to - gain.from);
  let steps = firstSteps(gain);
  const end = out + FRAME_BYTES;
  for (; out < end; out += 8, sum += 16) {
    const heard = weighSum(v128.load(sum), gainsAt(from, whole, steps));
    v128.store64_lane(out, i16x8.narrow_i32x4_s(heard, heard), 0);
    steps = nextSteps(steps);
  }
}

const OTHERS = memory.data(640, 16);

function hear(party: Party, from: usize): void {
  removeVoice(SUM, party.voice + from, voiceGain(party), OTHERS);
  hearSum(OTHERS, earGain(party), party.out + from);
}

/** Mixes one frame, `from` bytes behind each voice's beginning. */
export function mixWeighed(first: usize, from: usize): void {
  clearSum(SUM);
  for (let at = first; at != 0; at = changetype<Party>(at).next) {
    const party = changetype<Party>(at);
    if (!(party.part & TALKS)) continue;
    addVoice(SUM, party.voice + from, voiceGain(party));
  }
  for (let at = first; at != 0; at = changetype<Party>(at).next) {
    const party = changetype<Party>(at);
    if (party.part & LISTENS) hear(party, from);
  }
}
