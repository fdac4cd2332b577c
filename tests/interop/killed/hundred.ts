import type { RecordFormat } from "../../../runtime/media/sound_messages.ts";
import type { RecordingLayout } from "../../../runtime/sound/container.ts";

export interface Planned extends RecordingLayout {
  /** Below the recordings of the data folder. */
  readonly name: string;
}

const FORMATS: readonly RecordFormat[] = [
  "pcm-u8",
  "pcma",
  "pcmu",
  "ima-adpcm",
  "gsm-wav49",
  "mp3",
];
const LAYOUTS: readonly RecordingLayout[] = FORMATS.flatMap((format) => [
  { format, channels: 1 as const },
  ...format === "gsm-wav49" ? [] : [{ format, channels: 2 as const }],
]);

/** A hundred recordings, of each format as many. */
export function hundredOf(round: number): Planned[] {
  return Array.from({ length: 100 }, (_, n) => {
    const layout = LAYOUTS[n % LAYOUTS.length];
    const ending = layout.format === "mp3" ? "mp3" : "wav";
    return { ...layout, name: `round-${round}/${n}.${ending}` };
  });
}

/** Samples of a channel that a recording is told at a time: 200 ms. */
export const CHUNK = 1600;
/** Each step tells one in so many recordings a chunk. */
export const STEPS = 20;
/** Half of what it stands for: what is slow shows the sooner. */
export const STEP_MS = 5;
/**
 * Steps, of 10 ms each, that the sound thread may be behind: 200 ms, a chunk of each recording.
 * On a machine that has no time for it the clock of the steps waits.
 */
export const MOST_AHEAD = STEPS;

/** Samples that the recording with this number was told in so many steps. */
export function toldIn(steps: number, n: number): number {
  return CHUNK * Math.ceil(Math.max(0, steps - n % STEPS) / STEPS);
}
