/**
 * The mix of voices whose gains change nothing, with 16-bit sums.
 *
 * The true sum S of up to 256 samples is known from its lowest 16 bits and from
 * the sum of the samples' high bytes. It is kept as A + B, where A is S clipped
 * and B is S − A clipped. S less a voice x, clipped, is then (A ⊖ x) ⊕ B, where
 * ⊖ and ⊕ clip: while A is not clipped B is 0; where it is, A ⊖ x lies between
 * 0 and the limit, and B has the limit's sign.
 */
import { ENTRY, PAIR, Tables } from "./tables";

/** More high bytes of −128 would not fit in 16 bits. */
export const MOST_PLAIN: i32 = 256;

/** Samples are summed in strips of four vectors: their sums fill 8 registers. */
const STRIP_BYTES: usize = 64;
/** The sums of a strip: four vectors A, and behind them their B. */
const SUMS = memory.data(128, 16);
const REST: usize = 64;

/** Writes A and B of eight samples. */
function keepSum(at: usize, low: v128, high: v128): void {
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
}

/** Sums the strip that begins `from` bytes behind the beginning of each voice. */
function sumStrip(tables: Tables, from: usize): void {
  let low0 = i16x8.splat(0);
  let low1 = low0;
  let low2 = low0;
  let low3 = low0;
  let high0 = low0;
  let high1 = low0;
  let high2 = low0;
  let high3 = low0;
  const end = tables.talkers + <usize>tables.talking * ENTRY;
  for (let entry = tables.talkers; entry < end; entry += ENTRY) {
    const voice = load<usize>(entry) + from;
    const own0 = v128.load(voice);
    const own1 = v128.load(voice, 16);
    const own2 = v128.load(voice, 32);
    const own3 = v128.load(voice, 48);
    low0 = i16x8.add(low0, own0);
    low1 = i16x8.add(low1, own1);
    low2 = i16x8.add(low2, own2);
    low3 = i16x8.add(low3, own3);
    high0 = i16x8.add(high0, i16x8.shr_s(own0, 8));
    high1 = i16x8.add(high1, i16x8.shr_s(own1, 8));
    high2 = i16x8.add(high2, i16x8.shr_s(own2, 8));
    high3 = i16x8.add(high3, i16x8.shr_s(own3, 8));
  }
  keepSum(SUMS, low0, high0);
  keepSum(SUMS + 16, low1, high1);
  keepSum(SUMS + 32, low2, high2);
  keepSum(SUMS + 48, low3, high3);
}

function isOverLimit(): bool {
  const first = v128.or(v128.load(SUMS, REST), v128.load(SUMS, REST + 16));
  const last = v128.or(v128.load(SUMS, REST + 32), v128.load(SUMS, REST + 48));
  return v128.any_true(v128.or(first, last));
}

/** A ⊖ x for all who talk and listen, where B is 0. */
function hearStrip(tables: Tables, from: usize): void {
  const sum0 = v128.load(SUMS);
  const sum1 = v128.load(SUMS, 16);
  const sum2 = v128.load(SUMS, 32);
  const sum3 = v128.load(SUMS, 48);
  const end = tables.both + <usize>tables.talkingToo * PAIR;
  for (let pair = tables.both; pair < end; pair += PAIR) {
    const own = load<usize>(pair) + from;
    const out = load<usize>(pair, ENTRY) + from;
    v128.store(out, i16x8.sub_sat_s(sum0, v128.load(own)));
    v128.store(out, i16x8.sub_sat_s(sum1, v128.load(own, 16)), 16);
    v128.store(out, i16x8.sub_sat_s(sum2, v128.load(own, 32)), 32);
    v128.store(out, i16x8.sub_sat_s(sum3, v128.load(own, 48)), 48);
  }
}

/** (A ⊖ x) ⊕ B. */
function hearLoudStrip(tables: Tables, from: usize): void {
  const sum0 = v128.load(SUMS);
  const sum1 = v128.load(SUMS, 16);
  const sum2 = v128.load(SUMS, 32);
  const sum3 = v128.load(SUMS, 48);
  const rest0 = v128.load(SUMS, REST);
  const rest1 = v128.load(SUMS, REST + 16);
  const rest2 = v128.load(SUMS, REST + 32);
  const rest3 = v128.load(SUMS, REST + 48);
  const end = tables.both + <usize>tables.talkingToo * PAIR;
  for (let pair = tables.both; pair < end; pair += PAIR) {
    const own = load<usize>(pair) + from;
    const out = load<usize>(pair, ENTRY) + from;
    const less0 = i16x8.sub_sat_s(sum0, v128.load(own));
    const less1 = i16x8.sub_sat_s(sum1, v128.load(own, 16));
    const less2 = i16x8.sub_sat_s(sum2, v128.load(own, 32));
    const less3 = i16x8.sub_sat_s(sum3, v128.load(own, 48));
    v128.store(out, i16x8.add_sat_s(less0, rest0));
    v128.store(out, i16x8.add_sat_s(less1, rest1), 16);
    v128.store(out, i16x8.add_sat_s(less2, rest2), 32);
    v128.store(out, i16x8.add_sat_s(less3, rest3), 48);
  }
}

/** A for all who only listen. */
function hearAllOfStrip(tables: Tables, from: usize): void {
  const end = tables.listeners + <usize>tables.listening * ENTRY;
  for (let entry = tables.listeners; entry < end; entry += ENTRY) {
    const out = load<usize>(entry) + from;
    for (let n: usize = 0; n < STRIP_BYTES; n += 16) {
      v128.store(out + n, v128.load(SUMS + n));
    }
  }
}

/** Mixes `bytes` of sound, `from` bytes behind each voice's beginning. */
export function mixPlain(tables: Tables, from: usize, bytes: usize): void {
  const end = from + bytes;
  for (; from < end; from += STRIP_BYTES) {
    sumStrip(tables, from);
    if (isOverLimit()) hearLoudStrip(tables, from);
    else hearStrip(tables, from);
    hearAllOfStrip(tables, from);
  }
}
