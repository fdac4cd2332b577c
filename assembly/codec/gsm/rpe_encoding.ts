/**
 * ETS 300 961 §5.2.13 to §5.2.17: the residual of the long term prediction
 * becomes one of four grids of 13 pulses.
 */
import { MC } from "./parameters";
import { dequantize, quantize } from "./apcm";
import { SUB_BYTES } from "./long_term_prediction";
import { H } from "./tables";
import { total } from "./arithmetic";

const TAPS_BYTES: usize = 24;
/** From one pulse of a grid to the next. */
const STRIDE: usize = 6;

/** The weighted residual. */
const X = memory.data(80, 16);
/** The pulses of the best grid, then as they are decoded; three zeros behind. */
const XM = memory.data(32, 16);
const XMP = memory.data(32, 16);

/** Eight samples of the filter's result; those of an even place are summed apart. */
function weighEight(e: usize): v128 {
  let even = i32x4.splat(4096);
  let odd = even;
  for (let tap: usize = 0; tap < TAPS_BYTES; tap += 4) {
    const taps = v128.load32_splat(H + tap);
    const own = v128.load(e + tap);
    const next = v128.load(e + tap, 2);
    even = i32x4.add(even, i32x4.dot_i16x8_s(own, taps));
    odd = i32x4.add(odd, i32x4.dot_i16x8_s(next, taps));
  }
  const evens = i32x4.shr_s(even, 13);
  const apart = i16x8.narrow_i32x4_s(evens, i32x4.shr_s(odd, 13));
  return v128.shuffle<i16>(apart, apart, 0, 4, 1, 5, 2, 6, 3, 7);
}

/** §5.2.13: weighting filter. Five samples around `e` have to be 0. */
function weigh(e: usize): void {
  for (let at: usize = 0; at < SUB_BYTES; at += 16) {
    v128.store(X + at, weighEight(e + at - 10));
  }
}

function energy(x: v128, those: v128): v128 {
  return i32x4.dot_i16x8_s(v128.and(x, those), x);
}

function square(sample: i32): i32 {
  return (sample >> 2) * (sample >> 2);
}

/** §5.2.14: the grid with the most energy, or the first of them. */
function bestGrid(): i32 {
  let a = i32x4.splat(0);
  let b = a;
  let c = a;
  // Every third lane, and how that goes on in the next vector
  let first = i16x8(-1, 0, 0, -1, 0, 0, -1, 0);
  let second = i16x8(0, -1, 0, 0, -1, 0, 0, -1);
  let third = i16x8(0, 0, -1, 0, 0, -1, 0, 0);
  for (let at = X; at < X + SUB_BYTES; at += 16) {
    const x = i16x8.shr_s(v128.load(at), 2);
    a = i32x4.add(a, energy(x, first));
    b = i32x4.add(b, energy(x, second));
    c = i32x4.add(c, energy(x, third));
    const last = first;
    first = second;
    second = third;
    third = last;
  }
  // The first and the last grid have all but one of 14 samples in common
  const common = total(a);
  const energy0 = common - square(load<i16>(X, 78));
  const energy1 = total(b);
  const energy2 = total(c);
  const energy3 = common - square(load<i16>(X));
  const most = max(max(energy0, energy1), max(energy2, energy3));
  if (energy0 == most) return 0;
  if (energy1 == most) return 1;
  return energy2 == most ? 2 : 3;
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
