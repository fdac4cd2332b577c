import { milliseconds, type SampleCount, samplesIn } from "../base/units.ts";
import { trimmed } from "./loudness.ts";

/** What is left of a part's own pauses. */
const MARGIN = samplesIn(milliseconds(20));
/** In which one part goes over into the next, inside of their margins. */
const FADE = samplesIn(milliseconds(10));

/**
 * Parts of speech as one sound: trimmed, `gap` samples of silence between them
 * or, where there is no gap, one faded into the next, and `rest` after the
 * last. No seam is heard as a click.
 */
export function joined(
  parts: readonly Int16Array[],
  gap: SampleCount,
  rest: SampleCount,
): Int16Array {
  const placed: { at: number; part: Int16Array }[] = [];
  let [end, fade] = [0, 0];
  for (const part of parts.map((part) => faded(trimmed(part, MARGIN)))) {
    // No more than both fade: what is louder would not fit when added up.
    const over = Math.min(fade, fadeOf(part));
    const at = placed.length === 0 ? 0 : end + (gap > 0 ? gap : -over);
    placed.push({ at, part });
    end = at + part.length;
    fade = fadeOf(part);
  }
  const sound = new Int16Array(end + rest);
  for (const { at, part } of placed) {
    // Where two overlap they add up to no more than one of them was.
    part.forEach((sample, n) => sound[at + n] += sample);
  }
  return sound;
}

/** Comes and goes in `FADE` samples. */
function faded(part: Int16Array): Int16Array {
  const fade = fadeOf(part);
  return part.map((sample, n) => {
    const fromEnd = Math.min(n, part.length - 1 - n);
    return fromEnd < fade ? sample * gain(fromEnd / fade) : sample;
  });
}

/** From 0 to 1 without a corner, which would be heard as a faint click. */
function gain(share: number): number {
  return (1 - Math.cos(Math.PI * share)) / 2;
}

function fadeOf(part: Int16Array): number {
  return Math.min(FADE, part.length >> 1);
}
