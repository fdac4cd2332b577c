import { expect, test } from "vitest";
import { SeededChance } from "../../runtime/base/chance.ts";
import { loadCore } from "../../runtime/core/mod.ts";
import { HERTZ } from "./support/plain_screen.ts";
import { dial, frequenciesOf, PAD } from "./support/sounds.ts";

const core = await loadCore();
const chance = new SeededChance(8);

test("a tone of a known level is shown at that level, within 0.2 dB", () => {
  HERTZ.forEach((hertz, tone) => {
    for (const level of [3, -10, -25, -40]) {
      const levels = core.toneLevels(core.tone(hertz, 400, level));
      expect(Math.abs(levels[tone] - level)).toBeLessThan(0.2);
    }
  });
});

test("a key's 40 ms stand 20 dB above the six other tones", () => {
  for (const key of PAD) {
    const twist = { on: 40, off: 0, low: -12, high: -8 };
    const lead = dial(key, twist, chance);
    const onset = lead.findIndex((sample) => sample !== 0);
    const levels = core.toneLevels(lead.subarray(onset, onset + 320));
    const [low, high] = frequenciesOf(key).map((f) => HERTZ.indexOf(f));
    expect(Math.abs(levels[low] + 12)).toBeLessThan(1);
    expect(Math.abs(levels[high] + 8)).toBeLessThan(1);
    levels.forEach((level, tone) => {
      if (tone !== low && tone !== high) expect(level).toBeLessThan(-28);
    });
  }
});

test("silence has no level, and full scale for 8 s does not run over", () => {
  expect([...core.toneLevels(new Int16Array(320))]).toEqual(
    Array(8).fill(-Infinity),
  );
  expect([...core.toneLevels(new Int16Array())]).toEqual(
    Array(8).fill(-Infinity),
  );
  const square = Int16Array.from(
    { length: 65_536 },
    (_, n) => n * 770 % 8000 < 4000 ? 32767 : -32768,
  );
  // The fundamental of a square wave is 4/π of it: 2.1 dB
  expect(Math.abs(core.toneLevels(square)[1] - 3.14 - 2.1)).toBeLessThan(0.2);
  expect(() => core.toneLevels(new Int16Array(65_537))).toThrow(RangeError);
});
