/** Tones of one or two frequencies with soft edges. */
import { saturate } from "../sound";
import { sine, turnOf } from "./sine";

export class Tone {
  lowPhase: u32;
  lowTurn: u32;
  highPhase: u32;
  highTurn: u32;
  /** Peak of each frequency; the high one is 0 in a plain tone. */
  lowPeak: i32;
  highPeak: i32;
  samples: i32;
  done: i32;
}

export const TONE_BYTES: usize = 32;

/** An edge lasts 3 ms: no click, and well below the 5 ms of ETSI ES 201 235-2. */
export const EDGE: i32 = 24;

export function startTone(
  tone: Tone,
  low: f64,
  high: f64,
  lowPeak: i32,
  highPeak: i32,
  samples: i32,
): void {
  tone.lowTurn = turnOf(low);
  tone.highTurn = turnOf(high);
  tone.lowPeak = lowPeak;
  tone.highPeak = highPeak;
  tone.samples = samples;
  startAgain(tone);
}

/** The same tone from its beginning. */
export function startAgain(tone: Tone): void {
  tone.lowPhase = 0;
  tone.highPhase = 0;
  tone.done = 0;
}

export function toneLeft(tone: Tone): i32 {
  return tone.samples - tone.done;
}

/** Lets a tone end as soon as it can without a click. */
export function fade(tone: Tone): void {
  const edge = tone.done ? EDGE : 0;
  tone.samples = min(tone.samples, tone.done + edge);
}

/** Rises from 0 to 32768 over an edge like (1 − cos) / 2. */
export function edgeAt(fromEnd: i32): i32 {
  if (fromEnd > EDGE) return 32768;
  const half = (<u32>((fromEnd << 16) / (EDGE + 1))) << 14;
  const rise = sine(half);
  return (rise * rise) >> 15;
}

function shape(tone: Tone): i32 {
  return edgeAt(min(tone.done + 1, tone.samples - tone.done));
}

/** Writes the next samples of a tone; gives how many it still had. */
export function renderTone(tone: Tone, out: usize, samples: i32): i32 {
  const given = min(samples, toneLeft(tone));
  const end = out + ((<usize>given) << 1);
  for (; out < end; out += 2) {
    const low = (sine(tone.lowPhase) * tone.lowPeak) >> 15;
    const high = (sine(tone.highPhase) * tone.highPeak) >> 15;
    store<i16>(out, saturate(((low + high) * (shape(tone) >> 3)) >> 12));
    tone.lowPhase += tone.lowTurn;
    tone.highPhase += tone.highTurn;
    tone.done++;
  }
  return given;
}
