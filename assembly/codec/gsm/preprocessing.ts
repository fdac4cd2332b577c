/** ETS 300 961 §5.2.1 to §5.2.3: what is done to sound before it is coded. */
import { GsmState } from "./state";
import { FRAME_BYTES } from "../../sound";
import { multR, add } from "./arithmetic";

/** The pole of the notch at 0 Hz, as a 32768th (§5.2.2). */
const ALPHA: i64 = 32735;
/** −0.86 as a 32768th (§5.2.3). */
const BETA: i32 = -28180;

/**
 * Takes 160 samples at `sound` to the signal `s` at `out`.
 *
 * The recommendation multiplies the upper and the lower half of L_z2 apart;
 * one product of 64 bits is the same.
 */
export function preprocess(state: GsmState, sound: usize, out: usize): void {
  let z1 = state.z1;
  let z2 = state.z2;
  let mp = state.mp;
  const end = out + FRAME_BYTES;
  for (; out < end; sound += 2, out += 2) {
    const so = ((<i32>load<i16>(sound)) >> 3) << 2;
    z2 = <i32>((<i64>z2 * ALPHA + 16384) >> 15) + ((so - z1) << 15);
    z1 = so;
    const msp = multR(mp, BETA);
    mp = (z2 + 16384) >> 15;
    store<i16>(out, <i16>add(mp, msp));
  }
  state.z1 = z1;
  state.z2 = z2;
  state.mp = mp;
}
