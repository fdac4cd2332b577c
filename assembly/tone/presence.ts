/** In which steps a candidate's tones are on, and how long that is in all. */
import { numberOf, phasorAt } from "./history";
import { sumOfAll } from "./complex";

/** Steps off that are an interruption: 10 ms (Q.24), one more at each edge. */
const BRIDGE: i32 = 7;

/** Q.24: 40 ms are heard, 23 ms are not: 32 ms, in steps of 2 ms. */
const LONG_ENOUGH: i32 = 16;
/** Of tones that were cut off only 23 ms are not heard: 26 ms, for both edges. */
const CUT_OFF_ENOUGH: i32 = 13;
/** Between edges as they are, half is on; 10 dB below the loudest still may be. */
const HALF: f32 = 0.5;
const LITTLE: f32 = 0.3;

/** How much of the tones a step has, one step late; about 1, or about 0. */
const GAINS = memory.data(176, 16);
const ON = memory.data(48, 16);

/** The last run of steps that are on: where it begins and ends, or −1. */
export let first: i32 = -1;
export let last: i32 = -1;

function isOn(step: i32): bool {
  return load<u8>(ON + <usize>step) != 0;
}

/** Steps whose neighbours are on too have the whole of the tones. */
export function isInside(step: i32): bool {
  if (step == 0 || !isOn(step - 1) || !isOn(step) || !isOn(step + 1)) {
    return false;
  }
  return numberOf(step + 1) - numberOf(step - 1) == 2;
}

function measure(steps: i32, tones: v128): void {
  const whole: f32 = sumOfAll(f32x4.mul(tones, tones));
  const unit: f32 = 1 / (whole + f32.MIN_NORMAL_VALUE);
  let at = GAINS + 4;
  for (let n = 0; n < steps; n++, at += 4) {
    const part: f32 = sumOfAll(f32x4.mul(tones, v128.load(phasorAt(n))));
    store<f32>(at, part * unit);
  }
  store<f32>(GAINS, load<f32>(GAINS, 4));
  store<f32>(at, load<f32>(at - 4));
}

/** On is where the mean of three steps, 6 ms, has at least this part. */
function decide(steps: i32, part: f32): void {
  for (let n = 0; n < steps; n++) {
    const at = GAINS + ((<usize>n) << 2);
    const three = load<f32>(at) + load<f32>(at, 4) + load<f32>(at, 8);
    store<u8>(ON + <usize>n, three >= 3 * part ? 1 : 0);
  }
  store<u8>(ON + <usize>steps, 0);
}

function findRun(steps: i32): void {
  let off = BRIDGE + 1;
  first = -1;
  last = -1;
  for (let n = 0; n < steps; n++) {
    if (!isOn(n)) {
      off++;
      continue;
    }
    if (off > BRIDGE) first = n;
    off = 0;
    last = n;
  }
}

/** Steps of the run that are on; between two that are, what was not heard is. */
function countRun(): i32 {
  if (first < 0) return 0;
  let on = 1;
  for (let n = first + 1; n <= last; n++) {
    if (!isOn(n)) continue;
    on += isOn(n - 1) ? numberOf(n) - numberOf(n - 1) : 1;
  }
  return on;
}

/** The mean phasors of the steps of the run that are on. */
function meanOfRun(): v128 {
  let sum = f32x4.splat(0);
  let on: f32 = 0;
  for (let n = first; n <= last; n++) {
    if (!isOn(n)) continue;
    sum = f32x4.add(sum, v128.load(phasorAt(n)));
    on += 1;
  }
  return f32x4.mul(sum, f32x4.splat(1 / on));
}

/** Is what lies before or behind the run not heard, so that it may be longer? */
function isCutOff(steps: i32): bool {
  if (first > 0 && numberOf(first) - numberOf(first - 1) > 1) return true;
  return last + 1 < steps && numberOf(last + 1) - numberOf(last) > 1;
}

/**
 * Finds where the tones are on; gives for how many steps. A codec may make 20 ms
 * much louder than the rest: what they find is measured by its own mean.
 */
function findPresence(steps: i32, loudest: v128): i32 {
  measure(steps, loudest);
  decide(steps, LITTLE);
  findRun(steps);
  if (first < 0) return 0;
  measure(steps, meanOfRun());
  decide(steps, HALF);
  findRun(steps);
  return countRun();
}

/** Are the tones on for as long as a key's are? */
export function isPresent(steps: i32, loudest: v128): bool {
  const on = findPresence(steps, loudest);
  return on >= (isCutOff(steps) ? CUT_OFF_ENOUGH : LONG_ENOUGH);
}
