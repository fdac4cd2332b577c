/** ETS 300 961 §5.2: the RPE-LTP encoder. */
import { FRAME_BYTES } from "../../sound";
import { GsmState, HISTORY_BYTES, historyOf } from "./state";
import { SUB_SEGMENTS, subSegment } from "./parameters";
import { SUB_BYTES, filterLongTerm, reconstruct } from "./long_term_prediction";
import { findLag } from "./lag_search";
import { analyse } from "./lpc_analysis";
import { decodeRpe, encodeRpe } from "./rpe_encoding";
import { filterAnalysis } from "./analysis_filter";
import { interpolate } from "./log_area_ratios";
import { preprocess } from "./preprocessing";

/** The signal s, then the residual d. */
const S = memory.data(320, 16);
/** The reconstructed residual dp: 120 samples of the past and 160. */
const DP = memory.data(560, 16);
const DPP = memory.data(80, 16);
const EP = memory.data(80, 16);
/** The residual e between zeros, of which the weighting filter needs five. */
const E = memory.data(112, 16) + 16;

function encodeSubSegment(d: usize, dp: usize, coded: usize): void {
  findLag(d, dp, coded);
  filterLongTerm(d, dp, coded, DPP, E);
  encodeRpe(E, coded);
  decodeRpe(coded, EP);
  reconstruct(DPP, EP, dp);
}

/** Codes 160 samples at `sound` into the parameters. */
export function encodeFrame(state: GsmState, sound: usize): void {
  preprocess(state, sound, S);
  analyse(S);
  interpolate(state);
  filterAnalysis(state, S);
  memory.copy(DP, historyOf(state), HISTORY_BYTES);
  for (let number = 0; number < SUB_SEGMENTS; number++) {
    const at = <usize>number * SUB_BYTES;
    encodeSubSegment(S + at, DP + HISTORY_BYTES + at, subSegment(number));
  }
  memory.copy(historyOf(state), DP + FRAME_BYTES, HISTORY_BYTES);
}
