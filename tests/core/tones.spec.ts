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

test("twist makes the higher frequency louder, or softer", () => {
  for (const [level, twist] of [[-10, 2], [-9, -8], [-20, 4], [-6, 0]]) {
    const sound = core.dtmfTones("8", { toneMs: 300, level, twist });
    const middle = sound.subarray(100, 2300);
    expect(Math.abs(levelAt(middle, 852) - level)).toBeLessThan(0.1);
    expect(Math.abs(levelAt(middle, 1336) - level - twist)).toBeLessThan(0.1);
  }
});

/** Share of a sound's energy beyond `beyond` Hz, in dB, by a plain DFT. */
function splatter(sound: Int16Array, beyond: number): number {
  let [inside, outside] = [0, 0];
  for (let hertz = 0; hertz < 4000; hertz += 10) {
    let [real, imaginary] = [0, 0];
    sound.forEach((x, n) => {
      real += x * Math.cos(2 * Math.PI * hertz * n / 8000);
      imaginary += x * Math.sin(2 * Math.PI * hertz * n / 8000);
    });
    const power = real ** 2 + imaginary ** 2;
    if (hertz > beyond) outside += power;
    else inside += power;
  }
  return 10 * Math.log10(outside / inside);
}

test("shaped edges keep a key's energy below 2400 Hz, hard ones do not", () => {
  for (const key of ["1", "5", "9", "D"]) {
    const shaped = core.dtmfTones(key, { toneMs: 50, gapMs: 50 });
    const hard = core.dtmfTones(key, { toneMs: 60, gapMs: 40 });
    hard.fill(0, 0, 40).fill(0, 440);
    expect(splatter(shaped, 2400)).toBeLessThan(-55);
    expect(splatter(hard, 2400)).toBeGreaterThan(-45);
  }
});

test("what is no key, no time and no level is refused", () => {
  expect(() => core.dtmfTones("1X")).toThrow('"X" is no key');
  expect(() => core.dtmfTones("1", { toneMs: -1 })).toThrow("toneMs is -1");
  expect(() => core.dtmfTones("1", { gapMs: NaN })).toThrow("gapMs is NaN");
  expect(() => core.dtmfTones("1", { level: 0 })).toThrow("level is 0 dBm0");
  expect(() => core.dtmfTones("1", { level: -5, twist: 6 }))
    .toThrow("level is -5 dBm0, not at most -6.39");
  expect(() => core.dtmfTones("1", { twist: NaN })).toThrow("twist is NaN dB");
  expect(() => core.tone(5000, 10)).toThrow("5000 Hz");
});
