/** Half width of the low-pass in input samples: 60 dB down within 600 Hz. */
const HALF_WIDTH = 66;
/** Kaiser window for 60 dB (Oppenheim & Schafer, section on FIR design). */
const BETA = 5.65;
/** The middle of the transition band, as a part of the lower Nyquist rate. */
const CUTOFF = 0.925;

/**
 * Brings sound from one rate to another, lower one: a windowed sinc for each
 * of the few positions that an output sample can have between input samples.
 */
export function resample(
  samples: Int16Array,
  from: number,
  to: number,
): Float32Array {
  const divisor = greatestCommonDivisor(from, to);
  const [up, down] = [to / divisor, from / divisor];
  const phases = Array.from(
    { length: up },
    (_, phase) => tapsAt(phase / up, CUTOFF * to / from),
  );
  const output = new Float32Array(Math.floor(samples.length * up / down));
  for (let n = 0; n < output.length; n++) {
    const whole = Math.floor(n * down / up);
    output[n] = weighted(samples, whole, phases[n * down % up]);
  }
  return output;
}

function weighted(
  samples: Int16Array,
  centre: number,
  taps: Float32Array,
): number {
  let sum = 0;
  const first = centre - HALF_WIDTH;
  for (let i = 0; i < taps.length; i++) {
    sum += (samples[first + i] ?? 0) * taps[i];
  }
  return sum;
}

/** Weights for an output sample that lies `offset` behind the input's centre. */
function tapsAt(offset: number, cutoff: number): Float32Array {
  const taps = new Float32Array(2 * HALF_WIDTH + 1);
  for (let i = 0; i < taps.length; i++) {
    const x = i - HALF_WIDTH - offset;
    taps[i] = cutoff * sinc(cutoff * x) * kaiser(x / (HALF_WIDTH + 1));
  }
  return taps;
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

function kaiser(x: number): number {
  return besselI0(BETA * Math.sqrt(1 - x * x)) / besselI0(BETA);
}

/** The modified Bessel function of order 0, by its power series. */
function besselI0(x: number): number {
  let [sum, term] = [1, 1];
  for (let k = 1; term > 1e-12 * sum; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
