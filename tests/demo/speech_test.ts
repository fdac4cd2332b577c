import assert from "node:assert/strict";
import { levelled, rms } from "../../runtime/demo/loudness.ts";
import { resample } from "../../runtime/demo/resample.ts";
import { Speech } from "../../runtime/demo/speech.ts";
import { textsOf } from "../../runtime/demo/texts.ts";

const RATE = 22050;

function sine(frequency: number, rate: number, seconds: number): Int16Array {
  return Int16Array.from(
    { length: rate * seconds },
    (_, n) => Math.round(10000 * Math.sin(2 * Math.PI * frequency * n / rate)),
  );
}

function decibels(ratio: number): number {
  return 20 * Math.log10(ratio);
}

Deno.test("resampling keeps the telephone band and takes out what would alias", () => {
  const cases: [hertz: number, least: number, most: number][] = [
    [300, -0.1, 0.1],
    [1000, -0.1, 0.1],
    [3300, -0.2, 0.1],
    [4100, -Infinity, -50],
    [5000, -Infinity, -58],
    [9000, -Infinity, -58],
  ];
  for (const [hertz, least, most] of cases) {
    const out = resample(sine(hertz, RATE, 1), RATE, 8000);
    assert.equal(out.length, 8000);
    const gain = decibels(rms(out, 200, 7800) / (10000 / Math.SQRT2));
    assert(gain >= least && gain <= most, `${hertz} Hz: ${gain} dB`);
  }
});

Deno.test("speech is brought to −16 dBm0 whatever it was, pauses not counted", () => {
  for (const loud of [0.02, 0.5, 3]) {
    const speech = new Float32Array(16000);
    speech.set(Float32Array.from(sine(440, 8000, 0.5), (x) => x * loud), 4000);
    const out = levelled(speech);
    assert.equal(out.length, 4000 + 2 * 320);
    const level = decibels(rms(out, 320, 4320) / (32767 / Math.SQRT2)) + 3.14;
    assert(Math.abs(level + 16) < 0.5, `${level} dBm0`);
  }
});

Deno.test("silence stays silence and is no division by zero", () => {
  assert.equal(levelled(new Float32Array(1600)).every((x) => x === 0), true);
});

for (const language of ["zh-CN", "en-US"]) {
  Deno.test(`eSpeak NG speaks ${language}: long enough, at a level to hear`, async () => {
    const { voice, phrases } = textsOf(language);
    const speech = new Speech(voice);
    const samples = await speech.say(phrases.askKeys);
    speech.close();
    assert(samples.length > 8000, `${samples.length} samples`);
    assert(rms(samples) > 1500, `RMS ${rms(samples)}`);
  });
}
