import { expect, test } from "vitest";
import { SeededChance } from "../../runtime/base/chance.ts";
import { loadCore } from "../../runtime/core/mod.ts";
import { dial, type Dialling, PAD } from "./support/sounds.ts";
import { noise } from "./support/test_sounds.ts";

const core = await loadCore();
const ROUNDS = 12;

function heard(how: Dialling, seed: number): string {
  const detector = core.dtmfDetector();
  const sound = dial(PAD, how, new SeededChance(seed));
  const keys = detector.detect(sound).map(({ key }) => key).join("");
  detector.close();
  return keys;
}

/** What ITU-T Q.24 and ETSI ES 201 235-3 want heard. */
const ACCEPTED: readonly [what: string, how: Dialling][] = [
  ["40 ms tones and 40 ms pauses", { on: 40, off: 40 }],
  ["40 ms tones and 30 ms pauses", { on: 40, off: 30 }],
  ["65 ms tones and 35 ms pauses", { on: 65, off: 35 }],
  ["tones of a second", { on: 1000, off: 50 }],
  ["both tones 1.5 % sharp", { on: 40, off: 40, lowOff: 1.5, highOff: 1.5 }],
  ["both tones 1.5 % flat", { on: 40, off: 40, lowOff: -1.5, highOff: -1.5 }],
  ["tones 1.5 % apart", { on: 40, off: 40, lowOff: 1.5, highOff: -1.5 }],
  ["twist: the high tone 8 dB weaker", {
    on: 40,
    off: 40,
    low: -8,
    high: -16,
  }],
  ["reverse twist: the high tone 4 dB stronger", {
    on: 40,
    off: 40,
    low: -12,
    high: -8,
  }],
  ["15 dB above noise", { on: 40, off: 40, snr: 15 }],
  ["10 dB above noise", { on: 50, off: 50, snr: 10 }],
  ["15 dB above noise and off pitch", {
    on: 40,
    off: 40,
    snr: 15,
    lowOff: -1.5,
    highOff: 1.5,
  }],
  ["0 dBm0, clipped", { on: 40, off: 40, low: 0, high: 0 }],
  ["-25 dBm0", { on: 40, off: 40, low: -25, high: -25 }],
  ["-25 and -33 dBm0", { on: 40, off: 40, low: -25, high: -33 }],
  ["an interruption of 10 ms is one key", {
    on: 100,
    off: 60,
    hole: [45, 10],
  }],
  ["an interruption of 5 ms is one key", { on: 80, off: 40, hole: [45, 5] }],
];

for (const [what, how] of ACCEPTED) {
  test(`hears each key once: ${what}`, () => {
    for (let seed = 1; seed <= ROUNDS; seed++) {
      expect(heard(how, seed), `seed ${seed}`).toBe(PAD);
    }
  });
}

/** And what they want not heard. */
const REJECTED: readonly [what: string, how: Dialling][] = [
  ["10 ms tones", { on: 10, off: 60 }],
  ["20 ms tones", { on: 20, off: 60 }],
  ["23 ms tones", { on: 23, off: 60 }],
  ["23 ms tones 40 ms apart", { on: 23, off: 40 }],
  ["the low tone 3.5 % sharp", { on: 100, off: 60, lowOff: 3.5 }],
  ["the low tone 3.5 % flat", { on: 100, off: 60, lowOff: -3.5 }],
  ["the high tone 3.5 % sharp", { on: 100, off: 60, highOff: 3.5 }],
  ["the high tone 3.5 % flat", { on: 100, off: 60, highOff: -3.5 }],
  ["3.5 % off pitch in noise", { on: 100, off: 60, lowOff: 3.5, snr: 20 }],
  ["a tone alone: the high one is missing", { on: 100, off: 60, high: -90 }],
  ["a tone alone: the low one is missing", { on: 100, off: 60, low: -90 }],
  ["-55 dBm0 (Q.24 table A-1)", { on: 100, off: 60, low: -55, high: -55 }],
];

for (const [what, how] of REJECTED) {
  test(`hears nothing: ${what}`, () => {
    for (let seed = 1; seed <= ROUNDS; seed++) {
      expect(heard(how, seed), `seed ${seed}`).toBe("");
    }
  });
}

for (const law of ["pcma", "pcmu"] as const) {
  test(`hears -25 dBm0 after ${law}`, () => {
    const codec = core.codec(law);
    const how = { on: 40, off: 40, low: -25, high: -25 };
    for (let seed = 1; seed <= ROUNDS; seed++) {
      const sound = dial(PAD, how, new SeededChance(seed));
      const coded = codec.decode(codec.encode(sound));
      const keys = core.dtmfDetector().detect(coded).map(({ key }) => key);
      expect(keys.join("")).toBe(PAD);
    }
  });
}

test("the same key twice is two keys", () => {
  const sound = dial("5555", { on: 40, off: 40 }, new SeededChance(1));
  const keys = core.dtmfDetector().detect(sound).map(({ key }) => key);
  expect(keys).toEqual(["5", "5", "5", "5"]);
});

test("start is where the tone begins, to 10 ms", () => {
  const sound = core.dtmfTones("159D", { toneMs: 60, gapMs: 60 });
  const padded = new Int16Array(1234 + sound.length);
  padded.set(sound, 1234);
  core.dtmfDetector().detect(padded).forEach(({ start }, index) => {
    expect(Math.abs(start - (1234 + 960 * index))).toBeLessThan(80);
  });
});

test("a key is told within 45 ms, and held until its tone ends", () => {
  const detector = core.dtmfDetector();
  const tone = core.dtmfTones("7", { toneMs: 200, gapMs: 100 });
  expect(detector.held).toBe(null);
  expect(detector.detect(tone.subarray(0, 360))).toHaveLength(1);
  expect(detector.held).toBe("7");
  expect(detector.detect(tone.subarray(360, 1600))).toEqual([]);
  expect(detector.held).toBe("7");
  expect(detector.detect(tone.subarray(1600))).toEqual([]);
  expect(detector.held).toBe(null);
});

test("blocks of any length find the same keys at the same places", () => {
  const sound = dial(PAD, { on: 50, off: 50, snr: 20 }, new SeededChance(7));
  const whole = core.dtmfDetector().detect(sound);
  for (const length of [1, 7, 40, 159, 161, 1000]) {
    const detector = core.dtmfDetector();
    const found = [];
    for (let at = 0; at < sound.length; at += length) {
      found.push(...detector.detect(sound.subarray(at, at + length)));
    }
    expect(found).toEqual(whole);
  }
});

test("detectors do not disturb each other, and reset forgets", () => {
  const [one, other] = [core.dtmfDetector(), core.dtmfDetector()];
  const tone = core.dtmfTones("3", { toneMs: 50, gapMs: 0 });
  one.detect(tone.subarray(0, 200));
  expect(other.detect(tone)).toHaveLength(1);
  one.reset();
  expect(one.detect(tone.subarray(200, 360))).toEqual([]);
  one.close();
  expect(() => one.detect(tone)).toThrow("closed");
  expect(other.held).toBe("3");
});

test("noise and plain tones are no keys", () => {
  const hiss = noise(5, 480_000, 10_000);
  expect(core.dtmfDetector().detect(hiss)).toEqual([]);
  for (const hertz of [350, 440, 425, 697, 941, 1000, 1209, 1633]) {
    const sound = core.tone(hertz, 1000);
    expect(core.dtmfDetector().detect(sound)).toEqual([]);
  }
});
