import { expect, test } from "vitest";
import { SeededChance } from "../../runtime/base/chance.ts";
import { loadCore } from "../../runtime/core/mod.ts";
import { resampledPlainly } from "./support/plain_resampler.ts";

const core = await loadCore();
/** With and without a common divisor with 8000, below and above it. */
const RATES = [
  ...[4000, 6000, 7999, 11_025, 16_000, 22_050, 32_000],
  ...[44_100, 44_101, 48_000, 96_000, 192_000],
];

function noise(samples: number, seed = 1): Int16Array<ArrayBuffer> {
  const chance = new SeededChance(seed);
  return Int16Array.from(
    { length: samples },
    () => chance.integer(24_001) - 12_000,
  );
}

function sine(hertz: number, rate: number): Int16Array<ArrayBuffer> {
  return Int16Array.from(
    { length: rate },
    (_, n) => Math.round(10_000 * Math.sin(2 * Math.PI * hertz * n / rate)),
  );
}

/** `length` is asked how long the next piece is. */
function resampled(
  sound: Int16Array | Float32Array,
  rate: number,
  { length = () => sound.length, to = 8000 } = {},
): Int16Array<ArrayBuffer> {
  const resampler = core.resampler(rate, to);
  const pieces: Int16Array[] = [];
  for (let at = 0; at < sound.length;) {
    const end = at + length();
    pieces.push(resampler.push(sound.subarray(at, end)));
    at = end;
  }
  pieces.push(resampler.flush());
  resampler.close();
  return Int16Array.from(pieces.flatMap((piece) => [...piece]));
}

/** Of one tone in the middle of a second of sound, beside a peak of 10,000. */
function decibelsOf(sound: Int16Array, hertz: number): number {
  const middle = sound.subarray(1000, 7000);
  let [real, imaginary] = [0, 0];
  middle.forEach((sample, n) => {
    const hann = 1 - Math.cos(2 * Math.PI * n / middle.length);
    real += hann * sample * Math.cos(2 * Math.PI * hertz * n / 8000);
    imaginary += hann * sample * Math.sin(2 * Math.PI * hertz * n / 8000);
  });
  const peak = 2 * Math.hypot(real, imaginary) / middle.length;
  return 20 * Math.log10(peak / 10_000);
}

function worst(ours: Int16Array, plain: Float64Array): number {
  expect(ours.length).toBe(plain.length);
  return plain.reduce((most, x, n) => Math.max(most, Math.abs(x - ours[n])), 0);
}

for (const rate of RATES) {
  test(`${rate} Hz: what comes is the formula's, rounded`, () => {
    const sound = noise(rate >> 2);
    const off = worst(resampled(sound, rate), resampledPlainly(sound, rate));
    // Half of one, and what lies between rows: −84 dB of the noise.s peak.
    expect(off).toBeLessThan(0.502 + (rate % 100 === 0 ? 0 : 0.7));
  });

  test(`${rate} Hz: how a sound is cut does not matter`, () => {
    const chance = new SeededChance(rate);
    const sound = noise(rate >> 1, 2);
    const whole = resampled(sound, rate);
    expect(resampled(sound, rate, { length: () => chance.integer(3000) }))
      .toEqual(whole);
    expect(resampled(sound.subarray(0, 500), rate, { length: () => 1 }))
      .toEqual(resampled(sound.subarray(0, 500), rate));
  });

  test(`${rate} Hz: a sound is as long as it was`, () => {
    for (const samples of [0, 1, 7, 500, 2047, 2048, 2049]) {
      const sound = noise(samples);
      const length = Math.round(samples * 8000 / rate);
      expect(resampled(sound, rate).length).toBe(length);
    }
  });
}

for (const rate of RATES.filter((rate) => rate > 9000)) {
  test(`${rate} Hz: what telephones carry keeps its level and pitch`, () => {
    for (const hertz of [50, 300, 1000, 3400]) {
      const level = decibelsOf(resampled(sine(hertz, rate), rate), hertz);
      expect(Math.abs(level)).toBeLessThan(0.1);
    }
  });

  test(`${rate} Hz: what 8 kHz cannot hold is 78 dB down`, () => {
    const step = Math.ceil((rate / 2 - 4020) / 7);
    for (let hertz = 4020; hertz < rate / 2; hertz += step) {
      const folded = Math.abs(hertz - 8000 * Math.round(hertz / 8000));
      const level = decibelsOf(resampled(sine(hertz, rate), rate), folded);
      expect(level).toBeLessThan(-78);
    }
  });
}

test("8 kHz stay bit for bit what they were", () => {
  const sound = noise(5000);
  expect(resampled(sound, 8000)).toEqual(sound);
});

test("another rate than 8 kHz may come out", () => {
  const sound = noise(2000);
  const ours = resampled(sound, 8000, { to: 44_100 });
  expect(worst(ours, resampledPlainly(sound, 8000, 44_100))).toBeLessThan(1);
});

test("32-bit float is the same sound; 1 is full scale", () => {
  const sound = noise(9000);
  const float = Float32Array.from(sound, (sample) => sample / 32_768);
  expect(resampled(float, 44_100)).toEqual(resampled(sound, 44_100));
});

test("float beyond full scale is clipped, and no number is silence", () => {
  const loud = new Float32Array(8000).fill(1.5);
  expect(new Set(resampled(loud, 8000))).toEqual(new Set([32_767]));
  const broken = Float32Array.of(NaN, Infinity, -Infinity, 1e30, 0, 0.5);
  expect([...resampled(broken, 8000)])
    .toEqual([0, 32_767, -32_768, 32_767, 0, 16_384]);
  const after = Float32Array.from(
    { length: 8000 },
    (_, n) => n === 0 ? NaN : 0,
  );
  expect(new Set(resampled(after, 48_000))).toEqual(new Set([0]));
});

test("full scale that alternates is clipped, not folded over", () => {
  const square = Int16Array.from(
    { length: 44_100 },
    (_, n) => n % 40 < 20 ? 32_767 : -32_768,
  );
  const ours = resampled(square, 44_100);
  const plain = resampledPlainly(square, 44_100)
    .map((x) => Math.max(-32_768, Math.min(32_767, x)));
  expect(worst(ours, plain)).toBeLessThan(0.51);
});

test("resamplers at work do not disturb each other", () => {
  const rates = [11_025, 44_100, 44_100, 48_000];
  const sounds = rates.map((rate, n) => noise(rate, n));
  const resamplers = rates.map((rate) => core.resampler(rate));
  const given: number[][] = rates.map(() => []);
  for (let at = 0; at < 48_000; at += 1000) {
    resamplers.forEach((resampler, n) =>
      given[n].push(...resampler.push(sounds[n].subarray(at, at + 1000)))
    );
  }
  resamplers.forEach((resampler, n) => given[n].push(...resampler.flush()));
  rates.forEach((rate, n) =>
    expect(Int16Array.from(given[n])).toEqual(resampled(sounds[n], rate))
  );
  for (const resampler of resamplers) resampler.close();
});

test("a rate that no file has is refused", () => {
  for (const rate of [0, -8000, 3999, 192_001, 8000.5, NaN, Infinity]) {
    expect(() => core.resampler(rate)).toThrow(RangeError);
    expect(() => core.resampler(8000, rate)).toThrow(RangeError);
  }
});

test("a resampler that is closed takes nothing more", () => {
  const resampler = core.resampler(44_100);
  resampler.close();
  resampler.close();
  expect(() => resampler.push(noise(10))).toThrow(TypeError);
  expect(() => resampler.flush()).toThrow(TypeError);
});
