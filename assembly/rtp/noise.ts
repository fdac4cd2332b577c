/** Comfort noise as RFC 3389 describes it, made of a port's own chance. */
export class Noise {
  /** Of a linear congruential generator; the port's seed at first. */
  seed: u32;
  /** Peak of the chance that drives the filter, and what it goes to. */
  drive: i32;
  wanted: i32;
  /** How many reflection coefficients there are. */
  order: i32;
}

/** RFC 3389 leaves the order open; its appendix for G.711 has 10. */
const MOST: i32 = 10;
const FIELDS: usize = 16;
const COEFFICIENTS: usize = FIELDS;
/** The backward values of the lattice. */
const LATTICE: usize = FIELDS + 48;
export const NOISE_BYTES: usize = LATTICE + 48;

/** Peaks of even chance whose power is n dB below that of a full square. */
const PEAKS = memory.data(256, 16);
/** The drive goes an eighth of the way every 2 ms: there within some 40 ms. */
const PACE: i32 = 16;
const WAY: i32 = 8;
/** RFC 3389 §3.2: k = 258 (N − 127) / 32768, kept here in 15 bits. */
const SCALE: i32 = 258;
const MIDDLE: i32 = 127;

/** √3 is what the peak of even chance has over its root mean square. */
export function initNoise(): void {
  for (let level = 0; level < 128; level++) {
    const peak = Math.sqrt(3) * 32768 * Math.pow(10, -level / 20.0);
    store<u16>(
      PEAKS + ((<usize>level) << 1),
      <u16>Math.round(min(peak, 65535)),
    );
  }
}

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
    const k = <f64>load<i32>(coefficient(noise, index)) / 32768;
    loss *= 1 - k * k;
  }
  return Math.sqrt(loss);
}

/** What is made from now on: level in −dBov, then reflection coefficients. */
export function describeNoise(noise: Noise, payload: usize, length: i32): void {
  if (length == 0) return;
  const order = min(MOST, length - 1);
  for (let index = 0; index < order; index++) {
    const code = min(254, <i32>load<u8>(payload + 1 + index));
    store<i32>(coefficient(noise, index), SCALE * (code - MIDDLE));
  }
  noise.order = order;
  const level = <usize>(load<u8>(payload) & 127);
  const peak = <f64>load<u16>(PEAKS + (level << 1));
  noise.wanted = <i32>Math.round(peak * lossOf(noise));
}

/** The noise begins from nothing: it fades in. */
export function beginNoise(noise: Noise): void {
  noise.drive = 0;
  memory.fill(delayed(noise, 0), 0, 48);
}

/** Even chance between −drive and drive. */
function chance(noise: Noise): i32 {
  noise.seed = noise.seed * 1664525 + 1013904223;
  const even = (<i32>noise.seed) >> 16;
  return (even * noise.drive) >> 15;
}

function narrow(value: i32): i32 {
  return max(-32768, min(32767, value));
}

/** The all-pole lattice: forward value in, sample out. */
function filter(noise: Noise, drive: i32): i32 {
  let forward = drive;
  for (let index = noise.order - 1; index >= 0; index--) {
    const k = load<i32>(coefficient(noise, index));
    const back = load<i32>(delayed(noise, index));
    forward = narrow(forward - ((k * back) >> 15));
    const behind = back + ((k * forward) >> 15);
    store<i32>(delayed(noise, index + 1), narrow(behind));
  }
  store<i32>(delayed(noise, 0), forward);
  return forward;
}

function follow(noise: Noise): void {
  const away = noise.wanted - noise.drive;
  noise.drive += abs(away) < WAY ? away : away / WAY;
}

/** Adds noise to `samples` at `sound`. */
export function addNoise(noise: Noise, sound: usize, samples: i32): void {
  for (let n = 0; n < samples; n++, sound += 2) {
    if (n % PACE == 0) follow(noise);
    const sample = <i32>load<i16>(sound) + filter(noise, chance(noise));
    store<i16>(sound, <i16>narrow(sample));
  }
}
