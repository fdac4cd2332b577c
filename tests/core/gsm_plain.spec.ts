import { expect, test } from "vitest";
import { SeededChance } from "../../runtime/base/chance.ts";
import { loadCore } from "../../runtime/core/mod.ts";
import { rtpBytes, rtpFrame } from "./support/gsm_frame.ts";
import { PlainDecoder, PlainEncoder } from "./support/gsm_plain.ts";
import { rhythms, ROUNDED } from "./support/rhythms.ts";
import { murmur, noise, testSounds } from "./support/test_sounds.ts";

const core = await loadCore();
const FRAMES = 150;
const SAMPLES = 160 * FRAMES;

/** A tone that grows from nothing to full scale and falls, again and again. */
function swelling(samples: number): Int16Array {
  return Int16Array.from({ length: samples }, (_, n) => {
    const loudness = 32767 * Math.sin(n / 5000) ** 2;
    return loudness * Math.sin(n / 3 + Math.sin(n / 200));
  });
}

const SOUNDS: [name: string, Int16Array][] = [
  ...testSounds(SAMPLES),
  ["a second murmur", murmur(11, SAMPLES)],
  ["soft noise", noise(4, SAMPLES, 700)],
  ["a swelling tone", swelling(SAMPLES)],
  ...ROUNDED.map((seed): [string, Int16Array] => [
    `square waves of many rhythms (${seed})`,
    rhythms(seed, SAMPLES),
  ]),
  ["the lowest sample alone", new Int16Array(SAMPLES).fill(-32768)],
];

for (const [name, sound] of SOUNDS) {
  test(`ETS 300 961 §5, number by number: ${name}`, () => {
    const [encoder, decoder] = [new PlainEncoder(), new PlainDecoder()];
    const codec = core.codec("gsm");
    for (let at = 0; at < sound.length; at += 160) {
      const frame = sound.subarray(at, at + 160);
      const coded = rtpBytes(encoder.encode(frame));
      expect(codec.encode(frame)).toEqual(coded);
      const heard = Int16Array.from(decoder.decode(rtpFrame(coded)));
      expect(codec.decode(coded)).toEqual(heard);
    }
    codec.close();
  });
}

test("ETS 300 961 §5.3, number by number: frames of chance, which saturate", () => {
  const chance = new SeededChance(31);
  const decoder = new PlainDecoder();
  const codec = core.codec("gsm");
  let loudest = 0;
  for (let n = 0; n < 500; n++) {
    const coded = Uint8Array.from({ length: 33 }, () => chance.integer(256));
    coded[0] = 0xd0 | (coded[0] & 0x0f);
    const heard = Int16Array.from(decoder.decode(rtpFrame(coded)));
    expect(codec.decode(coded)).toEqual(heard);
    loudest = Math.max(loudest, ...heard);
  }
  expect(loudest).toBe(32760);
});

test("the sums of single precision, which libgsm has, find other lags", () => {
  for (const seed of ROUNDED) {
    const sound = rhythms(seed, SAMPLES);
    const whole = new PlainEncoder((sum) => sum);
    const frames = Array.from(
      { length: FRAMES },
      (_, n) => rtpBytes(whole.encode(sound.subarray(160 * n, 160 * n + 160))),
    );
    const coded = core.codec("gsm").encode(sound);
    expect(frames.flatMap((frame) => [...frame])).not.toEqual([...coded]);
  }
});
