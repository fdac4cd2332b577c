import type { SampleCount } from "../base/units.ts";

/** RMS of 16-bit samples at 0 dBm0: a full-scale sine is +3.14 (ITU-T G.711). */
const RMS_AT_0_DBM0 = 32767 / Math.SQRT2 / 10 ** (3.14 / 20);
/** Speech that a telephone network is built for. */
const SPEECH_LEVEL = -16;
/** Frames this far below the loudest do not count for the level. */
const PAUSE = 10 ** (-30 / 20);
/** At the ends they are pauses; a "th" there is 38 dB below its vowel. */
const EDGE = 10 ** (-42 / 20);
const FRAME = 160;
/** Pause that is left at either end of a text: 40 ms. */
const MARGIN = 320 as SampleCount;
const PEAK = 30000;

/** Root mean square of a stretch of sound. */
export function rms(samples: ArrayLike<number>, from = 0, to = samples.length) {
  let sum = 0;
  for (let i = from; i < to; i++) sum += samples[i] ** 2;
  return Math.sqrt(sum / Math.max(1, to - from));
}

/** Cuts the pauses off both ends and brings speech to −16 dBm0. */
export function levelled(speech: Int16Array): Int16Array<ArrayBuffer> {
  const levels = frameLevels(speech);
  const least = loudest(levels) * PAUSE;
  const gain = gainFor(speech, rms(levels.filter((level) => level > least)));
  const kept = trimmed(speech, MARGIN);
  return Int16Array.from(kept, (sample) => Math.round(sample * gain));
}

/** Cuts the pauses off both ends but for so many samples; a view. */
export function trimmed(speech: Int16Array, margin: SampleCount): Int16Array {
  const levels = frameLevels(speech);
  const least = edgeIn(levels);
  const from = levels.findIndex((level) => level > least);
  const to = levels.findLastIndex((level) => level > least) + 1;
  return speech.subarray(
    Math.max(0, from * FRAME - margin),
    Math.max(0, to * FRAME + margin),
  );
}

/** What is no pause at an end is louder, and in a noisy room twice the noise. */
function edgeIn(levels: readonly number[]): number {
  const most = loudest(levels);
  const noise = levels.reduce((least, level) => Math.min(least, level), most);
  return Math.max(most * EDGE, Math.min(2 * noise, most * PAUSE));
}

function loudest(levels: readonly number[]): number {
  return levels.reduce((most, level) => Math.max(most, level), 0);
}

function frameLevels(samples: Int16Array): number[] {
  const frames = Math.floor(samples.length / FRAME);
  return Array.from(
    { length: frames },
    (_, n) => swing(samples.subarray(n * FRAME, (n + 1) * FRAME)),
  );
}

/** How far samples are from their mean: microphones may have an offset. */
function swing(frame: Int16Array): number {
  const mean = frame.reduce((sum, sample) => sum + sample, 0) / frame.length;
  return Math.sqrt(Math.max(0, rms(frame) ** 2 - mean ** 2));
}

function gainFor(speech: Int16Array, level: number): number {
  const peak = speech.reduce((most, x) => Math.max(most, Math.abs(x)), 1);
  const wanted = RMS_AT_0_DBM0 * 10 ** (SPEECH_LEVEL / 20);
  return Math.min(wanted / Math.max(1, level), PEAK / peak);
}
