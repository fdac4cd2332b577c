import { expect, test } from "vitest";
import { SeededChance } from "../../runtime/base/chance.ts";
import { loadExports } from "./support/exports.ts";
import {
  BLOCK,
  HERTZ,
  plainEnergy,
  plainHigh,
  plainLow,
  plainPower,
  plainStepEnergy,
} from "./support/plain_screen.ts";
import { dial, PAD } from "./support/sounds.ts";
import { testSounds } from "./support/test_sounds.ts";
import { voice } from "./support/voice.ts";

const core = await loadExports();
/** So much of each sound: 3 s. */
const SAMPLES = 24_000;
const BEFORE = 2;
const STEPS = 5;
/** An f32 is off by 2^-24 of it at most. */
const HALF_ULP = 2 ** -24;

const SOUNDS: readonly [name: string, Int16Array][] = [
  ...testSounds(SAMPLES),
  ["a voice", voice(SAMPLES / 8000, 3)],
  ["keys", dial(PAD, { on: 50, off: 40 }, new SeededChance(4))],
];

const HOME = core.heapBase() + 64;
const COPY = HOME + 1024;
const INTO = HOME + 2048;

function place(sound: Int16Array, at: number): void {
  new Int16Array(core.memory.buffer, at, sound.length).set(sound);
}

function floats(at: number, count: number): number[] {
  return [...new Float32Array(core.memory.buffer, at, count)];
}

/** Blocks with the two samples before them, each at another address. */
function* blocksOf(sound: Int16Array): Generator<[Int16Array, at: number]> {
  const chance = new SeededChance(1);
  const length = BEFORE + BLOCK;
  for (let from = 0; from + length <= sound.length; from += BLOCK - 3) {
    const at = HOME + 2 * chance.integer(16);
    const part = sound.subarray(from, from + length);
    place(part, at - 2 * BEFORE);
    yield [part, at];
  }
}

for (const [name, sound] of SOUNDS) {
  test(`the screen's powers are those of plain sums: ${name}`, () => {
    for (const [part, at] of blocksOf(sound)) {
      const block = part.subarray(BEFORE);
      const energy = core.screenFold(at, COPY);
      core.screenMeasure();
      const wanted = HERTZ.map((hertz) => plainPower(block, hertz));
      expect(floats(core.screenPowers(), HERTZ.length)).toEqual(wanted);
      const plain = plainEnergy(block);
      // Four lanes are rounded, and their sums: twice on each one's way
      expect(Math.abs(energy - plain)).toBeLessThanOrEqual(
        3 * HALF_ULP * plain,
      );
      expect([...new Int16Array(core.memory.buffer, COPY, BLOCK)])
        .toEqual([...block]);
    }
  });

  test(`the phasors of a careful look are plain sums: ${name}`, () => {
    const chance = new SeededChance(2);
    for (const [part, at] of blocksOf(sound)) {
      const [low, high] = [chance.integer(4), 4 + chance.integer(4)];
      const count = chance.integer(1 << 20);
      core.phasors(at, low, high, count, INTO);
      const peak = 1 + Math.max(...part.map(Math.abs));
      for (let step = 0; step < STEPS; step++) {
        const wanted = [
          ...plainLow(part, HERTZ[low], count, step),
          ...plainHigh(part, HERTZ[high], count, step),
        ];
        floats(INTO + 16 * step, 4).forEach((x, n) => {
          // Undoing the notch takes up to 8 times what it left, twice over;
          // sums, three factors and two products are rounded on the way
          const most = 16 * peak * 8 * HALF_ULP;
          expect(Math.abs(x - wanted[n])).toBeLessThanOrEqual(most);
        });
      }
    }
  });

  test(`the energies of steps are plain sums: ${name}`, () => {
    for (const [part, at] of blocksOf(sound)) {
      core.stepEnergies(at, INTO);
      const wanted = Array.from(
        { length: STEPS },
        (_, step) => Math.fround(plainStepEnergy(part, step)),
      );
      expect(floats(INTO, STEPS)).toEqual(wanted);
    }
  });
}

/** What is reported of a sound that comes in pieces. */
function reportsOf(
  sound: Int16Array,
  piece: () => [length: number, at: number],
) {
  const detector = core.heapBase() + 32768;
  const reports: number[] = [];
  core.detectorReset(detector);
  for (let from = 0; from < sound.length;) {
    const [length, at] = piece();
    const part = sound.subarray(from, from + length);
    place(part, at);
    const count = core.detectorHear(detector, at, part.length, 0);
    const list = core.detectorReports();
    reports.push(...new Uint32Array(core.memory.buffer, list, 3 * count));
    from += part.length;
  }
  return reports;
}

for (const [name, sound] of SOUNDS) {
  test(`keys, their starts and lengths do not depend on how sound is cut or where it lies: ${name}`, () => {
    const wanted = reportsOf(sound, () => [160, HOME]);
    const chance = new SeededChance(5);
    for (const longest of [1, 79, 81, 400, 4000]) {
      const cut = () =>
        [1 + chance.integer(longest), HOME + 2 * chance.integer(16)] as [
          number,
          number,
        ];
      expect(reportsOf(sound, cut)).toEqual(wanted);
    }
    if (name === "keys") expect(wanted).toHaveLength(PAD.length * 2 * 3);
  });
}
