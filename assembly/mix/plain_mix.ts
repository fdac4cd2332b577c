/**
 * The mix of voices whose gains change nothing, with 16-bit sums.
 *
 * A sum S is kept as A + B, where A is S clipped and B is S − A clipped. S less
 * a voice x, clipped, is then (A ⊖ x) ⊕ B, where ⊖ and ⊕ clip: while A is not
 * clipped B is 0; where it is, A ⊖ x lies between 0 and the limit, and B has the
 * limit's sign.
 */
import { ENTRY, PAIR, Tables } from "./tables";
import { REST, SPAN, sumLoud, sumQuiet } from "./plain_sum";

/** Sound is mixed in strips of two spans. */
const STRIP: usize = 2 * SPAN;
/** The sums A of a strip, and behind them their B. */
const SUMS = memory.data(320, 16);
/** Loud voices leave some strips whole: quiet is hoped for after 80 ms. */
const STAYS_LOUD: i32 = 8;

/** A ⊖ x for all who talk and listen, where B is 0. */
function hearQuiet(tables: Tables, from: usize): void {
  const sum0 = v128.load(SUMS);
  const sum1 = v128.load(SUMS, 16);
  const sum2 = v128.load(SUMS, 32);
  const sum3 = v128.load(SUMS, 48);
  const sum4 = v128.load(SUMS, 64);
  const sum5 = v128.load(SUMS, 80);
  const sum6 = v128.load(SUMS, 96);
  const sum7 = v128.load(SUMS, 112);
  const sum8 = v128.load(SUMS, 128);
  const sum9 = v128.load(SUMS, 144);
  const end = tables.both + <usize>tables.talkingToo * PAIR;
  for (let pair = tables.both; pair < end; pair += PAIR) {
    const own = load<usize>(pair) + from;
    const out = load<usize>(pair, ENTRY) + from;
    v128.store(out, i16x8.sub_sat_s(sum0, v128.load(own)));
    v128.store(out, i16x8.sub_sat_s(sum1, v128.load(own, 16)), 16);
    v128.store(out, i16x8.sub_sat_s(sum2, v128.load(own, 32)), 32);
    v128.store(out, i16x8.sub_sat_s(sum3, v128.load(own, 48)), 48);
    v128.store(out, i16x8.sub_sat_s(sum4, v128.load(own, 64)), 64);
    v128.store(out, i16x8.sub_sat_s(sum5, v128.load(own, 80)), 80);
    v128.store(out, i16x8.sub_sat_s(sum6, v128.load(own, 96)), 96);
    v128.store(out, i16x8.sub_sat_s(sum7, v128.load(own, 112)), 112);
    v128.store(out, i16x8.sub_sat_s(sum8, v128.load(own, 128)), 128);
    v128.store(out, i16x8.sub_sat_s(sum9, v128.load(own, 144)), 144);
  }
}

/** (A ⊖ x) ⊕ B, for a span of which A lies at `sums`. */
function hearLoud(tables: Tables, from: usize, sums: usize): void {
  const sum0 = v128.load(sums);
  const sum1 = v128.load(sums, 16);
  const sum2 = v128.load(sums, 32);
  const sum3 = v128.load(sums, 48);
  const sum4 = v128.load(sums, 64);
  const rest0 = v128.load(sums, REST);
  const rest1 = v128.load(sums, REST + 16);
  const rest2 = v128.load(sums, REST + 32);
  const rest3 = v128.load(sums, REST + 48);
  const rest4 = v128.load(sums, REST + 64);
  const end = tables.both + <usize>tables.talkingToo * PAIR;
  for (let pair = tables.both; pair < end; pair += PAIR) {
    const own = load<usize>(pair) + from;
    const out = load<usize>(pair, ENTRY) + from;
    const less0 = i16x8.sub_sat_s(sum0, v128.load(own));
    v128.store(out, i16x8.add_sat_s(less0, rest0));
    const less1 = i16x8.sub_sat_s(sum1, v128.load(own, 16));
    v128.store(out, i16x8.add_sat_s(less1, rest1), 16);
    const less2 = i16x8.sub_sat_s(sum2, v128.load(own, 32));
    v128.store(out, i16x8.add_sat_s(less2, rest2), 32);
    const less3 = i16x8.sub_sat_s(sum3, v128.load(own, 48));
    v128.store(out, i16x8.add_sat_s(less3, rest3), 48);
    const less4 = i16x8.sub_sat_s(sum4, v128.load(own, 64));
    v128.store(out, i16x8.add_sat_s(less4, rest4), 64);
  }
}

/** A for all who only listen. */
function hearAll(tables: Tables, from: usize): void {
  const end = tables.listeners + <usize>tables.listening * ENTRY;
  for (let entry = tables.listeners; entry < end; entry += ENTRY) {
    const out = load<usize>(entry) + from;
    for (let n: usize = 0; n < STRIP; n += 16) {
      v128.store(out + n, v128.load(SUMS + n));
    }
  }
}

function mixQuiet(tables: Tables, from: usize): bool {
  if (!sumQuiet(tables, from, SUMS)) return false;
  if (!sumQuiet(tables, from + SPAN, SUMS + SPAN)) return false;
  hearQuiet(tables, from);
  return true;
}

function mixLoudSpan(tables: Tables, from: usize, sums: usize): bool {
  const loud = sumLoud(tables, from, sums);
  hearLoud(tables, from, sums);
  return loud;
}

function mixLoud(tables: Tables, from: usize): void {
  const first = mixLoudSpan(tables, from, SUMS);
  const second = mixLoudSpan(tables, from + SPAN, SUMS + SPAN);
  tables.loud = first || second ? STAYS_LOUD : max(0, tables.loud - 1);
}

/** To find that a strip is not quiet is half of its work: done once, not again. */
function mixStrip(tables: Tables, from: usize): void {
  if (tables.loud > 0 || !mixQuiet(tables, from)) mixLoud(tables, from);
  hearAll(tables, from);
}

/** Mixes `bytes` of sound, `from` bytes behind each voice's beginning. */
export function mixPlain(tables: Tables, from: usize, bytes: usize): void {
  const end = from + bytes;
  for (; from < end; from += STRIP) mixStrip(tables, from);
}
