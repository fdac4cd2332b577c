import type { RecordingOptions } from "./sound.ts";
import { inMilliseconds, type SampleCount, samplesIn } from "../base/units.ts";

/**
 * A day, in seconds. The header of a WAV file counts no more than 4 GiB of
 * sound, which is six days of 8-bit PCM, or three in stereo.
 */
export const LONGEST_RECORDING = 86_400;

/** Of each channel, in so many seconds, but in no more than the longest. */
export function mostSamples(seconds: number): SampleCount {
  return samplesIn(inMilliseconds(Math.min(seconds, LONGEST_RECORDING)));
}

/** Whom to tell of a silence of so many seconds; of 0 nobody. */
export function untilSilence(
  seconds: number,
  reached: () => void,
): Pick<RecordingOptions, "silence"> {
  if (seconds === 0) return {};
  return { silence: { samples: mostSamples(seconds), reached } };
}
