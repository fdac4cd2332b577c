/**
 * ETS 300 961 §5.2.11 and §5.2.12: long term prediction of a sub-segment of
 * 40 samples from the 120 before it.
 */
import { BC, NC } from "./parameters";
import { DLB, QLB, entry } from "./tables";
import { norm, peakOf, total } from "./arithmetic";
import { LONGEST_LAG } from "./state";

export const SUB_SEGMENT: i32 = 40;
export const SUB_BYTES: usize = (<usize>SUB_SEGMENT) << 1;
export const SHORTEST_LAG: i32 = 40;

/** Lags whose correlations are summed side by side, four in a vector. */
const LAGS_AT_ONCE: i32 = 28;
/** The residual before, and three more so that all lags make whole vectors. */
const PAST = memory.data(492, 16) + 12;
const WT = memory.data(160, 16);
/** The correlation of each lag, and of three more. */
const SUMS = memory.data(336, 16);

/** Turns 16-bit samples, a multiple of eight, into numbers of f32. */
function widen(from: usize, to: usize, count: i32, shift: i32): void {
  const end = from + ((<usize>count) << 1);
  for (; from < end; from += 16, to += 32) {
    const samples = i16x8.shr_s(v128.load(from), shift);
    const low = i32x4.extend_low_i16x8_s(samples);
    const high = i32x4.extend_high_i16x8_s(samples);
    v128.store(to, f32x4.convert_i32x4_s(low));
    v128.store(to, f32x4.convert_i32x4_s(high), 16);
  }
}

/** Correlations of WT with the past at 28 lags, each summed in order. */
function correlate(shortest: i32): void {
  const lowest = LONGEST_LAG - shortest - LAGS_AT_ONCE + 1;
  let past = PAST + ((<isize>lowest) << 2);
  let a = f32x4.splat(0);
  let b = a;
  let c = a;
  let d = a;
  let e = a;
  let f = a;
  let g = a;
  for (let wt = WT; wt < WT + 160; wt += 4, past += 4) {
    const w = v128.load32_splat(wt);
    a = f32x4.add(a, f32x4.mul(w, v128.load(past)));
    b = f32x4.add(b, f32x4.mul(w, v128.load(past, 16)));
    c = f32x4.add(c, f32x4.mul(w, v128.load(past, 32)));
    d = f32x4.add(d, f32x4.mul(w, v128.load(past, 48)));
    e = f32x4.add(e, f32x4.mul(w, v128.load(past, 64)));
    f = f32x4.add(f, f32x4.mul(w, v128.load(past, 80)));
    g = f32x4.add(g, f32x4.mul(w, v128.load(past, 96)));
  }
  const sums = SUMS + 12 + ((<isize>lowest) << 2);
  v128.store(sums, a);
  v128.store(sums, b, 16);
  v128.store(sums, c, 32);
  v128.store(sums, d, 48);
  v128.store(sums, e, 64);
  v128.store(sums, f, 80);
  v128.store(sums, g, 96);
}

/** The highest of the sums. */
function highest(): f32 {
  const noLag = i32x4(0, 0, 0, -1);
  let peak = v128.and(v128.load(SUMS), noLag);
  v128.store(SUMS, peak);
  for (let at: usize = 16; at < 336; at += 16) {
    peak = f32x4.max(peak, v128.load(SUMS + at));
  }
  peak = f32x4.max(peak, v128.shuffle<i32>(peak, peak, 2, 3, 0, 1));
  const first = f32x4.extract_lane(peak, 0);
  return max(first, f32x4.extract_lane(peak, 1));
}

/** The shortest lag that has this correlation. */
function lagOf(peak: f32): i32 {
  const peaks = f32x4.splat(peak);
  let at: usize = 320;
  let found = i32x4.bitmask(f32x4.eq(peaks, v128.load(SUMS + at)));
  while (!found) {
    at -= 16;
    found = i32x4.bitmask(f32x4.eq(peaks, v128.load(SUMS + at)));
  }
  const lane = 31 - <i32>clz(found);
  return LONGEST_LAG + 3 - lane - <i32>(at >> 2);
}

/** §5.2.11: energy of what is predicted from. */
function powerOf(from: usize): i32 {
  let sum = i32x4.splat(0);
  for (let at: usize = 0; at < SUB_BYTES; at += 16) {
    const eighths = i16x8.shr_s(v128.load(from + at), 3);
    sum = i32x4.add(sum, i32x4.dot_i16x8_s(eighths, eighths));
  }
  return total(sum) << 1;
}

/** §5.2.11: the coded gain for a correlation and an energy. */
function codeGain(correlation: i32, power: i32): i32 {
  if (correlation <= 0) return 0;
  if (correlation >= power) return 3;
  const shift = norm(power);
  const r = (correlation << shift) >> 16;
  const s = (power << shift) >> 16;
  let bc = 0;
  while (bc < 3 && r > (s * entry(DLB, bc)) >> 15) bc++;
  return bc;
}

/** §5.2.11: finds and codes lag and gain of the sub-segment `d`. */
export function findLag(d: usize, dp: usize, coded: usize): void {
  const peak = peakOf(d, SUB_SEGMENT);
  const scal = peak ? max(6 - norm(peak << 16), 0) : 6;
  widen(d, WT, SUB_SEGMENT, scal);
  widen(dp - ((<usize>LONGEST_LAG) << 1), PAST, LONGEST_LAG, 0);
  for (let lag = SHORTEST_LAG; lag <= LONGEST_LAG; lag += LAGS_AT_ONCE) {
    correlate(lag);
  }
  const best = highest();
  const nc = best > 0 ? lagOf(best) : SHORTEST_LAG;
  const correlation = ((<i32>best) << 1) >> (6 - scal);
  store<u8>(coded, nc, NC);
  const power = powerOf(dp - ((<usize>nc) << 1));
  store<u8>(coded, codeGain(correlation, power), BC);
}

/** §5.2.12: `dpp`, what is predicted, and `e`, what remains of `d`. */
export function filterLongTerm(
  d: usize,
  dp: usize,
  coded: usize,
  dpp: usize,
  e: usize,
): void {
  const past = dp - ((<usize>load<u8>(coded, NC)) << 1);
  const gain = v128.load16_splat(QLB + ((<usize>load<u8>(coded, BC)) << 1));
  for (let at: usize = 0; at < SUB_BYTES; at += 16) {
    const predicted = i16x8.q15mulr_sat_s(gain, v128.load(past + at));
    v128.store(dpp + at, predicted);
    v128.store(e + at, i16x8.sub_sat_s(v128.load(d + at), predicted));
  }
}

/** dp = dpp + ep (§5.2.12 and, of the decoder, §5.3.2). */
export function reconstruct(dpp: usize, ep: usize, dp: usize): void {
  for (let at: usize = 0; at < SUB_BYTES; at += 16) {
    const sum = i16x8.add_sat_s(v128.load(ep + at), v128.load(dpp + at));
    v128.store(dp + at, sum);
  }
}
