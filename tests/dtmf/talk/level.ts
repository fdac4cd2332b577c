import { clipped } from "../../core/support/sounds.ts";
import { FRAME, powerOf } from "../sound.ts";

/** Frames so far below the loudest are pauses, dB. */
const PAUSE = 25;

/** Mean power of the frames that are no pause, after the idea of ITU-T P.56. */
function activePower(sound: ArrayLike<number>): number {
  const powers: number[] = [];
  for (let at = 0; at + FRAME <= sound.length; at += FRAME) {
    let sum = 0;
    for (let n = at; n < at + FRAME; n++) sum += sound[n] * sound[n];
    powers.push(sum / FRAME);
  }
  const loudest = powers.reduce((a, b) => Math.max(a, b), 0);
  const active = powers.filter((power) => power > loudest / 10 ** (PAUSE / 10));
  return active.reduce((sum, power) => sum + power, 0) / (active.length || 1);
}

/** A copy whose active level is so many dBm0, clipped where that is too much. */
export function levelled(
  sound: Int16Array | Float64Array,
  dBm0: number,
): Int16Array<ArrayBuffer> {
  const gain = Math.sqrt(powerOf(dBm0) / (activePower(sound) || 1));
  return clipped(Float64Array.from(sound, (x) => x * gain));
}
