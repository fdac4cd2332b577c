import assert from "node:assert/strict";
import { SeededChance } from "../../runtime/base/chance.ts";
import { Decimator } from "../../examples/browser-dtmf/decimator.js";

const PEAK = 0.5;

function tone(hertz: number, rate: number): Float32Array {
  return Float32Array.from(
    { length: rate / 2 },
    (_, n) => PEAK * Math.sin(2 * Math.PI * hertz * n / rate),
  );
}

/** Root mean square of what comes out, its beginning left away, in dB of what went in. */
function gain(hertz: number, rate: number): number {
  const out = new Decimator(rate).push(tone(hertz, rate)).subarray(400);
  const power = out.reduce((sum, x) => sum + (x / 32768) ** 2, 0) / out.length;
  return 10 * Math.log10(power / (PEAK * PEAK / 2));
}

for (const rate of [11_025, 16_000, 22_050, 32_000, 44_100, 48_000, 96_000]) {
  Deno.test(`${rate} Hz become 8 kHz: the telephone's band stays, what would fold into it goes`, () => {
    for (const hertz of [300, 697, 1633, 3400]) {
      assert.ok(Math.abs(gain(hertz, rate)) < 0.1, `${hertz} Hz`);
    }
    const highest = rate / 2;
    for (const hertz of [4600, 5000, 6500, 7300, 12_000, 23_000]) {
      if (hertz < highest) assert.ok(gain(hertz, rate) < -59, `${hertz} Hz`);
    }
  });
}

Deno.test("sound at 8 kHz stays as it is", () => {
  const sound = tone(700, 8000);
  const out = new Decimator(8000).push(sound);
  out.forEach((sample, n) =>
    assert.ok(Math.abs(sample - 32768 * sound[n]) <= 1)
  );
});

Deno.test("the same comes out whatever pieces it comes in by", () => {
  const chance = new SeededChance(5);
  const sound = tone(1000, 44_100);
  const whole = new Decimator(44_100).push(sound);
  const decimator = new Decimator(44_100);
  const pieces: number[] = [];
  for (let at = 0; at < sound.length;) {
    const length = chance.integer(300);
    pieces.push(...decimator.push(sound.subarray(at, at + length)));
    at += length;
  }
  assert.deepEqual(pieces, [...whole]);
});
