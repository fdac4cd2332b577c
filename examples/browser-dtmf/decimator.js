/** What the core hears, Hz. */
const RATE = 8000;

/**
 * The filter's reach to each side, in samples of 8 kHz. With Kaiser's window
 * for 60 dB that makes a slope of (60 − 7.95) / (2.285 · 26) rad = 1.1 kHz
 * around 4 kHz: flat up to 3.4 kHz, where a telephone's band ends, and nothing
 * left from 4.6 kHz on, so that what folds down lands above that band. It
 * delays by 1.6 ms.
 */
const REACH = 13;
/** Kaiser's 0.1102 (A − 8.7) for A = 60 dB. */
const BETA = 5.65;

/** Brings sound of any rate from 8 kHz on down to 8 kHz, 16 bit. */
export class Decimator {
  #filter;
  /** Input that is still needed. */
  #waiting;
  /** How far behind the first sample of it the next one out lies. */
  #phase = 0;

  /** @param {number} rate of what comes in, Hz */
  constructor(rate) {
    this.#filter = polyphase(rate);
    // Silence went before: then the first sample out is the first one in
    this.#waiting = new Float32Array(this.#filter.half - 1);
  }

  /**
   * The next sound, of any length, −1 to 1; gives what of it is ready.
   *
   * @param {Float32Array} block
   * @returns {Int16Array<ArrayBuffer>}
   */
  push(block) {
    const { half, phases, step } = this.#filter;
    const sound = joined(this.#waiting, block);
    const out = new Int16Array(Math.ceil(sound.length * phases / step));
    let [at, made] = [0, 0];
    for (; at + 2 * half <= sound.length; made++) {
      out[made] = this.#sampleAt(sound, at);
      this.#phase += step;
      at += Math.floor(this.#phase / phases);
      this.#phase %= phases;
    }
    this.#waiting = sound.slice(at);
    return out.subarray(0, made);
  }

  #sampleAt(sound, at) {
    const { half, taps } = this.#filter;
    const row = this.#phase * 2 * half;
    let sum = 0;
    for (let k = 0; k < 2 * half; k++) sum += sound[at + k] * taps[row + k];
    return Math.max(-32768, Math.min(32767, Math.round(32768 * sum)));
  }
}

function joined(first, second) {
  const both = new Float32Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

/** The filter, sampled for each place a sample out can have between two in. */
function polyphase(rate) {
  const common = greatestCommonDivisor(RATE, rate);
  const [phases, step] = [RATE / common, rate / common];
  const half = Math.ceil(REACH * rate / RATE);
  const taps = new Float32Array(phases * 2 * half);
  for (let phase = 0; phase < phases; phase++) {
    const row = taps.subarray(phase * 2 * half, (phase + 1) * 2 * half);
    const distance = (k) => k - half + 1 - phase / phases;
    row.forEach((_, k) => {
      row[k] = sinc(distance(k) * RATE / rate) * kaiser(distance(k) / half);
    });
    // Each phase lets a constant through unchanged
    const sum = row.reduce((a, b) => a + b);
    row.forEach((tap, k) => row[k] = tap / sum);
  }
  return { half, phases, step, taps };
}

function sinc(x) {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

function kaiser(x) {
  return Math.abs(x) >= 1 ? 0 : bessel(BETA * Math.sqrt(1 - x * x));
}

/** Modified Bessel function of the first kind, order 0, by its series. */
function bessel(x) {
  let [sum, term] = [1, 1];
  for (let k = 1; term > sum * 1e-9; k++) {
    term *= (x / 2 / k) ** 2;
    sum += term;
  }
  return sum;
}

function greatestCommonDivisor(a, b) {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
