/** ETS 300 961 §5.3.4: short term synthesis filtering. */
import { FRAME } from "../../sound";
import { GsmState, latticeOf } from "./state";
import { LAST, RP, SECOND, THIRD } from "./log_area_ratios";
import { add, multR } from "./arithmetic";

const STAGES: i32 = 8;

function filterSample(v: usize, rp: usize, sample: i32): i32 {
  let sri = sample;
  let above = 0;
  for (let stage = STAGES - 1; stage >= 0; stage--) {
    const at = (<usize>stage) << 1;
    const r = <i32>load<i16>(rp + at);
    const own = <i32>load<i16>(v + at);
    sri = add(sri, -multR(r, own));
    above = add(own, multR(r, sri));
    if (stage < STAGES - 1) store<i16>(v + at + 2, <i16>above);
  }
  store<i16>(v, <i16>sri);
  return sri;
}

function filter(state: GsmState, rp: usize, from: usize, to: usize): void {
  const v = latticeOf(state);
  for (let at = from; at < to; at += 2) {
    store<i16>(at, <i16>filterSample(v, rp, load<i16>(at)));
  }
}

/** Turns the residual at `wt` into the signal, with the coefficients of RP. */
export function filterSynthesis(state: GsmState, wt: usize): void {
  const second = wt + ((<usize>SECOND) << 1);
  const third = wt + ((<usize>THIRD) << 1);
  const last = wt + ((<usize>LAST) << 1);
  filter(state, RP, wt, second);
  filter(state, RP + 16, second, third);
  filter(state, RP + 32, third, last);
  filter(state, RP + 48, last, wt + ((<usize>FRAME) << 1));
}
