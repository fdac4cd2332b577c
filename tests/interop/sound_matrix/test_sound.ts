import { pcm16, wavFile } from "../../support/wav_files.ts";

/** How long each file sounds: the windows that measure it take most of it. */
export const SOUND_MS = 1000;
/** What has to be heard, each of them in one channel of a stereo file. */
export const LOW = [997, 3371] as const;
/** Peak of each of them when it is heard. */
export const LOW_PEAK = 1500;
/**
 * What must not be heard. At 8 kHz they would fold down to where nothing else
 * is: 3980, 2700, 900, 1400, 1300 and 3300 Hz.
 */
const HIGH = [4020, 5300, 7100, 9400, 14_700, 19_300];
/** Of each; all of them together still fit into 16 bits. */
export const HIGH_PEAK = 4500;
/** Nothing so near to half the rate: an encoder's filters are there. */
const KEPT = 0.45;
const PCM = 1;

/** How a file is made: so many samples a second of so many channels. */
export interface Shape {
  readonly rate: number;
  readonly channels: 1 | 2;
}

/** The tones above 4 kHz that a file of a rate holds. */
export function highTones(rate: number): number[] {
  return HIGH.filter((hertz) => hertz < rate * KEPT);
}

/** Where a tone is heard when it is folded down instead of filtered out. */
export function aliasOf(hertz: number): number {
  return Math.abs(hertz - 8000 * Math.round(hertz / 8000));
}

/**
 * A WAV file of 16 bit that sounds alike at every rate: the low tones, and the
 * high ones that the rate allows. In stereo each low tone is on a side of its
 * own, twice as loud, so that both are as loud as ever when they are mixed.
 */
export function testSound(
  { rate, channels }: Shape,
  ms = SOUND_MS,
): Uint8Array<ArrayBuffer> {
  const samples = new Int16Array(rate * ms / 1000 * channels);
  const high = highTones(rate);
  for (let at = 0; at < samples.length; at++) {
    const seconds = Math.floor(at / channels) / rate;
    const side = at % channels;
    const low = channels === 1
      ? wave(LOW, seconds)
      : 2 * wave([LOW[side]], seconds);
    samples[at] = LOW_PEAK * low + HIGH_PEAK * wave(high, seconds);
  }
  return wavFile(pcm16(samples), { tag: PCM, bits: 16, rate, channels });
}

/** A sum of sines that begins at zero. */
function wave(tones: readonly number[], seconds: number): number {
  return tones.reduce(
    (sum, hertz) => sum + Math.sin(2 * Math.PI * hertz * seconds),
    0,
  );
}
