/** A tone that comes again after a pause: ring-back, busy, and their like. */
import {
  TONE_BYTES,
  Tone,
  fade,
  renderTone,
  startAgain,
  startTone,
  toneLeft,
} from "./generator";
import { silence } from "../sound";

export class Cadence {
  /** How often the tone is still to be heard, the one under way included. */
  times: i32;
  /** Samples of the pause behind it, and what is left of this one. */
  pause: i32;
  rest: i32;
}

const FIELDS: usize = 16;
export const CADENCE_BYTES: usize = FIELDS + TONE_BYTES;

function toneOf(cadence: Cadence): Tone {
  return changetype<Tone>(changetype<usize>(cadence) + FIELDS);
}

export function startCadence(
  cadence: Cadence,
  low: f64,
  high: f64,
  lowPeak: i32,
  highPeak: i32,
  samples: i32,
  pause: i32,
  times: i32,
): void {
  startTone(toneOf(cadence), low, high, lowPeak, highPeak, samples);
  cadence.pause = pause;
  cadence.rest = pause;
  cadence.times = times;
}

/** True while there is more of it than silence for ever. */
export function isOn(cadence: Cadence): bool {
  return cadence.times > 0;
}

/** It ends within its edge, so that nothing clicks. */
export function stopCadence(cadence: Cadence): void {
  const tone = toneOf(cadence);
  cadence.times = toneLeft(tone) ? min(cadence.times, 1) : 0;
  cadence.rest = 0;
  fade(tone);
}

/** Takes samples of the pause; gives how many it still had. */
function rest(cadence: Cadence, out: usize, samples: i32): i32 {
  const taken = min(samples, cadence.rest);
  silence(out, taken);
  cadence.rest -= taken;
  return taken;
}

function nextTime(cadence: Cadence): void {
  cadence.times--;
  cadence.rest = cadence.pause;
  startAgain(toneOf(cadence));
}

/** Writes what comes next; silence once it is over. */
export function renderCadence(
  cadence: Cadence,
  out: usize,
  samples: i32,
): void {
  const tone = toneOf(cadence);
  while (samples > 0 && isOn(cadence)) {
    const done = toneLeft(tone)
      ? renderTone(tone, out, samples)
      : rest(cadence, out, samples);
    out += (<usize>done) << 1;
    samples -= done;
    if (!toneLeft(tone) && !cadence.rest) nextTime(cadence);
  }
  silence(out, samples);
}
