/** Comfort noise as RFC 3389 describes it, made of a port's own chance. */
export class Noise {
  /** Of a linear congruential generator; the port's seed at first. */
  seed: u32;
  /** Peak of the chance that drives the filter, and what it goes to. */
  drive: f32;
  wanted: f32;
  /** How many reflection coefficients there are. */
  order: i32;
}

/** RFC 3389 leaves the order open; G.711 Appendix II has 10. */
const MOST: i32 = 10;
const COEFFICIENTS: usize = 16;
/** The backward values of the lattice, one more than coefficients. */
const LATTICE: usize = COEFFICIENTS + 48;
export const NOISE_BYTES: usize = LATTICE + 48;

/** The drive goes an eighth of the way every 2 ms: there within some 40 ms. */
const PACE: i32 = 16;
const WAY: f32 = 0.125;
/** RFC 3389 §3.2: k = 258 (N − 127) / 32768 for N from 0 to 254. */
const STEP: f32 = 258.0 / 32768.0;
const MIDDLE: i32 = 127;
const LAST: i32 = 254;
/** Peak of even chance whose power is that of a full square: 0 dBov. */
const FULL: f64 = 1.7320508075688772 * 32768;

function coefficient(noise: Noise, index: i32): usize {
  return changetype<usize>(noise) + COEFFICIENTS + ((<usize>index) << 2);
}

function delayed(noise: Noise, index: i32): usize {
  return changetype<usize>(noise) + LATTICE + ((<usize>index) << 2);
}

/** The filter makes its drive louder by 1 / √Π(1 − k²). */
function lossOf(noise: Noise): f64 {
  let loss: f64 = 1;
  for (let index = 0; index < noise.order; index++) {
    const k = <f64>load<f32>(coefficient(noise, index));
    loss *= 1 - k * k;
  }
  return Math.sqrt(loss);
}

/** The noise begins from nothing: it fades in. */
export function beginNoise(noise: Noise): void {
  noise.drive = 0;
  memory.fill(delayed(noise, 0), 0, NOISE_BYTES - LATTICE);
}

/** Takes coefficients; what another filter left behind means nothing to it. */
function setFilter(noise: Noise, codes: usize, order: i32): void {
  let same = order == noise.order;
  for (let index = 0; index < order; index++) {
    const code = min(LAST, <i32>load<u8>(codes + <usize>index));
    const k = STEP * <f32>(code - MIDDLE);
    same = same && k == load<f32>(coefficient(noise, index));
    store<f32>(coefficient(noise, index), k);
  }
  noise.order = order;
  if (!same) beginNoise(noise);
}

/** What is made from now on: level in −dBov, then reflection coefficients. */
export function describeNoise(noise: Noise, payload: usize, length: i32): void {
  if (length == 0) return;
  setFilter(noise, payload + 1, min(MOST, length - 1));
  const level = <f64>(load<u8>(payload) & 127);
  noise.wanted = <f32>(FULL * Math.pow(10, -level / 20) * lossOf(noise));
}

/** Even chance between −drive and drive. */
function chance(noise: Noise): f32 {
  noise.seed = noise.seed * 1664525 + 1013904223;
  const even: f32 = <f32>(<i32>noise.seed);
  return even * noise.drive * (1.0 / 2147483648.0);
}

/** The all-pole lattice: in 32-bit floats, for poles may lie near the circle. */
function filter(noise: Noise, drive: f32): f32 {
  let forward = drive;
  for (let index = noise.order - 1; index >= 0; index--) {
    const k = load<f32>(coefficient(noise, index));
    const back = load<f32>(delayed(noise, index));
    forward -= k * back;
    store<f32>(delayed(noise, index + 1), back + k * forward);
  }
  store<f32>(delayed(noise, 0), forward);
  return forward;
}

/** Adds noise to `samples` at `sound`. */
export function addNoise(noise: Noise, sound: usize, samples: i32): void {
  for (let n = 0; n < samples; n++, sound += 2) {
    if (n % PACE == 0) noise.drive += (noise.wanted - noise.drive) * WAY;
    const noisy = <f32>load<i16>(sound) + filter(noise, chance(noise));
    store<i16>(sound, <i16>nearest(max<f32>(-32768, min<f32>(32767, noisy))));
  }
}
