import type { Chance } from "../../../runtime/base/chance.ts";
import { between } from "../draw.ts";
import { addNoise, RATE } from "../sound.ts";
import { levelled } from "./level.ts";
import type { Speech } from "./speech.ts";

const LENGTH = 60 * RATE;
/** Full scale is far off: only the shape counts until the level is set. */
const POWER = 1e6;
/** From a whisper to what clips now and then, dBm0. */
const LEVEL = between(-40, -6);

function white(chance: Chance): Float64Array {
  const sound = new Float64Array(LENGTH);
  addNoise(sound, POWER, chance);
  return sound;
}

/** 3 dB an octave down: a sum of noises, each with half the band of the last. */
function pink(chance: Chance): Float64Array {
  const sound = new Float64Array(LENGTH);
  for (let every = 1; every <= 256; every *= 2) {
    const steps = new Float64Array(Math.ceil(LENGTH / every));
    addNoise(steps, POWER, chance);
    for (let n = 0; n < LENGTH; n++) sound[n] += steps[Math.floor(n / every)];
  }
  return sound;
}

/** 6 dB an octave down, as rumble is. */
function brown(chance: Chance): Float64Array {
  const sound = white(chance);
  for (let n = 1; n < LENGTH; n++) sound[n] += 0.98 * sound[n - 1];
  return sound;
}

/** Many voices at once, as a hall full of people sounds. */
export function babble(
  minutes: number,
  voices: readonly Speech[],
  chance: Chance,
): Speech[] {
  const alike = voices.map(({ sound }) => levelled(sound, -20));
  const one = () => alike[chance.integer(alike.length)];
  return Array.from({ length: minutes }, () => {
    const sound = new Float64Array(LENGTH);
    const crowd = 3 + chance.integer(8);
    for (let n = 0; n < crowd; n++) {
      const voice = one();
      const from = chance.integer(voice.length);
      sound.forEach((_, at) => sound[at] += voice[(from + at) % voice.length]);
    }
    return { who: `babble of ${crowd}`, sound: scaled(sound, chance) };
  });
}

function scaled(sound: Float64Array, chance: Chance) {
  return levelled(sound, LEVEL(chance));
}

/** Minutes of noise of each colour in turn, each minute at a level of chance. */
export function noise(minutes: number, chance: Chance): Speech[] {
  const colours = [white, pink, brown];
  return Array.from({ length: minutes }, (_, n) => {
    const colour = colours[n % colours.length];
    return { who: colour.name, sound: scaled(colour(chance), chance) };
  });
}
