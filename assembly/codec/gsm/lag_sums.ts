/** What the search of a lag (ETS 300 961 §5.2.11) compares: a sum for each. */
import { LONGEST_LAG } from "./state";

/** Three lags more than there are, so that four at a time are all of them. */
const EXTRA: i32 = 3;
/** Lags that are summed together, in seven vectors. */
export const LAGS_AT_ONCE: i32 = 28;
const SUMS_BYTES: usize = 336;
const VECTOR: usize = 16;

/** Sums of 32 bits, the longest lag first. */
export const SUMS = memory.data(336, 16);

/** Place of the longest of so many lags, counted from the longest of all. */
export function placeOf(shortest: i32): i32 {
  return LONGEST_LAG - shortest - LAGS_AT_ONCE + 1;
}

/** Where the sum lies of the lag at a place; the extra ones are before 0. */
export function sumAt(place: i32): usize {
  return SUMS + ((<usize>(place + EXTRA)) << 2);
}

/** The highest of the sums; from here on those of no lag are lower than all. */
export function highest(): i32 {
  const noLag = v128.bitselect(
    i32x4.splat(i32.MIN_VALUE),
    v128.load(SUMS),
    i32x4(-1, -1, -1, 0),
  );
  v128.store(SUMS, noLag);
  let peak = noLag;
  for (let at = VECTOR; at < SUMS_BYTES; at += VECTOR) {
    peak = i32x4.max_s(peak, v128.load(SUMS + at));
  }
  peak = i32x4.max_s(peak, v128.shuffle<i32>(peak, peak, 2, 3, 0, 1));
  const first = i32x4.extract_lane(peak, 0);
  return max(first, i32x4.extract_lane(peak, 1));
}

/** How many lags have a sum not below `least`. */
export function countFrom(least: i32): i32 {
  const limit = i32x4.splat(least);
  let count = 0;
  for (let at: usize = 0; at < SUMS_BYTES; at += VECTOR) {
    const above = i32x4.ge_s(v128.load(SUMS + at), limit);
    count += popcnt(i32x4.bitmask(above));
  }
  return count;
}

/** The shortest lag that has this sum. */
export function lagOf(sum: i32): i32 {
  const wanted = i32x4.splat(sum);
  let at = SUMS_BYTES;
  let found = 0;
  while (!found && at) {
    at -= VECTOR;
    found = i32x4.bitmask(i32x4.eq(wanted, v128.load(SUMS + at)));
  }
  const lane = 31 - <i32>clz(found);
  return LONGEST_LAG + EXTRA - lane - <i32>(at >> 2);
}
