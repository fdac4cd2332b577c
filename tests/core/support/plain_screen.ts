/**
 * What the DTMF receiver measures, once more and in the plainest way: every
 * sample, or pair of samples, times a cosine and a sine.
 */

/** ITU-T Q.23, low group first. */
export const HERTZ = [697, 770, 852, 941, 1209, 1336, 1477, 1633];
export const BLOCK = 80;
const STEP = 16;
/** Peaks of the waves in the core: whole numbers stand for cosines. */
const PAIR_WAVE = 2600;
const STEP_WAVE = 4095;
/** The notch at 403 Hz: 2 cos of its angle, in the core's 16 bits. */
const NOTCH_LESS = 3255;
const NOTCH = 2 - NOTCH_LESS / 32768;

function angleOf(hertz: number): number {
  return 2 * Math.PI * hertz / 8000;
}

/** The power of a frequency in a block, as the screen has it. */
export function plainPower(block: Int16Array, hertz: number): number {
  const angle = angleOf(hertz);
  const peak = PAIR_WAVE / Math.cos(angle / 2);
  let [along, across] = [0, 0];
  for (let n = 0; n < BLOCK; n += 2) {
    const pair = (block[n] >> 2) + (block[n + 1] >> 2);
    const fromMiddle = angle * (n + 0.5 - (BLOCK - 1) / 2);
    along += pair * Math.round(peak * Math.cos(fromMiddle));
    across += pair * Math.round(peak * Math.sin(fromMiddle));
  }
  const [a, b] = [Math.fround(along), Math.fround(across)];
  return Math.fround(Math.fround(a * a) + Math.fround(b * b));
}

/** A block's energy in the screen's unit: quarters of samples, squared. */
export function plainEnergy(block: Int16Array): number {
  return block.reduce((sum, sample) => sum + (sample >> 2) ** 2, 0);
}

function clipped(sample: number): number {
  return Math.max(-32768, Math.min(32767, sample));
}

/** Quarters of samples behind the notch; two samples go before the block. */
function notched(sound: Int16Array, n: number): number {
  const [before, middle, now] = sound.subarray(n, n + 3).map((x) => x >> 2);
  const less = (middle * NOTCH_LESS + 0x4000) >> 15;
  const once = clipped(now + before - middle);
  return clipped(clipped(once - middle) + less);
}

/** A complex number. */
export type Phasor = readonly [along: number, across: number];

function turned([x, y]: Phasor, angle: number): Phasor {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  return [x * c - y * s, x * s + y * c];
}

/** The sum of a step's samples times a wave that turns back, to peak 1. */
function stepSum(
  sampleAt: (n: number) => number,
  angle: number,
  step: number,
): Phasor {
  let [along, across] = [0, 0];
  for (let n = step * STEP; n < (step + 1) * STEP; n++) {
    along += sampleAt(n) * Math.round(STEP_WAVE * Math.cos(angle * n));
    across -= sampleAt(n) * Math.round(STEP_WAVE * Math.sin(angle * n));
  }
  const unit = STEP_WAVE * STEP / 2;
  return [along / unit, across / unit];
}

/**
 * The phasor of a low tone in a step of block number `count`; `sound` is the
 * block and the two samples before it.
 */
export function plainLow(
  sound: Int16Array,
  hertz: number,
  count: number,
  step: number,
): Phasor {
  const angle = angleOf(hertz);
  const sum = stepSum((n) => sound[n + 2], angle, step);
  return turned(sum, -angle * BLOCK * count);
}

/** The same of a high tone, behind the notch, which is undone. */
export function plainHigh(
  sound: Int16Array,
  hertz: number,
  count: number,
  step: number,
): Phasor {
  const angle = angleOf(hertz);
  const gain = (2 * Math.cos(angle) - NOTCH) / 4;
  const sum = stepSum((n) => notched(sound, n), angle, step);
  const [x, y] = turned(sum, angle - angle * BLOCK * count);
  return [x / gain, y / gain];
}

/** The energy of a step: halves of samples, squared, times four. */
export function plainStepEnergy(sound: Int16Array, step: number): number {
  const at = 2 + step * STEP;
  const samples = sound.subarray(at, at + STEP);
  return 4 * samples.reduce((sum, sample) => sum + (sample >> 1) ** 2, 0);
}
