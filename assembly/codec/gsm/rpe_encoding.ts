/**
 * ETS 300 961 §5.2.13 to §5.2.17: the residual of the long term prediction
 * becomes one of four grids of 13 pulses.
 */
import { MC } from "./parameters";
import { PULSES, dequantize, quantize } from "./apcm";
import { SUB_BYTES } from "./long_term_prediction";
import { H } from "./tables";

const TAPS_BYTES: usize = 24;
const GRIDS: i32 = 4;
/** From one pulse of a grid to the next. */
const STRIDE: usize = 6;

/** The weighted residual. */
const X = memory.data(80, 16);
/** The pulses of the best grid, then as they are decoded; three zeros behind. */
const XM = memory.data(32, 16);
const XMP = memory.data(32, 16);

/** Four samples of the filter's result, two apart. */
function weighEveryOther(e: usize): v128 {
  let sum = i32x4.splat(4096);
  for (let tap: usize = 0; tap < TAPS_BYTES; tap += 4) {
    const products = i32x4.dot_i16x8_s(
      v128.load(e + tap),
      v128.load32_splat(H + tap),
    );
    sum = i32x4.add(sum, products);
  }
  return i32x4.shr_s(sum, 13);
}

/** §5.2.13: weighting filter. Five samples around `e` have to be 0. */
function weigh(e: usize): void {
  for (let at: usize = 0; at < SUB_BYTES; at += 16) {
    const even = weighEveryOther(e + at - 10);
    const odd = weighEveryOther(e + at - 8);
    const apart = i16x8.narrow_i32x4_s(even, odd);
    const woven = v128.shuffle<i16>(apart, apart, 0, 4, 1, 5, 2, 6, 3, 7);
    v128.store(X + at, woven);
  }
}

function energyOf(grid: i32): i32 {
  let energy = 0;
  const first = X + ((<usize>grid) << 1);
  for (let at = first; at < first + <usize>PULSES * STRIDE; at += STRIDE) {
    const quarter = (<i32>load<i16>(at)) >> 2;
    energy += quarter * quarter;
  }
  return energy;
}

/** §5.2.14: the grid with the most energy, or the first of them. */
function bestGrid(): i32 {
  let best = 0;
  let most = 0;
  for (let grid = 0; grid < GRIDS; grid++) {
    const energy = energyOf(grid);
    if (energy <= most) continue;
    most = energy;
    best = grid;
  }
  return best;
}

function gather(grid: i32): void {
  let from = X + ((<usize>grid) << 1);
  for (let to = XM; to < XM + 26; to += 2, from += STRIDE) {
    store<i16>(to, load<i16>(from));
  }
}

/** §5.2.17: grid positioning. `ep` gets the decoded pulses and 0 between. */
export function decodeRpe(coded: usize, ep: usize): void {
  dequantize(coded, XMP);
  memory.fill(ep, 0, SUB_BYTES);
  let to = ep + ((<usize>load<u8>(coded, MC)) << 1);
  for (let from = XMP; from < XMP + 26; from += 2, to += STRIDE) {
    store<i16>(to, load<i16>(from));
  }
}

/** Codes the residual `e`, around which five samples have to be 0. */
export function encodeRpe(e: usize, coded: usize): void {
  weigh(e);
  const grid = bestGrid();
  gather(grid);
  store<u8>(coded, grid, MC);
  quantize(XM, coded);
}
