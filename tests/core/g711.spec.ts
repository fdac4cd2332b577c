import { expect, test } from "vitest";
import { loadCore } from "../../runtime/core/mod.ts";
import { alawCode, alawOf, mulawCode, mulawOf } from "./support/g191.ts";

const core = await loadCore();
const CODES = Uint8Array.from({ length: 256 }, (_, code) => code);
const SAMPLES = Int16Array.from({ length: 65536 }, (_, n) => n - 32768);

test("G.191 alaw_expand: all 256 codes", () => {
  const decoded = [...core.codec("pcma").decode(CODES)];
  expect(decoded).toEqual([...CODES].map(alawOf));
});

test("G.191 ulaw_expand: all 256 codes", () => {
  const decoded = [...core.codec("pcmu").decode(CODES)];
  expect(decoded).toEqual([...CODES].map((code) => mulawOf(code) + 0));
});

test("G.191 alaw_compress: all 65,536 samples", () => {
  const encoded = core.codec("pcma").encode(SAMPLES);
  expect(encoded).toEqual(Uint8Array.from(SAMPLES, alawCode));
});

test("G.191 ulaw_compress: all 65,536 samples", () => {
  const encoded = core.codec("pcmu").encode(SAMPLES);
  expect(encoded).toEqual(Uint8Array.from(SAMPLES, mulawCode));
});

test("the laws that the core is held against are each other's inverse", () => {
  for (const code of CODES) {
    expect(alawCode(alawOf(code))).toBe(code);
    if (code !== 0x7f) expect(mulawCode(mulawOf(code))).toBe(code);
  }
});

test("8-bit linear as WAV has it: 128 is silence, the rest is rounded", () => {
  const codec = core.codec("pcm-u8");
  const sound = Int16Array.of(0, 32767, -32768, 256, 127, 128, -128, -129);
  const codes = [128, 255, 0, 129, 128, 129, 128, 127];
  expect([...codec.encode(sound)]).toEqual(codes);
  expect([...codec.decode(Uint8Array.of(128, 255, 0))]).toEqual([
    0,
    32512,
    -32768,
  ]);
});

test("blocks of any length, codecs side by side, none after close", () => {
  const [one, other] = [core.codec("pcma"), core.codec("pcmu")];
  for (const length of [0, 1, 39, 160, 2047, 2048, 2049, 5000]) {
    const sound = SAMPLES.subarray(30000, 30000 + length);
    expect(one.encode(sound)).toEqual(Uint8Array.from(sound, alawCode));
    expect(other.encode(sound)).toEqual(Uint8Array.from(sound, mulawCode));
  }
  expect(one.flush()).toEqual(new Uint8Array());
  one.close();
  one.close();
  expect(() => one.encode(SAMPLES)).toThrow("closed");
  expect(other.decode(CODES)).toHaveLength(256);
});

test("a codec that is not there is refused by the names of those that are", () => {
  // @ts-expect-error: a name that JavaScript lets through
  expect(() => core.codec("g723")).toThrow(/^No codec "g723"; .*pcma, pcmu/);
  // @ts-expect-error: nor is what every object has a codec
  expect(() => core.codec("toString")).toThrow(TypeError);
});
