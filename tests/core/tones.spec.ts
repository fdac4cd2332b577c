import { expect, test } from "vitest";
import { loadCore } from "../../runtime/core/mod.ts";
import { frequenciesOf, keyIn, levelAt, PAD } from "./support/sounds.ts";

const core = await loadCore();

test("every key is its two frequencies at the level asked for, and no other", () => {
  for (const key of PAD) {
    const sound = core.dtmfTones(key, { toneMs: 200, gapMs: 0, level: -9 });
    const middle = sound.subarray(100, 1500);
    expect(keyIn(middle)).toBe(key);
    for (const hertz of frequenciesOf(key)) {
      expect(levelAt(middle, hertz)).toBeCloseTo(-9, 1);
      expect(levelAt(middle, 2 * hertz)).toBeLessThan(-75);
      expect(levelAt(middle, 3 * hertz)).toBeLessThan(-75);
    }
  }
});

test("tones and pauses are as long as asked for", () => {
  const sound = core.dtmfTones("1#", { toneMs: 40, gapMs: 25 });
  expect(sound).toHaveLength(2 * 520);
  expect(sound.subarray(320, 520).every((x) => x === 0)).toBe(true);
  expect(sound.subarray(840).every((x) => x === 0)).toBe(true);
  expect(sound.subarray(300, 320).some((x) => x !== 0)).toBe(true);
});

test("edges are soft: no sample jumps further than the tone itself does", () => {
  const sound = core.dtmfTones("9", { toneMs: 50, gapMs: 10, level: -6 });
  const steps = sound.map((x, n) => Math.abs(x - (sound[n - 1] ?? 0)));
  const middle = Math.max(...steps.subarray(24, 376));
  expect(Math.max(...steps)).toBeLessThanOrEqual(middle);
  expect(Math.abs(sound[0])).toBeLessThan(200);
  expect(Math.abs(sound[399])).toBeLessThan(200);
});

test("a beep is one frequency", () => {
  const beep = core.tone(1000, 200, -13);
  expect(beep).toHaveLength(1600);
  expect(levelAt(beep.subarray(100, 1500), 1000)).toBeCloseTo(-13, 1);
  expect(levelAt(beep.subarray(100, 1500), 2000)).toBeLessThan(-75);
});

test("3.14 dBm0 is a sine of full scale", () => {
  const sound = core.tone(1020, 1000, 3.14);
  expect(Math.max(...sound)).toBeGreaterThan(32700);
  expect(Math.max(...core.tone(1020, 1000, 0))).toBe(22825);
});

test("what is no key, no time and no level is refused", () => {
  expect(() => core.dtmfTones("1X")).toThrow('"X" is no key');
  expect(() => core.dtmfTones("1", { toneMs: -1 })).toThrow("toneMs is -1");
  expect(() => core.dtmfTones("1", { gapMs: NaN })).toThrow("gapMs is NaN");
  expect(() => core.dtmfTones("1", { level: 0 })).toThrow("level is 0 dBm0");
  expect(() => core.tone(5000, 10)).toThrow("5000 Hz");
});
