/** ETS 300 961 §5.2.4 to §5.2.7: from the signal to coded Log.-Area Ratios. */
import { A, B, MAC, MIC } from "./tables";
import { FRAME, FRAME_BYTES } from "../../sound";
import {
  add,
  magnitudes,
  mult,
  multR,
  norm,
  peakOf,
  total,
  withSign,
} from "./arithmetic";
import { LARC } from "./parameters";

const ORDER: i32 = 8;

/** The scaled signal, behind as many zeros as the longest lag needs. */
const SCALED = memory.data(336, 16) + 16;
/** L_ACF: nine sums of 32 bits. */
const ACF = memory.data(48, 16);
/** Eight reflection coefficients. */
const R = memory.data(16, 16);

/** §5.2.4: so far must the signal go down for its sums to have 32 bits. */
function scaleOf(s: usize): i32 {
  const peak = peakOf(s, FRAME);
  return peak ? max(4 - norm(peak << 16), 0) : 0;
}

/** Scales the signal; what it loses, it loses for the filter behind too. */
function scale(s: usize, bits: i32): void {
  const factor = i16x8.splat(<i16>(32768 >> bits));
  for (let at: usize = 0; at < FRAME_BYTES; at += 16) {
    const scaled = i16x8.q15mulr_sat_s(v128.load(s + at), factor);
    v128.store(SCALED + at, scaled);
    v128.store(s + at, i16x8.shl(scaled, bits));
  }
}

/** L_ACF[lag] and the two behind it. */
function correlateThree(lag: usize): void {
  const late = SCALED - (lag << 1);
  let a = i32x4.splat(0);
  let b = a;
  let c = a;
  for (let at: usize = 0; at < FRAME_BYTES; at += 16) {
    const own = v128.load(SCALED + at);
    a = i32x4.add(a, i32x4.dot_i16x8_s(own, v128.load(late + at)));
    b = i32x4.add(b, i32x4.dot_i16x8_s(own, v128.load(late + at - 2)));
    c = i32x4.add(c, i32x4.dot_i16x8_s(own, v128.load(late + at - 4)));
  }
  const acf = ACF + (lag << 2);
  store<i32>(acf, total(a) << 1);
  store<i32>(acf, total(b) << 1, 4);
  store<i32>(acf, total(c) << 1, 8);
}

/** §5.2.4: autocorrelation. */
function autocorrelate(s: usize): void {
  const bits = scaleOf(s);
  if (bits) scale(s, bits);
  else memory.copy(SCALED, s, FRAME_BYTES);
  for (let lag: usize = 0; lag <= <usize>ORDER; lag += 3) correlateThree(lag);
}

/** §5.1: division of fractions, `num` not above `denum`. */
function divide(num: i32, denum: i32): i32 {
  return num == 0 ? 0 : min(32767, (num << 15) / denum);
}

/** ACF[first ... first + 3], normalized to 16 bits and widened to 32. */
function normalized(first: usize, shift: i32): v128 {
  return i32x4.shr_s(i32x4.shl(v128.load(ACF + first), shift), 16);
}

/** §5.2.5: Schur recursion. P[1] and K[1] are the first lanes. */
function reflect(): void {
  v128.store(R, i16x8.splat(0));
  if (load<i32>(ACF) == 0) return;
  const shift = norm(load<i32>(ACF));
  let p0 = (load<i32>(ACF) << shift) >> 16;
  let p = i16x8.narrow_i32x4_s(normalized(4, shift), normalized(20, shift));
  let k = p;
  for (let n: usize = 0; n < <usize>ORDER; n++) {
    const p1 = <i32>i16x8.extract_lane_s(p, 0);
    const size = min(abs(p1), 32767);
    if (p0 < size) return;
    const r = p1 > 0 ? -divide(size, p0) : divide(size, p0);
    store<i16>(R + (n << 1), <i16>r);
    p0 = add(p0, multR(p1, r));
    const next = v128.shuffle<i16>(p, p, 1, 2, 3, 4, 5, 6, 7, 0);
    const rs = i16x8.splat(<i16>r);
    p = i16x8.add_sat_s(next, i16x8.q15mulr_sat_s(k, rs));
    k = i16x8.add_sat_s(k, i16x8.q15mulr_sat_s(next, rs));
  }
}

/** §5.2.6: reflection coefficients to Log.-Area Ratios. */
function logAreaRatios(r: v128): v128 {
  const size = magnitudes(r);
  const small = i16x8.shr_s(size, 1);
  const middle = i16x8.sub(size, i16x8.splat(11059));
  const large = i16x8.shl(i16x8.sub(size, i16x8.splat(26112)), 2);
  const notLarge = i16x8.lt_s(size, i16x8.splat(31130));
  const isSmall = i16x8.lt_s(size, i16x8.splat(22118));
  const rest = v128.bitselect(middle, large, notLarge);
  return withSign(v128.bitselect(small, rest, isSmall), r);
}

/** §5.2.7: quantization and coding. */
function quantize(lars: v128): void {
  const scaled = i16x8.add_sat_s(mult(v128.load(A), lars), v128.load(B));
  const coarse = i16x8.shr_s(i16x8.add_sat_s(scaled, i16x8.splat(256)), 9);
  const lowest = v128.load(MIC);
  const code = i16x8.min_s(i16x8.max_s(coarse, lowest), v128.load(MAC));
  const codes = i16x8.sub(code, lowest);
  v128.store64_lane(LARC, i8x16.narrow_i16x8_u(codes, codes), 0);
}

/** Codes the Log.-Area Ratios of the signal, whose low bits it may clear. */
export function analyse(s: usize): void {
  autocorrelate(s);
  reflect();
  quantize(logAreaRatios(v128.load(R)));
}
