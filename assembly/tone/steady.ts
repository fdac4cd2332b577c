/**
 * What the two tones of a candidate are when they are steady: how fast they
 * turn against the nominal frequencies, and how strong they are; and their
 * phasors with both of that taken out.
 */
import { NOTCH, STEP, STEPS, angleAt } from "./phasors";
import { conjugate, direction, product, sumOfAll, sumOfFirst } from "./complex";
import { energyAt, numberOf, phasorAt } from "./history";
import { toneHertz, toneTurn } from "./keys";

/** Steps that are put together to keep the other tone out: 10 ms. */
export const SMOOTH: i32 = 5;
/** Steps of the loudest part: 20 ms, half of the shortest key. */
const LOUDEST: i32 = 10;

/** The sum of SMOOTH phasors from `step` on. */
export function smoothed(step: i32): v128 {
  const at = phasorAt(step);
  const first = f32x4.add(v128.load(at), v128.load(at, 16));
  const second = f32x4.add(v128.load(at, 32), v128.load(at, 48));
  return f32x4.add(f32x4.add(first, second), v128.load(at, 64));
}

/** How both tones turn in a step, as complex numbers of length 1. */
export function turning(steps: i32): v128 {
  let sum = f32x4.splat(0);
  let before = smoothed(0);
  for (let n = 1; n + SMOOTH <= steps; n++) {
    const now = smoothed(n);
    if (numberOf(n + SMOOTH - 1) - numberOf(n - 1) == SMOOTH) {
      sum = f32x4.add(sum, product(conjugate(before), now));
    }
    before = now;
  }
  return direction(sum);
}

/** Multiplies by `turn` once for each step of the sound between two of ours. */
function turned(angle: v128, turn: v128, step: i32): v128 {
  for (let n = numberOf(step) - numberOf(step - 1); n > 0; n--) {
    angle = product(angle, turn);
  }
  return angle;
}

/** Turns all phasors back, so that steady tones stand still. */
export function standStill(steps: i32, turn: v128): void {
  const back = conjugate(turn);
  let angle = f32x4(1, 0, 1, 0);
  for (let n = 1; n < steps; n++) {
    angle = turned(angle, back, n);
    v128.store(phasorAt(n), product(v128.load(phasorAt(n)), angle));
  }
}

/** The mean phasors of the 20 ms that have most of both tones. */
export function loudest(steps: i32): v128 {
  let sum = f32x4.splat(0);
  let best = sum;
  let most: f32 = -1;
  for (let n = 0; n < steps; n++) {
    sum = f32x4.add(sum, v128.load(phasorAt(n)));
    if (n >= LOUDEST) sum = f32x4.sub(sum, v128.load(phasorAt(n - LOUDEST)));
    const size = sumOfAll(f32x4.mul(sum, sum));
    if (n < LOUDEST - 1 || size <= most) continue;
    most = size;
    best = sum;
  }
  return f32x4.mul(best, f32x4.splat(1 / <f32>LOUDEST));
}

/**
 * Of each pair: what the high tone leaves in the low one's phasors and the low
 * one in the high one's, and how far the one turns against the other in a step.
 */
const LEAKS = memory.data(512, 16);

function leakOf(low: i32, high: i32): usize {
  return LEAKS + ((<usize>((low << 2) | (high & 3))) << 5);
}

/** D(Δ): the mean of a turning number over a step; its notched mirror. */
function initLeak(low: i32, high: i32): void {
  const at = leakOf(low, high);
  const lowTurn = toneTurn(low);
  const highTurn = toneTurn(high);
  const delta = highTurn - lowTurn;
  let along: f64 = 0;
  let across: f64 = 0;
  for (let n = 0; n < STEP; n++) {
    along += Math.cos(delta * <f64>n) / <f64>STEP;
    across += Math.sin(delta * <f64>n) / <f64>STEP;
  }
  const gain =
    (2 * Math.cos(lowTurn) - NOTCH) / (2 * Math.cos(highTurn) - NOTCH);
  const cosine = gain * Math.cos(delta);
  const sine = gain * Math.sin(delta);
  store<f32>(at, <f32>along);
  store<f32>(at, <f32>across, 4);
  store<f32>(at, <f32>(along * cosine + across * sine), 8);
  store<f32>(at, <f32>(along * sine - across * cosine), 12);
  store<f32>(at, <f32>Math.cos(<f64>STEP * delta), 16);
  store<f32>(at, <f32>Math.sin(<f64>STEP * delta), 20);
}

export function initLeaks(): void {
  for (let low = 0; low < 4; low++) {
    for (let high = 4; high < 8; high++) initLeak(low, high);
  }
}

/** A number, and its mirror for the other direction. */
function mirrored(at: usize): v128 {
  return f32x4.mul(v128.load64_splat(at), f32x4(1, 1, 1, -1));
}

/**
 * Takes out what each tone leaves in the other's phasors, and the beat of both
 * from the energies.
 */
export function stopLeaks(
  steps: i32,
  tones: v128,
  turn: v128,
  low: i32,
  high: i32,
): void {
  const entry = leakOf(low, high);
  const other = v128.shuffle<i64>(turn, turn, 1, 0);
  const between = product(other, conjugate(turn));
  const rotation = product(mirrored(entry + 16), between);
  const block = numberOf(0) / STEPS;
  const start = mirrored(angleAt(toneHertz(high) - toneHertz(low), block));
  const crossed = v128.shuffle<i64>(tones, tones, 1, 0);
  let leak = product(product(v128.load(entry), start), crossed);
  for (let n = 0; n < steps; n++) {
    if (n > 0) leak = turned(leak, rotation, n);
    v128.store(phasorAt(n), f32x4.sub(v128.load(phasorAt(n)), leak));
    const beat = <f32>STEP * sumOfFirst(f32x4.mul(tones, leak));
    store<f32>(energyAt(n), load<f32>(energyAt(n)) - beat);
  }
}
