/**
 * ETS 300 961 §5.2.10: short term analysis filtering. The lattice looks back
 * one sample in each of its eight stages and never at its own result, so eight
 * samples go through a stage at once.
 */
import { FRAME_BYTES } from "../../sound";
import { LAST, RP, SECOND, THIRD } from "./log_area_ratios";
import { GsmState, latticeOf } from "./state";

const STAGES_BYTES: usize = 8 << 4;
/** For each stage its coefficient for eight samples. */
const COEFFICIENTS = memory.data(128, 16);
/** For each stage the eight samples that came before, of which one counts. */
const BEFORE = memory.data(128, 16);
/** Eight lanes that are not set, then eight that are. */
const LANES = memory.data<i16>(
  [0, 0, 0, 0, 0, 0, 0, 0, -1, -1, -1, -1, -1, -1, -1, -1],
  16,
);

/** Coefficients of one set up to sample `change` of eight, then of the next. */
function choose(set: usize, change: i32): void {
  const late = v128.load(LANES + 16 - ((<usize>change) << 1));
  for (let stage: usize = 0; stage < STAGES_BYTES; stage += 16) {
    const own = v128.load16_splat(set + (stage >> 3));
    const next = v128.load16_splat(set + (stage >> 3), 16);
    v128.store(COEFFICIENTS + stage, v128.bitselect(next, own, late));
  }
}

/** Filters the samples from `s` to `end` in place, eight at once. */
function filter(s: usize, end: usize): void {
  for (; s < end; s += 16) {
    let di = v128.load(s);
    let sav = di;
    for (let stage: usize = 0; stage < STAGES_BYTES; stage += 16) {
      const rp = v128.load(COEFFICIENTS + stage);
      const before = v128.load(BEFORE + stage);
      const u = v128.shuffle<i16>(before, sav, 7, 8, 9, 10, 11, 12, 13, 14);
      v128.store(BEFORE + stage, sav);
      sav = i16x8.add_sat_s(u, i16x8.q15mulr_sat_s(rp, di));
      di = i16x8.add_sat_s(di, i16x8.q15mulr_sat_s(rp, u));
    }
    v128.store(s, di);
  }
}

function restore(u: usize): void {
  for (let stage: usize = 0; stage < STAGES_BYTES; stage += 16) {
    v128.store(BEFORE + stage, v128.load16_splat(u + (stage >> 3)));
  }
}

function keep(u: usize): void {
  for (let stage: usize = 0; stage < STAGES_BYTES; stage += 16) {
    store<i16>(u + (stage >> 3), load<i16>(BEFORE + stage + 14));
  }
}

/** Turns the signal at `s` into the residual d, with the coefficients of RP. */
export function filterAnalysis(state: GsmState, s: usize): void {
  restore(latticeOf(state));
  choose(RP, 8);
  filter(s, s + 16);
  choose(RP, SECOND - 8);
  filter(s + 16, s + 32);
  choose(RP + 16, 8);
  filter(s + 32, s + 48);
  choose(RP + 16, THIRD - 24);
  filter(s + 48, s + 64);
  choose(RP + 32, 8);
  filter(s + 64, s + ((<usize>LAST) << 1));
  choose(RP + 32, 0);
  filter(s + ((<usize>LAST) << 1), s + FRAME_BYTES);
  keep(latticeOf(state));
}
