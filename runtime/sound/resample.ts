import { SAMPLE_RATE } from "../base/units.ts";

/** Zero crossings of the sinc on each side of a sample: steepness. */
const LOBES = 24;
/** Kaiser's window: 90 dB of attenuation. */
const BETA = 8.96;
/** How far up the lower of the two bands is kept. */
const PASSED = 0.93;

/**
 * Changes the rate of a sound by a windowed sinc with linear phase; what cannot
 * be heard at the lower of the two rates is filtered out, not folded down.
 */
export function resample(
  samples: Int16Array,
  from: number,
  to: number = SAMPLE_RATE,
): Int16Array {
  if (from === to) return samples;
  const { phases, step, half, taps } = polyphase(from, to);
  const out = new Int16Array(Math.round(samples.length * to / from));
  for (let i = 0; i < out.length; i++) {
    const position = i * step;
    const centre = Math.floor(position / phases);
    const row = position % phases * 2 * half;
    const first = centre - half + 1;
    let sum = 0;
    const begin = Math.max(0, -first);
    const end = Math.min(2 * half, samples.length - first);
    for (let k = begin; k < end; k++) sum += samples[first + k] * taps[row + k];
    out[i] = Math.max(-32768, Math.min(32767, Math.round(sum)));
  }
  return out;
}

/** The filter, sampled for each place an output sample can have between two. */
function polyphase(from: number, to: number) {
  const common = greatestCommonDivisor(from, to);
  const [phases, step] = [to / common, from / common];
  const cutoff = Math.min(1, to / from) * PASSED;
  const half = Math.ceil(LOBES / cutoff);
  const taps = new Float32Array(phases * 2 * half);
  for (let phase = 0; phase < phases; phase++) {
    let sum = 0;
    const row = taps.subarray(phase * 2 * half, (phase + 1) * 2 * half);
    for (let k = 0; k < row.length; k++) {
      const distance = k - half + 1 - phase / phases;
      row[k] = sinc(distance * cutoff) * kaiser(distance / half);
      sum += row[k];
    }
    // Each phase lets a constant through unchanged.
    for (let k = 0; k < row.length; k++) row[k] /= sum;
  }
  return { phases, step, half, taps };
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

function kaiser(x: number): number {
  return Math.abs(x) >= 1 ? 0 : bessel(BETA * Math.sqrt(1 - x * x));
}

/** Modified Bessel function of the first kind, order 0, by its series. */
function bessel(x: number): number {
  let [sum, term] = [1, 1];
  for (let k = 1; term > sum * 1e-9; k++) {
    term *= (x / 2 / k) ** 2;
    sum += term;
  }
  return sum;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
