/**
 * ETS 300 961 §5.2.12: long term prediction of a sub-segment of 40 samples
 * from those that lie a lag before it.
 */
import { BC, NC } from "./parameters";
import { QLB } from "./tables";

export const SUB_SEGMENT: i32 = 40;
export const SUB_BYTES: usize = (<usize>SUB_SEGMENT) << 1;

/** §5.2.12: `dpp`, what is predicted, and `e`, what remains of `d`. */
export function filterLongTerm(
  d: usize,
  dp: usize,
  coded: usize,
  dpp: usize,
  e: usize,
): void {
  const past = dp - ((<usize>load<u8>(coded, NC)) << 1);
  const gain = v128.load16_splat(QLB + ((<usize>load<u8>(coded, BC)) << 1));
  for (let at: usize = 0; at < SUB_BYTES; at += 16) {
    const predicted = i16x8.q15mulr_sat_s(gain, v128.load(past + at));
    v128.store(dpp + at, predicted);
    v128.store(e + at, i16x8.sub_sat_s(v128.load(d + at), predicted));
  }
}

/** dp = dpp + ep (§5.2.12 and, of the decoder, §5.3.2). */
export function reconstruct(dpp: usize, ep: usize, dp: usize): void {
  for (let at: usize = 0; at < SUB_BYTES; at += 16) {
    const sum = i16x8.add_sat_s(v128.load(ep + at), v128.load(dpp + at));
    v128.store(dp + at, sum);
  }
}
