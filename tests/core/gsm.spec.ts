import { expect, test } from "vitest";
import { SeededChance } from "../../runtime/base/chance.ts";
import { loadCore } from "../../runtime/core/mod.ts";

const core = await loadCore();

/** How each framing cuts: samples and the bytes that they become. */
const FRAMINGS = [
  ["gsm", 160, 33],
  ["gsm-wav49", 320, 65],
] as const;

/** Three tones and their hiss: tonal enough to be coded well. */
function hum(samples: number): Int16Array<ArrayBuffer> {
  const chance = new SeededChance(5);
  const wave = (hertz: number, n: number) =>
    4000 * Math.sin(2 * Math.PI * hertz * n / 8000);
  return Int16Array.from(
    { length: samples },
    (_, n) =>
      wave(150, n) + wave(300, n) + wave(450, n) + chance.integer(200) - 100,
  );
}

for (const [name, samples, bytes] of FRAMINGS) {
  test(`${name}: blocks of any length give the same bytes and sound`, () => {
    const sound = hum(10 * samples);
    const coded = core.codec(name).encode(sound);
    expect(coded).toHaveLength(10 * bytes);
    const decoded = core.codec(name).decode(coded);
    expect(decoded).toHaveLength(10 * samples);
    const chance = new SeededChance(9);
    const codec = core.codec(name);
    const parts: number[] = [];
    for (let at = 0; at < sound.length;) {
      const length = chance.integer(2 * samples);
      parts.push(...codec.encode(sound.subarray(at, at + length)));
      at += length;
    }
    expect(Uint8Array.from(parts)).toEqual(coded);
    const heard: number[] = [];
    for (let at = 0; at < coded.length;) {
      const length = chance.integer(2 * bytes);
      heard.push(...codec.decode(coded.subarray(at, at + length)));
      at += length;
    }
    expect(Int16Array.from(heard)).toEqual(decoded);
  });

  test(`${name}: what is flushed ends in silence`, () => {
    const sound = hum(samples + 100);
    const codec = core.codec(name);
    expect(codec.flush()).toHaveLength(0);
    const begun = codec.encode(sound);
    expect(begun).toHaveLength(bytes);
    const padded = new Int16Array(2 * samples);
    padded.set(sound);
    const whole = core.codec(name).encode(padded);
    expect(codec.flush()).toEqual(whole.subarray(bytes));
    expect(codec.flush()).toHaveLength(0);
  });
}
