import {
  type CallProgressOptions,
  type CallProgressTone,
  toneCadence,
} from "./call_progress.ts";
import { keyCode } from "./keys.ts";
import { pairPeaks, plainPeak } from "./level.ts";
import type { Workbench } from "./workbench.ts";

/** How keys sound. */
export interface DtmfTiming {
  /** Length of each tone; 100 ms. */
  readonly toneMs?: number;
  /** Pause behind each tone; 100 ms. */
  readonly gapMs?: number;
  /** Level of the lower of the two frequencies in dBm0; −10. */
  readonly level?: number;
  /** By how many dB the higher one is louder; 0. */
  readonly twist?: number;
}

const LONGEST_MS = 60_000;

function samplesOf(name: string, ms: number): number {
  if (!(ms >= 0 && ms <= LONGEST_MS)) {
    throw new RangeError(`${name} is ${ms}, not 0 to ${LONGEST_MS}`);
  }
  return Math.round(ms * 8);
}

/** Sound of `samples` samples that `render` writes at the address it is given. */
function rendered(
  bench: Workbench,
  samples: number,
  render: (at: number) => void,
): Int16Array<ArrayBuffer> {
  const at = bench.take(2 * samples);
  render(at);
  const sound = bench.samples.slice(at / 2, at / 2 + samples);
  bench.giveBack(at, 2 * samples);
  return sound;
}

/**
 * The sound of keys, one after the other, each followed by its pause.
 *
 * @throws {TypeError} when one of them is no key
 * @throws {RangeError} when a time, the level or the twist cannot be
 */
export function dtmfTones(
  bench: Workbench,
  keys: string,
  { toneMs = 100, gapMs = 100, level = -10, twist = 0 }: DtmfTiming = {},
): Int16Array<ArrayBuffer> {
  const codes = Array.from(keys, keyCode);
  const tone = samplesOf("toneMs", toneMs);
  const stride = tone + samplesOf("gapMs", gapMs);
  const [low, high] = pairPeaks(level, twist);
  const sound = new Int16Array(codes.length * stride);
  codes.forEach((code, index) => {
    const write = (at: number) => bench.core.keyTone(code, low, high, tone, at);
    sound.set(rendered(bench, tone, write), index * stride);
  });
  return sound;
}

/**
 * A plain tone, such as the beep before a recording.
 *
 * @throws {RangeError} when the time, the level or the frequency cannot be
 */
export function tone(
  bench: Workbench,
  hertz: number,
  ms: number,
  level = -10,
): Int16Array<ArrayBuffer> {
  if (!(hertz > 0 && hertz < 4000)) {
    throw new RangeError(`${hertz} Hz is not between 0 and 4000`);
  }
  const peak = plainPeak(level);
  const samples = samplesOf("ms", ms);
  const write = (at: number) => bench.core.tone(hertz, 0, peak, 0, samples, at);
  return rendered(bench, samples, write);
}

/**
 * So much of a tone by which a network says how a call goes, from where the
 * tone begins and with its pauses.
 *
 * @throws {RangeError} when there is no such tone or plan, or when the time or
 * the level cannot be
 */
export function callProgressTone(
  bench: Workbench,
  name: CallProgressTone,
  ms: number,
  options?: CallProgressOptions,
): Int16Array<ArrayBuffer> {
  const samples = samplesOf("ms", ms);
  const cadence = toneCadence(name, options);
  const write = (at: number) => bench.core.cadence(...cadence, samples, at);
  return rendered(bench, samples, write);
}
