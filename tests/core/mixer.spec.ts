import { expect, test } from "vitest";
import { SeededChance } from "../../runtime/base/chance.ts";
import { loadCore } from "../../runtime/core/mod.ts";

const core = await loadCore();

function voices(parties: number, length: number, peak: number, seed: number) {
  const chance = new SeededChance(seed);
  const sample = () => chance.integer(2 * peak) - peak;
  return Array.from(
    { length: parties },
    () => Int16Array.from({ length }, sample),
  );
}

/** The definition: everybody's sum less oneself, clipped once. */
function expected(parties: readonly Int16Array[]): Int16Array[] {
  return parties.map((own) =>
    own.map((x, n) => {
      const sum = parties.reduce((all, voice) => all + voice[n], 0) - x;
      return Math.max(-32768, Math.min(32767, sum));
    })
  );
}

for (const parties of [1, 2, 3, 10, 100]) {
  test(`each of ${parties} hears the sum of all others, clipped once`, () => {
    const mixer = core.mixer(parties);
    for (const length of [160, 1, 1000]) {
      const loud = voices(parties, length, 32768, parties + length);
      expect(mixer.mix(loud)).toEqual(expected(loud));
    }
    mixer.close();
  });
}

test("quiet voices are not clipped", () => {
  const quiet = voices(10, 160, 3000, 1);
  expect(core.mixer(10).mix(quiet)).toEqual(expected(quiet));
});

test("wrong numbers and lengths are refused", () => {
  const mixer = core.mixer(2);
  expect(() => core.mixer(0)).toThrow("0 parties");
  expect(() => mixer.mix([new Int16Array(1)])).toThrow("1 voices for 2");
  expect(() => mixer.mix([new Int16Array(1), new Int16Array(2)])).toThrow(
    "same length",
  );
  mixer.close();
  expect(() => mixer.mix(voices(2, 160, 10, 1))).toThrow("closed");
});
