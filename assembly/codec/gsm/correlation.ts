/**
 * ETS 300 961 §5.2.11: the correlation of a sub-segment with the residual
 * before it at every lag, in whole numbers as the recommendation has it. A
 * lane is a lag; each step takes two samples.
 */
import { LAGS_AT_ONCE, placeOf, sumAt } from "./lag_sums";
import { LONGEST_LAG, SHORTEST_LAG } from "./state";
import { SUB_BYTES } from "./long_term_prediction";

/** Every sample of the past with the next one; three more before them. */
const PAIRS = memory.data(512, 16) + 16;
const PAIRS_END = PAIRS + ((<usize>LONGEST_LAG) << 2);

function pair(dp: usize): void {
  let from = dp - ((<usize>LONGEST_LAG) << 1);
  for (let to = PAIRS; to < PAIRS_END; to += 32, from += 16) {
    const own = v128.load(from);
    const next = v128.load(from, 2);
    const low = v128.shuffle<i16>(own, next, 0, 8, 1, 9, 2, 10, 3, 11);
    const high = v128.shuffle<i16>(own, next, 4, 12, 5, 13, 6, 14, 7, 15);
    v128.store(to, low);
    v128.store(to, high, 16);
  }
}

function product(past: usize, pairs: v128): v128 {
  return i32x4.dot_i16x8_s(v128.load(past), pairs);
}

/** 28 lags from `shortest` on, in seven vectors. */
function correlateSome(wt: usize, shortest: i32): void {
  const lowest = placeOf(shortest);
  let past = PAIRS + ((<isize>lowest) << 2);
  let a = i32x4.splat(0);
  let b = a;
  let c = a;
  let d = a;
  let e = a;
  let f = a;
  let g = a;
  for (const end = wt + SUB_BYTES; wt < end; wt += 4, past += 8) {
    const pairs = v128.load32_splat(wt);
    a = i32x4.add(a, product(past, pairs));
    b = i32x4.add(b, product(past + 16, pairs));
    c = i32x4.add(c, product(past + 32, pairs));
    d = i32x4.add(d, product(past + 48, pairs));
    e = i32x4.add(e, product(past + 64, pairs));
    f = i32x4.add(f, product(past + 80, pairs));
    g = i32x4.add(g, product(past + 96, pairs));
  }
  const sums = sumAt(lowest);
  v128.store(sums, a);
  v128.store(sums, b, 16);
  v128.store(sums, c, 32);
  v128.store(sums, d, 48);
  v128.store(sums, e, 64);
  v128.store(sums, f, 80);
  v128.store(sums, g, 96);
}

/** Fills SUMS for 40 samples at `wt` and the 120 before `dp`. */
export function correlate(wt: usize, dp: usize): void {
  pair(dp);
  for (let lag = SHORTEST_LAG; lag <= LONGEST_LAG; lag += LAGS_AT_ONCE) {
    correlateSome(wt, lag);
  }
}
