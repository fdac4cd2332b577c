import { expect, test } from "vitest";
import { loadCore } from "../../runtime/core/mod.ts";
import { imaBlocks, imaSound } from "./support/ima.ts";
import { murmur, noise, testSounds } from "./support/test_sounds.ts";

const core = await loadCore();
const SIZES = [8, 36, 256, 512, 1024, 2048, 32768];

function encoded(sound: Int16Array, blockBytes: number): Uint8Array {
  const codec = core.codec("ima-adpcm", { blockBytes });
  const bytes = [...codec.encode(sound), ...codec.flush()];
  codec.close();
  return Uint8Array.from(bytes);
}

for (const blockBytes of SIZES) {
  test(`blocks of ${blockBytes} bytes are those of the IMA's own procedure`, () => {
    for (const [name, sound] of testSounds(70_001)) {
      const bytes = encoded(sound, blockBytes);
      expect(bytes, name).toEqual(imaBlocks(sound, blockBytes));
      const codec = core.codec("ima-adpcm", { blockBytes });
      const decoded = codec.decode(bytes);
      expect(decoded, name).toEqual(imaSound(bytes, blockBytes));
      codec.close();
    }
  });
}

test("any bytes are sound: full scale is not passed, no index goes astray", () => {
  const bytes = Uint8Array.from(noise(4, 65536), (x) => x & 255);
  const decoded = core.codec("ima-adpcm").decode(bytes);
  expect(decoded).toEqual(imaSound(bytes, 256));
});

test("a block that is not whole waits for the rest of it, both ways", () => {
  const sound = murmur(5, 5050);
  const whole = encoded(sound, 256);
  const codec = core.codec("ima-adpcm");
  const bytes: number[] = [];
  for (let at = 0; at < sound.length; at += 77) {
    bytes.push(...codec.encode(sound.subarray(at, at + 77)));
  }
  expect(codec.flush()).toHaveLength(0);
  expect(Uint8Array.from(bytes)).toEqual(whole);
  const decoded: number[] = [];
  for (let at = 0; at < whole.length; at += 100) {
    decoded.push(...codec.decode(whole.subarray(at, at + 100)));
  }
  expect(Int16Array.from(decoded)).toEqual(imaSound(whole, 256));
});

test("the last block is padded with silence, and only once", () => {
  const codec = core.codec("ima-adpcm");
  expect(codec.encode(new Int16Array(506).fill(1000))).toHaveLength(256);
  const last = codec.flush();
  const tail = codec.decode(last);
  expect(tail[0]).toBe(1000);
  expect(Math.abs(tail[504])).toBeLessThan(20);
  expect(codec.flush()).toHaveLength(0);
});

test("256 bytes are a block where nothing else is said, as sox has it", () => {
  expect(core.codec("ima-adpcm").encode(new Int16Array(505))).toHaveLength(256);
});

test("what no block's size can be is refused with what can", () => {
  for (const blockBytes of [0, 4, 10, 32772, 256.5, NaN]) {
    expect(() => core.codec("ima-adpcm", { blockBytes }))
      .toThrow(`blockBytes is ${blockBytes}, not a multiple of 4 from 8 to`);
  }
});
