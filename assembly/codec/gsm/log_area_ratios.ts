/**
 * ETS 300 961 §5.2.8 and §5.2.9: from coded Log.-Area Ratios to the reflection
 * coefficients of the short term filters, in four steps that lead from the
 * frame before to this one.
 */
import { B, INVA, MIC } from "./tables";
import { GsmState, larsOf } from "./state";
import { LARC } from "./parameters";
import { magnitudes, withSign } from "./arithmetic";

/** Sample at which the second, third and last set begins (§5.2.9.1). */
export const SECOND: i32 = 13;
export const THIRD: i32 = 27;
export const LAST: i32 = 40;

/** rp: four sets of eight reflection coefficients. */
export const RP = memory.data(64, 16);

/** §5.2.8 */
function decode(): v128 {
  const codes = i16x8.add(v128.load8x8_u(LARC), v128.load(MIC));
  const twice = i16x8.shl(v128.load(B), 1);
  const scaled = i16x8.sub_sat_s(i16x8.shl(codes, 10), twice);
  const half = i16x8.q15mulr_sat_s(v128.load(INVA), scaled);
  return i16x8.add_sat_s(half, half);
}

/** §5.2.9.2 */
function reflection(lars: v128): v128 {
  const size = magnitudes(lars);
  const small = i16x8.shl(size, 1);
  const middle = i16x8.add(size, i16x8.splat(11059));
  const large = i16x8.add_sat_s(i16x8.shr_s(size, 2), i16x8.splat(26112));
  const notLarge = i16x8.lt_s(size, i16x8.splat(20070));
  const isSmall = i16x8.lt_s(size, i16x8.splat(11059));
  const rest = v128.bitselect(middle, large, notLarge);
  return withSign(v128.bitselect(small, rest, isSmall), lars);
}

/** §5.2.9.1: fills RP, and remembers the frame's ratios for the next. */
export function interpolate(state: GsmState): void {
  const before = v128.load(larsOf(state));
  const now = decode();
  const quarters = i16x8.add(i16x8.shr_s(before, 2), i16x8.shr_s(now, 2));
  const halfBefore = i16x8.shr_s(before, 1);
  const halfNow = i16x8.shr_s(now, 1);
  v128.store(RP, reflection(i16x8.add(quarters, halfBefore)));
  v128.store(RP, reflection(i16x8.add(halfBefore, halfNow)), 16);
  v128.store(RP, reflection(i16x8.add(quarters, halfNow)), 32);
  v128.store(RP, reflection(now), 48);
  v128.store(larsOf(state), now);
}
