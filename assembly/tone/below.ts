/**
 * What sounds below the tones. A key has nothing there, not even after a speech
 * codec, whose noise lies where the tones are. A voice has: 120 … 540 Hz are two
 * octaves and more, in which every fundamental or one of its harmonics lies.
 */
import { soundAt } from "./history";
import { STEP } from "./phasors";
import { sumOfAll } from "./complex";

/** 32 ms, what every key has; their Hann window is 63 Hz wide to each side. */
const LISTENED: i32 = 16;
const SAMPLES: i32 = LISTENED * STEP;
const WINDOW = memory.data(1024, 16);
/** Its sum is half of that; a sine's peak is two of what it gives. */
const UNIT: f32 = 4 / <f32>SAMPLES;

/**
 * 120 … 540 Hz, so close that nothing is between them; 697 Hz less 1.5 % is
 * nine tenths of a window's bin times five above, where 50 dB are off.
 */
const LOWEST: f64 = 120;
const APART: f64 = 60;
/** Four cosines and four sines of what they turn in a sample, twice. */
const TURNS = memory.data(64, 16);
const GROUP_BYTES: usize = 32;

export function initBelow(): void {
  for (let n = 0; n < SAMPLES; n++) {
    const angle = (2 * Math.PI * (<f64>n + 0.5)) / <f64>SAMPLES;
    store<f32>(WINDOW + ((<usize>n) << 2), <f32>(0.5 - 0.5 * Math.cos(angle)));
  }
  for (let n = 0; n < 8; n++) {
    const turn = (2 * Math.PI * (LOWEST + APART * <f64>n)) / 8000;
    const at = TURNS + <usize>(n >> 2) * GROUP_BYTES + ((<usize>(n & 3)) << 2);
    store<f32>(at, <f32>Math.cos(turn));
    store<f32>(at, <f32>Math.sin(turn), 16);
  }
}

/** Squares of the peaks of four frequencies, together. */
function fourPowers(group: usize, first: i32): f32 {
  const cosines = v128.load(group);
  const sines = v128.load(group, 16);
  let along = f32x4.splat(1);
  let across = f32x4.splat(0);
  let x = f32x4.splat(0);
  let y = x;
  for (let n = 0; n < SAMPLES; n++) {
    const at = soundAt(first + n / STEP) + ((<usize>(n % STEP)) << 1);
    const window = load<f32>(WINDOW + ((<usize>n) << 2));
    const sample = f32x4.splat(<f32>load<i16>(at) * window);
    x = f32x4.add(x, f32x4.mul(sample, along));
    y = f32x4.add(y, f32x4.mul(sample, across));
    const next = f32x4.mul(along, cosines);
    const turned = f32x4.mul(along, sines);
    along = f32x4.sub(next, f32x4.mul(across, sines));
    across = f32x4.add(turned, f32x4.mul(across, cosines));
  }
  return sumOfAll(f32x4.add(f32x4.mul(x, x), f32x4.mul(y, y)));
}

/** The square of the peak of all below, in the middle of a run of steps. */
export function powerBelow(first: i32, last: i32): f32 {
  const from = first + ((last - first + 1 - LISTENED) >> 1);
  if (from < first) return f32.MAX_VALUE;
  const both = fourPowers(TURNS, from) + fourPowers(TURNS + GROUP_BYTES, from);
  return both * UNIT * UNIT;
}
