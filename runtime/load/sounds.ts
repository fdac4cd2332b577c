import type { Chance } from "../base/chance.ts";
import { SAMPLE_RATE } from "../base/units.ts";
import type { Core } from "../core/mod.ts";

/** First two formants of five vowels, Hz (Peterson and Barney 1952, men). */
const VOWELS = [[730, 1090], [270, 2290], [300, 870], [530, 1840], [570, 840]];
/** Width of a formant, Hz. */
const WIDTH = 120;
const HIGHEST = 3400;
/** Peak of a syllable: speech of −20 dBm0, the usual level of telephones. */
const PEAK = 9000;

/** Syllables of the length and with the pauses of speech. */
export function speechLike(seconds: number, chance: Chance): Int16Array {
  const sound = new Int16Array(Math.round(seconds * SAMPLE_RATE));
  const between = (least: number, most: number) =>
    least + chance.integer(most - least);
  for (let at = 0; at < sound.length;) {
    const length = between(1200, 2400);
    const vowel = VOWELS[chance.integer(VOWELS.length)];
    speakSyllable(sound.subarray(at, at + length), vowel, between(95, 160));
    at += length + (chance.integer(5) === 0 ? between(2000, 6000) : 400);
  }
  return sound;
}

/** Harmonics of a voice that falls a little, as two formants let them pass. */
function speakSyllable(
  sound: Int16Array,
  formants: readonly number[],
  pitch: number,
): void {
  const harmonics = Array.from(
    { length: Math.floor(HIGHEST / pitch) },
    (_, n) => loudness((n + 1) * pitch, formants) / (n + 1),
  );
  const sum = harmonics.reduce((total, one) => total + one, 0);
  let phase = 0;
  for (let i = 0; i < sound.length; i++) {
    const share = i / sound.length;
    phase += 2 * Math.PI * pitch * (1.1 - 0.2 * share) / SAMPLE_RATE;
    let value = 0;
    harmonics.forEach((one, n) => value += one * Math.sin((n + 1) * phase));
    sound[i] = PEAK * Math.sin(Math.PI * share) * value / sum;
  }
}

function loudness(hertz: number, formants: readonly number[]): number {
  return formants.reduce(
    (total, formant) => total + 1 / (1 + ((hertz - formant) / WIDTH) ** 2),
    0.02,
  );
}

const PAUSE = SAMPLE_RATE / 4;
/** Of what is said between the keys: less than this would hardly be a prompt. */
const SPOKEN_SECONDS = 3;

/** The keys that a caller must hear, and speech behind them. */
export function prompt(
  core: Core,
  keys: string,
  chance: Chance,
): Int16Array {
  const tones = core.dtmfTones(keys);
  const speech = speechLike(SPOKEN_SECONDS, chance);
  const sound = new Int16Array(2 * PAUSE + tones.length + speech.length);
  sound.set(tones, PAUSE);
  sound.set(speech, 2 * PAUSE + tones.length);
  return sound;
}
