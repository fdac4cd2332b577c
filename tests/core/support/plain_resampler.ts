/**
 * The same filter as the core's (`runtime/core/resampling_filter.ts`) by its
 * formulas alone: each sample is the sum over all that came, weighed by a sinc
 * at its true distance, in 64-bit float.
 */
const LOBES = 32;
const BETA = 7.86;
const CUTOFF = 0.93;

export function resampledPlainly(
  sound: ArrayLike<number>,
  from: number,
  to = 8000,
): Float64Array<ArrayBuffer> {
  const cutoff = from === to ? 1 : Math.min(1, to / from) * CUTOFF;
  const half = Math.ceil(LOBES / cutoff / 8) * 8;
  const out = new Float64Array(Math.round(sound.length * to / from));
  return out.map((_, n) => {
    const centre = n * from / to;
    let [sum, weights] = [0, 0];
    const first = Math.floor(centre) - half + 1;
    for (let at = first; at < first + 2 * half; at++) {
      const distance = at - centre;
      const weight = sinc(distance * cutoff) * kaiser(distance / half);
      weights += weight;
      if (at >= 0 && at < sound.length) sum += weight * sound[at];
    }
    return sum / weights;
  });
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

function kaiser(x: number): number {
  const inside = 1 - x * x;
  return inside <= 0 ? 0 : bessel(BETA * Math.sqrt(inside));
}

function bessel(x: number): number {
  let [sum, term] = [1, 1];
  for (let k = 1; term > sum * 1e-15; k++) {
    term *= (x / 2 / k) ** 2;
    sum += term;
  }
  return sum;
}
