/**
 * Sound in place of sound that did not come: what was heard 20 ms before,
 * fading out. History and state are its own, so that ITU-T G.711 Appendix I
 * fits in its place.
 */
import { FRAME_BYTES } from "../sound";

/** The mark of a sample that has not come; no law decodes to it. */
export const MISSING: i32 = -32768;
/** G.711 Appendix I §2.6: after 60 ms there is silence. */
const FADE: i32 = 480;

export class Concealer {
  /** Samples concealed in a row, at most FADE. */
  lost: i32;
}

const FIELDS: usize = 16;
export const CONCEALER_BYTES: usize = FIELDS + FRAME_BYTES;

export function resetConcealer(concealer: Concealer): void {
  concealer.lost = FADE;
  memory.fill(changetype<usize>(concealer) + FIELDS, 0, FRAME_BYTES);
}

function isWhole(frame: usize): bool {
  const missing = i16x8.splat(<i16>MISSING);
  const end = frame + FRAME_BYTES;
  let found = i16x8.splat(0);
  for (; frame < end; frame += 16) {
    found = v128.or(found, i16x8.eq(v128.load(frame), missing));
  }
  return !v128.any_true(found);
}

/** Fills what is missing in a frame; gives how many samples that were. */
export function conceal(concealer: Concealer, frame: usize): i32 {
  const history = changetype<usize>(concealer) + FIELDS;
  if (!isWhole(frame)) return fillIn(concealer, frame, history);
  memory.copy(history, frame, FRAME_BYTES);
  concealer.lost = 0;
  return 0;
}

function fillIn(concealer: Concealer, frame: usize, history: usize): i32 {
  let lost = concealer.lost;
  let filled = 0;
  for (let offset: usize = 0; offset < FRAME_BYTES; offset += 2) {
    const sample = <i32>load<i16>(frame + offset);
    if (sample != MISSING) {
      store<i16>(history + offset, <i16>sample);
      lost = 0;
      continue;
    }
    const before = <i32>load<i16>(history + offset);
    store<i16>(frame + offset, <i16>((before * (FADE - lost)) / FADE));
    lost = min(lost + 1, FADE);
    filled++;
  }
  concealer.lost = lost;
  return filled;
}

/** A pause that the sender means (an event, a hold): nothing is made up. */
export function pause(concealer: Concealer): void {
  concealer.lost = FADE;
}

/** True once what is missing has faded out: that is silence, not made up. */
export function isPaused(concealer: Concealer): bool {
  return concealer.lost >= FADE;
}
