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

  test(`${name}: codecs side by side, each its own state, none after close`, () => {
    const sound = hum(4 * samples);
    const alone = core.codec(name).encode(sound);
    const [one, other] = [core.codec(name), core.codec(name)];
    const turns = [0, 1, 2, 3].map((n) => {
      const part = sound.subarray(n * samples, (n + 1) * samples);
      other.decode(other.encode(part.toReversed()));
      return [...one.encode(part)];
    });
    expect(Uint8Array.from(turns.flat())).toEqual(alone);
    one.close();
    one.close();
    expect(() => one.encode(sound)).toThrow("closed");
    expect(() => one.decode(alone)).toThrow("closed");
    expect(other.decode(alone)).toHaveLength(4 * samples);
  });

  test(`${name}: a sound of tones comes back 10 dB above its errors`, () => {
    const sound = hum(20 * samples);
    const codec = core.codec(name);
    const heard = codec.decode(codec.encode(sound));
    let [signal, error] = [0, 0];
    for (let n = 320; n < sound.length; n++) {
      signal += sound[n] ** 2;
      error += (sound[n] - heard[n]) ** 2;
    }
    expect(10 * Math.log10(signal / error)).toBeGreaterThan(10);
  });
}

test("RFC 3551 §4.5.8: a frame without the signature is silence, and forgotten", () => {
  const coded = core.codec("gsm").encode(hum(1600));
  const whole = core.codec("gsm").decode(coded);
  const stray = new Uint8Array(coded.length + 33);
  stray.set(coded.subarray(0, 99));
  stray.set(coded.subarray(99), 132);
  stray[99] = 0xc0;
  const heard = core.codec("gsm").decode(stray);
  expect(heard.subarray(480, 640)).toEqual(new Int16Array(160));
  const rest = Int16Array.of(
    ...heard.subarray(0, 480),
    ...heard.subarray(640),
  );
  expect(rest).toEqual(whole);
});

test("both framings carry the same frames", () => {
  const sound = hum(16 * 160);
  const rtp = core.codec("gsm");
  const wav = core.codec("gsm-wav49");
  expect(wav.decode(wav.encode(sound))).toEqual(rtp.decode(rtp.encode(sound)));
});
