/**
 * ETS 300 961 §5.3.4 to §5.3.7: short term synthesis filtering, de-emphasis,
 * and back to 13 bits of 16.
 *
 * A sample goes through the eight stages of the lattice at once: what each
 * takes away from it is summed by doubling steps, with lane i for stage i. That
 * is exact as long as no difference on the way leaves 16 bits; where one does,
 * the stretch is filtered again, stage by stage.
 */
import { FRAME } from "../../sound";
import { GsmState, latticeOf } from "./state";
import { LAST, RP, SECOND, THIRD } from "./log_area_ratios";
import { add, multR } from "./arithmetic";
import { entry } from "./tables";

const TOP_STAGE: i32 = 7;
/** 0.86 as a 32768th (§5.3.5). */
const BETA: i32 = 28180;

/** §5.3.5: de-emphasis of one sample. */
function deemphasize(sr: i32, msr: i32): i32 {
  return add(sr, multR(msr, BETA));
}

/** §5.3.6 and §5.3.7: upscaling and truncation. */
function output(msr: i32): i16 {
  return <i16>(add(msr, msr) & ~7);
}

/** §5.3.4: one sample through the lattice `v`. */
function filterByStage(v: usize, rp: usize, sample: i32): i32 {
  let sri = add(sample, -multR(entry(rp, TOP_STAGE), entry(v, TOP_STAGE)));
  for (let stage = TOP_STAGE; stage-- > 0; ) {
    const r = entry(rp, stage);
    const own = entry(v, stage);
    sri = add(sri, -multR(r, own));
    store<i16>(v + ((<usize>stage + 1) << 1), <i16>add(own, multR(r, sri)));
  }
  store<i16>(v, <i16>sri);
  return sri;
}

/** Makes sound at `out` of the residual from `wt` to `end`. */
function synthesizeByStage(
  state: GsmState,
  rp: usize,
  wt: usize,
  end: usize,
  out: usize,
): void {
  const v = latticeOf(state);
  let msr = state.msr;
  for (; wt < end; wt += 2, out += 2) {
    msr = deemphasize(filterByStage(v, rp, load<i16>(wt)), msr);
    store<i16>(out, output(msr));
  }
  state.msr = msr;
}

/** The same at once; false, and the state as it was, where that is not exact. */
function synthesizeAtOnce(
  state: GsmState,
  rp: usize,
  wt: usize,
  end: usize,
  out: usize,
): bool {
  const none = i16x8.splat(0);
  const r = v128.load(rp);
  const rUp = v128.shuffle<i16>(none, r, 7, 8, 9, 10, 11, 12, 13, 14);
  const topTwo = i16x8(0, 0, 0, 0, 0, 0, -1, -1);
  let v = v128.load(latticeOf(state));
  let wrong = none;
  let msr = state.msr;
  for (; wt < end; wt += 2, out += 2) {
    const sample = v128.load16_splat(wt);
    const m = i16x8.q15mulr_sat_s(r, v);
    const m1 = v128.shuffle<i16>(m, none, 1, 2, 3, 4, 5, 6, 7, 8);
    const a = i16x8.sub(i16x8.sub(v128.and(sample, topTwo), m), m1);
    const a2 = v128.shuffle<i16>(a, none, 2, 3, 4, 5, 6, 7, 8, 9);
    const b = i16x8.add(a, a2);
    const b4 = v128.shuffle<i16>(b, none, 4, 5, 6, 7, 8, 9, 10, 11);
    const sri = i16x8.add(b, b4);
    const bUp = v128.shuffle<i16>(none, b, 7, 8, 9, 10, 11, 12, 13, 14);
    const b3 = v128.shuffle<i16>(b, none, 3, 4, 5, 6, 7, 8, 9, 10);
    const sriUp = i16x8.add(bUp, b3);
    const vUp = v128.shuffle<i16>(none, v, 7, 8, 9, 10, 11, 12, 13, 14);
    const own = v128.shuffle<i16>(sri, vUp, 0, 9, 10, 11, 12, 13, 14, 15);
    v = i16x8.add_sat_s(own, i16x8.q15mulr_sat_s(rUp, sriUp));
    const above = v128.shuffle<i16>(sri, sample, 1, 2, 3, 4, 5, 6, 7, 8);
    const exact = i16x8.sub_sat_s(above, m);
    wrong = v128.or(wrong, v128.xor(exact, sri));
    msr = deemphasize(i16x8.extract_lane_s(sri, 0), msr);
    store<i16>(out, output(msr));
  }
  if (v128.any_true(wrong)) return false;
  v128.store(latticeOf(state), v);
  state.msr = msr;
  return true;
}

/** Samples `first` up to `next` of a frame, with one set of coefficients. */
function synthesizePart(
  state: GsmState,
  rp: usize,
  wt: usize,
  out: usize,
  first: i32,
  next: i32,
): void {
  const from = wt + ((<usize>first) << 1);
  const end = wt + ((<usize>next) << 1);
  const to = out + ((<usize>first) << 1);
  if (synthesizeAtOnce(state, rp, from, end, to)) return;
  synthesizeByStage(state, rp, from, end, to);
}

/** Makes 160 samples of the residual at `wt`, with the coefficients of RP. */
export function synthesize(state: GsmState, wt: usize, out: usize): void {
  synthesizePart(state, RP, wt, out, 0, SECOND);
  synthesizePart(state, RP + 16, wt, out, SECOND, THIRD);
  synthesizePart(state, RP + 32, wt, out, THIRD, LAST);
  synthesizePart(state, RP + 48, wt, out, LAST, FRAME);
}
