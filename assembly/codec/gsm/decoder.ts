/** ETS 300 961 §5.3: the RPE-LTP decoder. */
import { BC, NC, SUB_SEGMENTS, subSegment } from "./parameters";
import { FRAME_BYTES } from "../../sound";
import { GsmState, HISTORY_BYTES, LONGEST_LAG, historyOf } from "./state";
import { QLB } from "./tables";
import { SHORTEST_LAG, SUB_BYTES, reconstruct } from "./long_term_prediction";
import { add, multR } from "./arithmetic";
import { decodeRpe } from "./rpe_encoding";
import { filterSynthesis } from "./synthesis_filter";
import { interpolate } from "./log_area_ratios";

/** The reconstructed residual drp: 120 samples of the past and 160. */
const DRP = memory.data(560, 16);
const ERP = memory.data(80, 16);
const DPP = memory.data(80, 16);
/** 0.86 as a 32768th (§5.3.5). */
const BETA: i32 = 28180;

/** §5.3.2: a lag that is none is the last one again. */
function lagOf(state: GsmState, coded: usize): i32 {
  const lag = <i32>load<u8>(coded, NC);
  if (lag >= SHORTEST_LAG && lag <= LONGEST_LAG) state.nrp = lag;
  return state.nrp;
}

/** §5.3.2: long term synthesis filtering. */
function synthesizeLongTerm(state: GsmState, coded: usize, drp: usize): void {
  const past = drp - ((<usize>lagOf(state, coded)) << 1);
  const gain = v128.load16_splat(QLB + ((<usize>load<u8>(coded, BC)) << 1));
  for (let at: usize = 0; at < SUB_BYTES; at += 16) {
    const predicted = i16x8.q15mulr_sat_s(gain, v128.load(past + at));
    v128.store(DPP + at, predicted);
  }
  reconstruct(DPP, ERP, drp);
}

/** §5.3.5 to §5.3.7: de-emphasis, and back to 13 bits of 16. */
function postprocess(state: GsmState, s: usize): void {
  let msr = state.msr;
  for (let at = s; at < s + FRAME_BYTES; at += 2) {
    msr = add(load<i16>(at), multR(msr, BETA));
    store<i16>(at, <i16>(add(msr, msr) & ~7));
  }
  state.msr = msr;
}

/** Makes 160 samples at `sound` of the parameters. */
export function decodeFrame(state: GsmState, sound: usize): void {
  memory.copy(DRP, historyOf(state), HISTORY_BYTES);
  for (let number = 0; number < SUB_SEGMENTS; number++) {
    const coded = subSegment(number);
    const drp = DRP + HISTORY_BYTES + <usize>number * SUB_BYTES;
    decodeRpe(coded, ERP);
    synthesizeLongTerm(state, coded, drp);
  }
  memory.copy(historyOf(state), DRP + FRAME_BYTES, HISTORY_BYTES);
  memory.copy(sound, DRP + HISTORY_BYTES, FRAME_BYTES);
  interpolate(state);
  filterSynthesis(state, sound);
  postprocess(state, sound);
}
