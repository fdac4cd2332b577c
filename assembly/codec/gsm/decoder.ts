/** ETS 300 961 §5.3: the RPE-LTP decoder. */
import { NC, SUB_SEGMENTS, subSegment } from "./parameters";
import { FRAME_BYTES } from "../../sound";
import {
  GsmState,
  HISTORY_BYTES,
  LONGEST_LAG,
  SHORTEST_LAG,
  historyOf,
} from "./state";
import { SUB_BYTES, predict, reconstruct } from "./long_term_prediction";
import { decodeRpe } from "./rpe_encoding";
import { interpolate } from "./log_area_ratios";
import { synthesize } from "./synthesis";

/** The reconstructed residual drp: 120 samples of the past and 160. */
const DRP = memory.data(560, 16);
const ERP = memory.data(80, 16);
const DPP = memory.data(80, 16);

/** §5.3.2: a lag that is none is the last one again. */
function lagOf(state: GsmState, coded: usize): i32 {
  const lag = <i32>load<u8>(coded, NC);
  if (lag >= SHORTEST_LAG && lag <= LONGEST_LAG) state.nrp = lag;
  return state.nrp;
}

/** §5.3.2: long term synthesis filtering. */
function synthesizeLongTerm(state: GsmState, coded: usize, drp: usize): void {
  predict(drp, lagOf(state, coded), coded, DPP);
  reconstruct(DPP, ERP, drp);
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
  interpolate(state);
  synthesize(state, DRP + HISTORY_BYTES, sound);
}
