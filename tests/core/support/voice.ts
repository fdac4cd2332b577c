import { SeededChance } from "../../../runtime/base/chance.ts";
import { clipped } from "./sounds.ts";

/** Vowels as the first two formants, Hz. */
const VOWELS = [[730, 1090], [270, 2290], [300, 870], [530, 1840], [570, 840]];
const BANDWIDTH = 90;

/** A resonance that a two-pole filter gives, at 8 kHz. */
function resonator(): (x: number, hertz: number) => number {
  let [one, two] = [0, 0];
  const r = Math.exp(-Math.PI * BANDWIDTH / 8000);
  return (x, hertz) => {
    const y = (1 - r) * x + 2 * r * Math.cos(2 * Math.PI * hertz / 8000) * one -
      r * r * two;
    [two, one] = [one, y];
    return y;
  };
}

/**
 * Sound much like speech: vowels of a pitch that glides, hiss between some of
 * them, pauses between words. It begins and ends in silence.
 */
export function voice(
  seconds: number,
  seed: number,
  level = 6000,
): Int16Array<ArrayBuffer> {
  const chance = new SeededChance(seed);
  const one = () => chance.integer(1 << 20) / (1 << 20);
  const sound = new Float64Array(8000 * seconds);
  const [first, second] = [resonator(), resonator()];
  let [phase, pitch, glottis] = [0, 120, 0];
  for (let at = 800; at < sound.length - 4000;) {
    const length = 800 + chance.integer(1600);
    const kind = chance.integer(6);
    const [f1, f2] = VOWELS[chance.integer(VOWELS.length)];
    const target = 80 + 140 * one();
    for (let n = 0; n < length; n++) {
      const shape = Math.sin(Math.PI * n / length) ** 2;
      pitch += (target - pitch) / 2000;
      phase += pitch / 8000;
      const pulse = phase >= 1 ? 1 : 0;
      phase -= pulse;
      glottis = 0.9 * glottis + pulse;
      const drive = kind === 0 ? 0 : kind === 1 ? 0.1 * (one() - 0.5) : glottis;
      sound[at + n] = shape * (first(drive, f1) + 0.6 * second(drive, f2));
    }
    at += length;
  }
  const peak = sound.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  return clipped(sound.map((x) => x * level / peak));
}

/** The greatest difference of one sample to the next. */
export function largestStep(sound: Int16Array): number {
  let most = 0;
  for (let n = 1; n < sound.length; n++) {
    most = Math.max(most, Math.abs(sound[n] - sound[n - 1]));
  }
  return most;
}
