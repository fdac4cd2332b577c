/**
 * The sum of voices, as one of 16-bit samples and what the limits cut off.
 *
 * Mostly they cut off nothing, and that is seen by summing twice with clipping,
 * from 0 and from 1: the sums are one apart as long as neither was clipped, and
 * the same for good from where one was, since then both are at the limit.
 *
 * The true sum S of up to 256 samples is known from its lowest 16 bits and from
 * the sum of the samples' high bytes.
 */
import { ENTRY, Tables } from "./tables";

/** More high bytes of −128 would not fit in 16 bits. */
export const MOST_PLAIN: i32 = 256;
/** Five vectors at a time: two sums of each, and a sample, fill 11 registers. */
export const SPAN: usize = 80;
/** Where what was cut off lies, behind the sums of two spans. */
export const REST: usize = 160;

/** Sums a span of each voice; false when something was to be cut off. */
export function sumQuiet(tables: Tables, from: usize, into: usize): bool {
  let sum0 = i16x8.splat(0);
  let sum1 = sum0;
  let sum2 = sum0;
  let sum3 = sum0;
  let sum4 = sum0;
  let next0 = i16x8.splat(1);
  let next1 = next0;
  let next2 = next0;
  let next3 = next0;
  let next4 = next0;
  const end = tables.talkers + <usize>tables.talking * ENTRY;
  for (let entry = tables.talkers; entry < end; entry += ENTRY) {
    const voice = load<usize>(entry) + from;
    const own0 = v128.load(voice);
    const own1 = v128.load(voice, 16);
    const own2 = v128.load(voice, 32);
    const own3 = v128.load(voice, 48);
    const own4 = v128.load(voice, 64);
    sum0 = i16x8.add_sat_s(sum0, own0);
    sum1 = i16x8.add_sat_s(sum1, own1);
    sum2 = i16x8.add_sat_s(sum2, own2);
    sum3 = i16x8.add_sat_s(sum3, own3);
    sum4 = i16x8.add_sat_s(sum4, own4);
    next0 = i16x8.add_sat_s(next0, own0);
    next1 = i16x8.add_sat_s(next1, own1);
    next2 = i16x8.add_sat_s(next2, own2);
    next3 = i16x8.add_sat_s(next3, own3);
    next4 = i16x8.add_sat_s(next4, own4);
  }
  v128.store(into, sum0);
  v128.store(into, sum1, 16);
  v128.store(into, sum2, 32);
  v128.store(into, sum3, 48);
  v128.store(into, sum4, 64);
  let same = i16x8.eq(sum0, next0);
  same = v128.or(same, i16x8.eq(sum1, next1));
  same = v128.or(same, i16x8.eq(sum2, next2));
  same = v128.or(same, i16x8.eq(sum3, next3));
  same = v128.or(same, i16x8.eq(sum4, next4));
  return !v128.any_true(same);
}

/** Writes the clipped sum of eight samples, and what clipping cut off: this. */
function keepSum(at: usize, low: v128, high: v128): v128 {
  const rest = i16x8.sub(low, i16x8.shl(high, 8));
  const first = i32x4.add(
    i32x4.shl(i32x4.extend_low_i16x8_s(high), 8),
    i32x4.extend_low_i16x8_u(rest),
  );
  const second = i32x4.add(
    i32x4.shl(i32x4.extend_high_i16x8_s(high), 8),
    i32x4.extend_high_i16x8_u(rest),
  );
  const clipped = i16x8.narrow_i32x4_s(first, second);
  v128.store(at, clipped);
  const over = i16x8.narrow_i32x4_s(
    i32x4.sub(first, i32x4.extend_low_i16x8_s(clipped)),
    i32x4.sub(second, i32x4.extend_high_i16x8_s(clipped)),
  );
  v128.store(at, over, REST);
  return over;
}

/**
 * Sums a span of up to MOST_PLAIN voices; what is cut off lies at REST. False
 * when that is nothing.
 */
export function sumLoud(tables: Tables, from: usize, into: usize): bool {
  let low0 = i16x8.splat(0);
  let low1 = low0;
  let low2 = low0;
  let low3 = low0;
  let low4 = low0;
  let high0 = low0;
  let high1 = low0;
  let high2 = low0;
  let high3 = low0;
  let high4 = low0;
  const end = tables.talkers + <usize>tables.talking * ENTRY;
  for (let entry = tables.talkers; entry < end; entry += ENTRY) {
    const voice = load<usize>(entry) + from;
    const own0 = v128.load(voice);
    low0 = i16x8.add(low0, own0);
    high0 = i16x8.add(high0, i16x8.shr_s(own0, 8));
    const own1 = v128.load(voice, 16);
    low1 = i16x8.add(low1, own1);
    high1 = i16x8.add(high1, i16x8.shr_s(own1, 8));
    const own2 = v128.load(voice, 32);
    low2 = i16x8.add(low2, own2);
    high2 = i16x8.add(high2, i16x8.shr_s(own2, 8));
    const own3 = v128.load(voice, 48);
    low3 = i16x8.add(low3, own3);
    high3 = i16x8.add(high3, i16x8.shr_s(own3, 8));
    const own4 = v128.load(voice, 64);
    low4 = i16x8.add(low4, own4);
    high4 = i16x8.add(high4, i16x8.shr_s(own4, 8));
  }
  let over = keepSum(into, low0, high0);
  over = v128.or(over, keepSum(into + 16, low1, high1));
  over = v128.or(over, keepSum(into + 32, low2, high2));
  over = v128.or(over, keepSum(into + 48, low3, high3));
  over = v128.or(over, keepSum(into + 64, low4, high4));
  return v128.any_true(over);
}
