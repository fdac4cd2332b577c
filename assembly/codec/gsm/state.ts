/** What one direction of one stream remembers from frame to frame. */

/** Lags reach back so many samples (ETS 300 961 §3.1.14). */
export const LONGEST_LAG: i32 = 120;
/** Lag before the first one that is decoded (§5.3.2). */
export const SHORTEST_LAG: i32 = 40;

/** The names are those of ETS 300 961 §5. */
export class GsmState {
  /** Offset compensation (§5.2.2) and pre-emphasis (§5.2.3). */
  z1: i32;
  z2: i32;
  mp: i32;
  /** LTP lag of the sub-segment before (§5.3.2) and de-emphasis (§5.3.5). */
  nrp: i32;
  msr: i32;
}

const LATTICE_AT: usize = 32;
const LARS_AT: usize = LATTICE_AT + 16;
const HISTORY_AT: usize = LARS_AT + 16;
export const HISTORY_BYTES: usize = (<usize>LONGEST_LAG) << 1;
export const STATE_BYTES: usize = HISTORY_AT + HISTORY_BYTES;

/** Memory of the short term filter: u of the encoder, v of the decoder. */
export function latticeOf(state: GsmState): usize {
  return changetype<usize>(state) + LATTICE_AT;
}

/** LARpp of the frame before. */
export function larsOf(state: GsmState): usize {
  return changetype<usize>(state) + LARS_AT;
}

/** The last 120 samples of the reconstructed residual: dp or drp. */
export function historyOf(state: GsmState): usize {
  return changetype<usize>(state) + HISTORY_AT;
}

export function resetGsm(state: GsmState): void {
  memory.fill(changetype<usize>(state), 0, STATE_BYTES);
  state.nrp = SHORTEST_LAG;
}
