import assert from "node:assert/strict";
import { SeededChance } from "../../runtime/base/chance.ts";
import type { SampleCount } from "../../runtime/base/units.ts";
import { joined } from "../../runtime/sound/joined.ts";
import { loudnessIn, windowed } from "../support/room/tones.ts";

const NONE = 0 as SampleCount;
const LOUDNESS = 8000;

/** A hum with so much silence on either side. */
function hum(samples: number, silence = 0): Int16Array {
  const sound = new Int16Array(samples + 2 * silence);
  for (let n = 0; n < samples; n++) {
    sound[silence + n] = LOUDNESS * Math.sin(2 * Math.PI * n / 20);
  }
  return sound;
}

/** The greatest leap from one sample to the next. */
function step(sound: Int16Array): number {
  let most = 0;
  for (let n = 1; n < sound.length; n++) {
    most = Math.max(most, Math.abs(sound[n] - sound[n - 1]));
  }
  return most;
}

Deno.test("pauses of parts are cut down to 20 ms", () => {
  const heard = joined([hum(1600, 4000)], NONE, NONE);
  assert.equal(heard.length, 1600 + 2 * 160);
});

Deno.test("pauses are cut down in a noisy room and by a microphone with an offset too", () => {
  const chance = new SeededChance(5);
  for (const [offset, noise] of [[0, 0], [-900, 0], [0, 200], [500, 150]]) {
    const rough = hum(1600, 4000)
      .map((sample) => sample + offset + chance.integer(2 * noise + 1) - noise);
    const heard = joined([rough], NONE, NONE);
    assert.equal(heard.length, 1600 + 2 * 160, `${offset} ${noise}`);
  }
});

/** How loud what is above 2 kHz is, in 20 ms. */
function hiss(sound: Int16Array): number {
  const look = windowed(sound);
  const bands = Array.from({ length: 40 }, (_, n) => 2000 + 50 * n);
  return Math.hypot(...bands.map((hertz) => loudnessIn(hertz, look)));
}

Deno.test("no seam clicks: what it adds above 2 kHz is 75 dB below the voice", () => {
  for (const length of [1600, 1605, 1610, 1613]) {
    const parts = [hum(length), hum(1600), hum(length)];
    const heard = joined(parts, NONE, NONE);
    for (let at = 0; at + 160 <= heard.length; at += 40) {
      const level = hiss(heard.subarray(at, at + 160));
      assert(
        20 * Math.log10(level / LOUDNESS) < -75,
        `${level} at ${at} after ${length}`,
      );
    }
  }
});

Deno.test("no seam leaps, wherever a part is cut off", () => {
  const within = step(hum(1600));
  for (const length of [1600, 1605, 1610, 1613]) {
    const parts = [hum(length), hum(1600, 400), hum(length)];
    for (const gap of [NONE, 800 as SampleCount]) {
      const heard = joined(parts, gap, 100 as SampleCount);
      assert(step(heard) <= within, `${step(heard)} after ${length}`);
      assert.equal(heard[heard.length - 101], 0);
    }
  }
});

Deno.test("a gap is silence of just that length, as is the rest", () => {
  const heard = joined(
    [hum(1600), hum(1600)],
    800 as SampleCount,
    480 as SampleCount,
  );
  assert.equal(heard.length, 1600 + 800 + 1600 + 480);
  const silent = (from: number, to: number) =>
    heard.subarray(from, to).every((sample) => sample === 0);
  assert.deepEqual([silent(1600, 2400), silent(4000, 4480)], [true, true]);
});

Deno.test("parts that are silent, tiny or none at all are no trouble", () => {
  const parts = [new Int16Array(0), new Int16Array(5), new Int16Array(4000)];
  assert(joined(parts, NONE, NONE).every((sample) => sample === 0));
  assert.equal(joined([], NONE, 480 as SampleCount).length, 480);
});

Deno.test("a part of nothing takes nothing away from its neighbours", () => {
  const loud = Int16Array.from(
    { length: 1600 },
    (_, n) => 30_000 - n % 2 * 5000,
  );
  const nothing = new Int16Array(0);
  const heard = joined([loud, nothing, nothing, loud], NONE, NONE);
  assert(heard.every((sample) => sample >= 0), "an overflow turns the sign");
  assert.equal(heard.at(800), 30_000);
  assert.equal(joined([loud, nothing, nothing], NONE, NONE).length, 1600);
});
