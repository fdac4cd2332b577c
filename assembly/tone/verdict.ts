/** Is what was found a key? Every limit that is not of time is here. */
import { powerBelow } from "./below";
import { energyAt, numberOf, phasorAt } from "./history";
import { first, isInside, last } from "./presence";
import { sumOfFirst, sumOfSecond } from "./complex";
import { SMOOTH, smoothed } from "./steady";
import { STEP } from "./phasors";
import { TONES, toneHertz } from "./keys";

/** Q.24: −25 dBm0 with 8 dB of twist is heard, −55 dBm0 is not: −44 is between. */
const FAINTEST: f32 = 144 * 144;
/** Q.24: the high tone up to 8 dB below the low one; 2 dB for noise. */
const TWIST: f32 = 10;
/** ETSI ES 201 235-3: up to 6 dB above it, as Q.24 has 4 dB; 2 dB for noise. */
const REVERSE_TWIST: f32 = 6.3;

/**
 * Q.24: 1.5 % off pitch is heard, 3.5 % is not; Q.23: senders are up to 1.8 %
 * off. The soft edges of what is measured hide a twentieth of that. This also
 * keeps out a voice's harmonics 3 : 4, from which the tones of * are 3.8 % off.
 */
const OFF_PITCH: f64 = 0.018 * 0.95;
/** How far a tone so much off pitch turns in a step: tangents. */
const TANGENTS = memory.data(32, 16);

/**
 * Where nothing sounds below the tones, they are a key even though GSM 06.10 has
 * left but this share of them: it takes up to 40 % for noise around the tones.
 * The share is a choice by what it reaches: 95 to 99 of 100 keys that need this
 * rule.
 *
 * Nothing is 28 dB below, in 120 … 540 Hz. Keys after GSM were measured to have
 * at most 0.0004 of the tones' power there; voices that have such a share, in
 * some 12 hours of synthetic speech after lines and codecs and in the prompts of
 * five languages, at least 0.0057, but for one screech, which has 0.0003. The
 * limit is between them, in decibels.
 */
const ALONE_SHARE: f32 = 0.6;
const ALONE_BELOW: f32 = 0.0015;
/**
 * And what is next to one of the tones is 7 dB below it: GSM 06.10 leaves one of
 * both so in 98 of 100 keys, a screech that glides through both has 4.5 dB.
 */
const ALONE_NEIGHBOURS: f32 = 0.2;
/**
 * Where a key's period and GSM's frames keep step, as those of * do at 50 ms on
 * and 50 ms off, its noise is only 3 dB below next to both tones, and always the
 * same. Such a key has 0.00003 below; the screech has 0.0003: 40 dB is between.
 */
const SILENT_BELOW: f32 = 0.0001;
const SILENT_NEIGHBOURS: f32 = 0.5;
/**
 * Of a key with a hole nothing is left that is long enough to be listened to
 * below its tones: they have to be nearly all, 0.5 dB for noise 10 dB below, and
 * may turn by 0.6 rad behind what was lost: 0.1 % off pitch in 60 ms.
 */
const STITCHED_SHARE: f32 = 0.85;
const STITCHED_UNSTEADY: f32 = 0.4;
/** What noise 8 dB below adds to 10 ms of a tone 8 dB twisted, thrice. */
const UNSTEADY: f32 = 0.1;
/**
 * Noise 8 dB below leaves a share of 0.863, less four times what 30 ms of noise
 * vary, 0.013. In 500 Hz around a tone it is 0.04 of it, and twice that behind
 * the notch and with 2 dB of twist; 15 steps of it vary by 0.26, four times.
 */
const NOISY_SHARE: f32 = 0.81;
const NOISY_NEIGHBOURS: f32 = 0.16;
/**
 * Where much else sounds, a key is one by what is next to its high tone: all
 * else is 14 dB below. A formant has the voice's other harmonics there, a dial
 * tone or a prompt has nothing. Two dial tones as loud as the tones leave half
 * the energy; 1.5 dB less for noise.
 */
const COVERED_SHARE: f32 = 0.35;
const COVERED_NEIGHBOURS: f32 = 0.04;

export let lowPower: f32 = 0;
export let highPower: f32 = 0;
let share: f32 = 0;
let unsteady: f32 = 0;
let neighbours: f32 = 0;
let nearest: f32 = 0;

export function initVerdict(): void {
  for (let tone = 0; tone < TONES; tone++) {
    const hertz = OFF_PITCH * <f64>toneHertz(tone);
    const tangent = Math.tan((2 * Math.PI * hertz * <f64>STEP) / 8000);
    store<f32>(TANGENTS + ((<usize>tone) << 2), <f32>tangent);
  }
}

/** Does a tone turn no more in a step than one that is allowed? */
function isWithin(tone: i32, along: f32, across: f32): bool {
  return abs(across) <= along * load<f32>(TANGENTS + ((<usize>tone) << 2));
}

export function isOnPitch(turn: v128, low: i32, high: i32): bool {
  const along = f32x4.extract_lane(turn, 0);
  const across = f32x4.extract_lane(turn, 1);
  if (!isWithin(low, along, across)) return false;
  const other = f32x4.extract_lane(turn, 2);
  return isWithin(high, other, f32x4.extract_lane(turn, 3));
}

/** The mean phasors of the whole steps; measures power and share on the way. */
function mean(): v128 {
  let sum = f32x4.splat(0);
  let energy: f32 = 0;
  let steps: f32 = 0;
  for (let n = first; n <= last; n++) {
    if (!isInside(n)) continue;
    sum = f32x4.add(sum, v128.load(phasorAt(n)));
    energy += load<f32>(energyAt(n));
    steps += 1;
  }
  const tones = f32x4.mul(sum, f32x4.splat(1 / steps));
  const squares = f32x4.mul(tones, tones);
  lowPower = sumOfFirst(squares);
  highPower = sumOfSecond(squares);
  share = ((lowPower + highPower) * <f32>(STEP / 2) * steps) / energy;
  return tones;
}

/** Squares of how far phasors are from their mean. */
function away(phasor: v128, tones: v128): v128 {
  const off = f32x4.sub(phasor, tones);
  return f32x4.mul(off, off);
}

/** Measures how much of 2 ms, and of 10 ms, is not the tones. */
function compare(tones: v128): void {
  let steps: f32 = 0;
  let smooth: f32 = 0;
  let near = f32x4.splat(0);
  let varied = f32x4.splat(0);
  let run = 0;
  for (let n = first; n <= last; n++) {
    run = isInside(n) ? run + 1 : 0;
    if (run == 0) continue;
    steps += 1;
    near = f32x4.add(near, away(v128.load(phasorAt(n)), tones));
    if (run < SMOOTH) continue;
    smooth += 1;
    const window = f32x4.mul(smoothed(n - SMOOTH + 1), f32x4.splat(0.2));
    varied = f32x4.add(varied, away(window, tones));
  }
  neighbours = sumOfSecond(near) / steps / highPower;
  nearest = min(neighbours, sumOfFirst(near) / steps / lowPower);
  const low = sumOfFirst(varied) / lowPower;
  const both = max(low, sumOfSecond(varied) / highPower);
  unsteady = smooth > 0 ? both / smooth : f32.MAX_VALUE;
}

function isLoud(): bool {
  if (min(lowPower, highPower) < FAINTEST) return false;
  return lowPower <= TWIST * highPower && highPower <= REVERSE_TWIST * lowPower;
}

/** The tones, and nothing below them. */
function isAlone(): bool {
  if (share < ALONE_SHARE || nearest > SILENT_NEIGHBOURS) return false;
  const limit = nearest <= ALONE_NEIGHBOURS ? ALONE_BELOW : SILENT_BELOW;
  return powerBelow(first, last) <= limit * (lowPower + highPower);
}

/** The tones in noise, or over a dial tone or a voice. */
function isApart(): bool {
  if (unsteady > UNSTEADY) return false;
  if (share >= NOISY_SHARE && neighbours <= NOISY_NEIGHBOURS) return true;
  return share >= COVERED_SHARE && neighbours <= COVERED_NEIGHBOURS;
}

/** Hardly anything but the tones, on both sides of what was not heard. */
function isStitched(): bool {
  if (numberOf(last) - numberOf(first) == last - first) return false;
  return share >= STITCHED_SHARE && unsteady <= STITCHED_UNSTEADY;
}

/** Judges the run that `findPresence` found. */
export function isKey(): bool {
  const tones = mean();
  if (!isLoud()) return false;
  compare(tones);
  return isApart() || isStitched() || isAlone();
}
