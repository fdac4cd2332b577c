/**
 * ETS 300 961 §5.2.12: long term prediction of a sub-segment of 40 samples
 * from those that lie a lag before it.
 */
import { BC, NC } from "./parameters";
import { QLB } from "./tables";

export const SUB_SEGMENT: i32 = 40;
export const SUB_BYTES: usize = (<usize>SUB_SEGMENT) << 1;

/** What the samples a lag before `dp` predict with the coded gain. */
export function predict(dp: usize, lag: i32, coded: usize, dpp: usize): void {
  const past = dp - ((<usize>lag) << 1);
  const gain = v128.load16_splat(QLB + ((<usize>load<u8>(coded, BC)) << 1));
  for (let at: usize = 0; at < SUB_BYTES; at += 16) {
    const sample = v128.load(past + at);
    v128.store(dpp + at, i16x8.q15mulr_sat_s(gain, sample));
  }
}

/** §5.2.12: `dpp`, what is predicted, and `e`, what remains of `d`. */
export function filterLongTerm(
  d: usize,
  dp: usize,
  coded: usize,
  dpp: usize,
  e: usize,
): void {
  predict(dp, load<u8>(coded, NC), coded, dpp);
  for (let at: usize = 0; at < SUB_BYTES; at += 16) {
    const rest = i16x8.sub_sat_s(v128.load(d + at), v128.load(dpp + at));
    v128.store(e + at, rest);
  }
}

/** dp = dpp + ep (§5.2.12 and, of the decoder, §5.3.2). */
export function reconstruct(dpp: usize, ep: usize, dp: usize): void {
  for (let at: usize = 0; at < SUB_BYTES; at += 16) {
    const sum = i16x8.add_sat_s(v128.load(ep + at), v128.load(dpp + at));
    v128.store(dp + at, sum);
  }
}
