import assert from "node:assert/strict";
import type { SampleCount } from "../../runtime/base/units.ts";
import { joined } from "../../runtime/sound/joined.ts";

const NONE = 0 as SampleCount;

/** A hum with so much silence on either side. */
function hum(samples: number, silence = 0): Int16Array {
  const sound = new Int16Array(samples + 2 * silence);
  for (let n = 0; n < samples; n++) {
    sound[silence + n] = 8000 * Math.sin(2 * Math.PI * n / 20);
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
  const loud = new Int16Array(1600).fill(30_000);
  const nothing = new Int16Array(0);
  const heard = joined([loud, nothing, nothing, loud], NONE, NONE);
  assert(heard.every((sample) => sample >= 0), "an overflow turns the sign");
  assert.equal(heard.at(800), 30_000);
  assert.equal(joined([loud, nothing, nothing], NONE, NONE).length, 1600);
});
