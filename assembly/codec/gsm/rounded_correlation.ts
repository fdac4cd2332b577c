/**
 * The correlation of ETS 300 961 §5.2.11 as libgsm makes it, wherever it was
 * built as its makefile says: numbers of single precision, added one by one.
 * Above 2^24 they are rounded, which may make another lag the best.
 */
import { LAGS_AT_ONCE, placeOf, sumAt } from "./lag_sums";
import { LONGEST_LAG, SHORTEST_LAG } from "./state";
import { SUB_SEGMENT } from "./long_term_prediction";
import { magnitudes, peakOf, total } from "./arithmetic";

/** f32: the past, three more before it, and what is correlated with it. */
const PAST = memory.data(496, 16) + 16;
const WT = memory.data(160, 16);
const WT_END = WT + ((<usize>SUB_SEGMENT) << 2);
/** Bits of a number of single precision. */
const PRECISION: i32 = 24;
/** What all 40 roundings may make of a sum, were it ever so large. */
const WORST: i32 = 40 << 5;

function widen(from: usize, to: usize, samples: i32): void {
  const end = from + ((<usize>samples) << 1);
  for (; from < end; from += 16, to += 32) {
    const low = i32x4.extend_low_i16x8_s(v128.load(from));
    const high = i32x4.extend_high_i16x8_s(v128.load(from));
    v128.store(to, f32x4.convert_i32x4_s(low));
    v128.store(to, f32x4.convert_i32x4_s(high), 16);
  }
}

/** 28 lags from `shortest` on, in seven vectors. */
function correlateSome(shortest: i32): void {
  const lowest = placeOf(shortest);
  let past = PAST + ((<isize>lowest) << 2);
  let a = f32x4.splat(0);
  let b = a;
  let c = a;
  let d = a;
  let e = a;
  let f = a;
  let g = a;
  for (let wt = WT; wt < WT_END; wt += 4, past += 4) {
    const w = v128.load32_splat(wt);
    a = f32x4.add(a, f32x4.mul(w, v128.load(past)));
    b = f32x4.add(b, f32x4.mul(w, v128.load(past, 16)));
    c = f32x4.add(c, f32x4.mul(w, v128.load(past, 32)));
    d = f32x4.add(d, f32x4.mul(w, v128.load(past, 48)));
    e = f32x4.add(e, f32x4.mul(w, v128.load(past, 64)));
    f = f32x4.add(f, f32x4.mul(w, v128.load(past, 80)));
    g = f32x4.add(g, f32x4.mul(w, v128.load(past, 96)));
  }
  const sums = sumAt(lowest);
  v128.store(sums, i32x4.trunc_sat_f32x4_s(a));
  v128.store(sums, i32x4.trunc_sat_f32x4_s(b), 16);
  v128.store(sums, i32x4.trunc_sat_f32x4_s(c), 32);
  v128.store(sums, i32x4.trunc_sat_f32x4_s(d), 48);
  v128.store(sums, i32x4.trunc_sat_f32x4_s(e), 64);
  v128.store(sums, i32x4.trunc_sat_f32x4_s(f), 80);
  v128.store(sums, i32x4.trunc_sat_f32x4_s(g), 96);
}

/** Fills SUMS for 40 samples at `wt` and the 120 before `dp`. */
export function correlateRounded(wt: usize, dp: usize): void {
  widen(wt, WT, SUB_SEGMENT);
  widen(dp - ((<usize>LONGEST_LAG) << 1), PAST, LONGEST_LAG);
  for (let lag = SHORTEST_LAG; lag <= LONGEST_LAG; lag += LAGS_AT_ONCE) {
    correlateSome(lag);
  }
}

/**
 * By how much such a sum may be off: no partial sum is above all magnitudes of
 * `wt` times the largest of the past, and each of 40 steps rounds by at most
 * half of what the last bit of that counts.
 */
export function roundingOf(wt: usize, dp: usize): i32 {
  let sizes = i32x4.splat(0);
  const ones = i16x8.splat(1);
  for (let at: usize = 0; at < (<usize>SUB_SEGMENT) << 1; at += 16) {
    const some = i32x4.dot_i16x8_s(magnitudes(v128.load(wt + at)), ones);
    sizes = i32x4.add(sizes, some);
  }
  const past = dp - ((<usize>LONGEST_LAG) << 1);
  const most = total(sizes) * peakOf(past, LONGEST_LAG) + WORST;
  const bits = 32 - <i32>clz(most);
  return bits > PRECISION ? SUB_SEGMENT << (bits - PRECISION - 1) : 0;
}
