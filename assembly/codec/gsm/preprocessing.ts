/** ETS 300 961 §5.2.1 to §5.2.3: what is done to sound before it is coded. */
import { GsmState } from "./state";
import { FRAME_BYTES } from "../../sound";

/** The pole of the notch at 0 Hz is 1 − 33/32768 (§5.2.2). */
const LEAK_SHIFT: i64 = 5;
/** −0.86 as a 32768th (§5.2.3). */
const BETA: i16 = -28180;

/**
 * §5.2.1 and §5.2.2. Where the recommendation multiplies the halves of L_z2
 * apart by 32735, this takes 33 times all of it away, with the same rounding.
 */
function compensateOffset(state: GsmState, sound: usize, sof: usize): void {
  let z1 = state.z1;
  let z2 = <i64>state.z2;
  const end = sof + FRAME_BYTES;
  for (; sof < end; sound += 2, sof += 2) {
    const so = ((<i32>load<i16>(sound)) >> 3) << 2;
    const leak = (16384 - z2 - (z2 << LEAK_SHIFT)) >> 15;
    z2 += leak + <i64>((so - z1) << 15);
    z1 = so;
    store<i16>(sof, <i16>((z2 + 16384) >> 15));
  }
  state.z1 = z1;
  state.z2 = <i32>z2;
}

/** §5.2.3, in place. */
function preemphasize(state: GsmState, s: usize): void {
  const beta = i16x8.splat(BETA);
  let before = i16x8.splat(<i16>state.mp);
  for (const end = s + FRAME_BYTES; s < end; s += 16) {
    const sof = v128.load(s);
    const mp = v128.shuffle<i16>(before, sof, 7, 8, 9, 10, 11, 12, 13, 14);
    v128.store(s, i16x8.add_sat_s(sof, i16x8.q15mulr_sat_s(mp, beta)));
    before = sof;
  }
  state.mp = i16x8.extract_lane_s(before, 7);
}

/** Takes 160 samples at `sound` to the signal `s` at `out`. */
export function preprocess(state: GsmState, sound: usize, out: usize): void {
  compensateOffset(state, sound, out);
  preemphasize(state, out);
}
