import { expect, test } from "vitest";
import { SeededChance } from "../../runtime/base/chance.ts";
import { loadExports } from "./support/exports.ts";
import {
  LONGEST,
  narrowed,
  plainLikeness,
  plainPeriod,
  REACH,
  scoreAt,
  SHORTEST,
} from "./support/plain_pitch.ts";
import { testSounds } from "./support/test_sounds.ts";
import { voice } from "./support/voice.ts";

const core = await loadExports();
const SAMPLES = 24_000;
const PLACES = 100;
const HOME = core.heapBase() + 64;

const SOUNDS: readonly [name: string, Int16Array][] = [
  ...testSounds(SAMPLES),
  ["a voice", voice(SAMPLES / 8000, 3)],
  ["a loud voice", voice(SAMPLES / 8000, 4, 32767)],
];

/** Puts sound at another address each time; gives the address. */
function place(sound: Int16Array, chance: SeededChance, from = HOME): number {
  const at = from + 2 * chance.integer(16);
  new Int16Array(core.memory.buffer, at, sound.length).set(sound);
  return at;
}

function* stretches(sound: Int16Array, chance: SeededChance) {
  for (let n = 0; n < PLACES; n++) {
    const from = chance.integer(sound.length - REACH);
    yield sound.subarray(from, from + REACH);
  }
}

function periodOf(sound: Int16Array, chance: SeededChance, longest: number) {
  return core.periodBefore(place(sound, chance) + 2 * sound.length, longest);
}

for (const [name, sound] of SOUNDS) {
  test(`the period is that of the plain search: ${name}`, () => {
    const chance = new SeededChance(1);
    for (const part of stretches(sound, chance)) {
      for (const longest of [LONGEST, SHORTEST + chance.integer(81)]) {
        const period = periodOf(part, chance, longest);
        expect(period).toBe(plainPeriod(narrowed(part), longest));
      }
    }
  });

  test(`12 bits are enough to find it: ${name}`, () => {
    const chance = new SeededChance(2);
    for (const part of stretches(sound, chance)) {
      const period = periodOf(part, chance, LONGEST);
      const best = scoreAt(part, plainPeriod(part, LONGEST));
      // What is cut off is less than a thousandth of the peak
      expect(scoreAt(part, period)).toBeGreaterThanOrEqual(0.99 * best);
    }
  });

  test(`how like two stretches are: ${name}`, () => {
    const chance = new SeededChance(3);
    for (const part of stretches(sound, chance)) {
      const samples = 1 + chance.integer(REACH / 2);
      const [one, other] = [part.subarray(0, samples), part.subarray(-samples)];
      const at = place(one, chance);
      const like = core.likeness(at, place(other, chance, at + 1024), samples);
      expect(like).toBeCloseTo(plainLikeness(one, other), 12);
    }
  });
}
