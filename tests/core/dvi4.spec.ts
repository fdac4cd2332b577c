import { expect, test } from "vitest";
import { loadCore } from "../../runtime/core/mod.ts";
import { dvi4Payload, imaSample } from "./support/ima.ts";
import { murmur, noise, testSounds } from "./support/test_sounds.ts";

const core = await loadCore();

/** What RFC 3551 §4.5.1 says a payload sounds like. */
function soundOf(payload: Uint8Array): number[] {
  const predicted = new DataView(payload.buffer, payload.byteOffset);
  const state = { predicted: predicted.getInt16(0), index: payload[2] };
  if (state.index > 88) state.index = 0;
  return [...payload.subarray(4)].flatMap(
    (pair) => [imaSample(state, pair >> 4), imaSample(state, pair & 15)],
  );
}

test("RFC 3551 §4.5.1: the header is the state before the first sample", () => {
  const payload = core.codec("dvi4").encode(new Int16Array(160).fill(-9000));
  expect(payload).toHaveLength(84);
  expect([...payload.subarray(0, 4)]).toEqual([0, 0, 0, 0]);
  // The upper half of a byte is the earlier sample: far down, then further
  expect(payload[4]).toBe(0xff);
});

for (const packetSamples of [2, 80, 160, 240, 4096]) {
  test(`RFC 3551 §4.5.1: packets of ${packetSamples} samples`, () => {
    for (const [name, sound] of testSounds(packetSamples * 20)) {
      const codec = core.codec("dvi4", { packetSamples });
      const bytes = codec.encode(sound);
      const state = { predicted: 0, index: 0 };
      const length = 4 + packetSamples / 2;
      for (let n = 0; n < 20; n++) {
        const payload = bytes.subarray(n * length, (n + 1) * length);
        const piece = sound.subarray(
          n * packetSamples,
          (n + 1) * packetSamples,
        );
        expect(payload, name).toEqual(dvi4Payload(state, piece));
        expect([...codec.decode(payload)], name).toEqual(soundOf(payload));
      }
      codec.close();
    }
  });
}

test("a lost packet harms no other", () => {
  const sound = murmur(7, 1600);
  const codec = core.codec("dvi4");
  const bytes = codec.encode(sound);
  const whole = codec.decode(bytes);
  const without = codec.decode(bytes.subarray(84 * 4));
  expect(without).toEqual(whole.subarray(640));
});

test("any payload is sound, and an index that does not exist is the first", () => {
  const bytes = Uint8Array.from(noise(8, 84 * 300), (x) => x & 255);
  const decoded = core.codec("dvi4").decode(bytes);
  for (let n = 0; n < 300; n++) {
    const expected = soundOf(bytes.subarray(84 * n, 84 * (n + 1)));
    expect([...decoded.subarray(160 * n, 160 * (n + 1))]).toEqual(expected);
  }
});

test("a number of samples that no packet can have is refused", () => {
  for (const packetSamples of [0, 161, 4098, -2, NaN]) {
    expect(() => core.codec("dvi4", { packetSamples }))
      .toThrow(`packetSamples is ${packetSamples}, not an even number from 2`);
  }
});
