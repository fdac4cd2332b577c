import assert from "node:assert/strict";
import { loadCore } from "../../../runtime/core/mod.ts";
import {
  readSound,
  soundOrReason,
} from "../../support/sound_files/read_sound.ts";
import { correlation, pcm16, sine, wavFile } from "../../support/wav_files.ts";

const CORE = await loadCore();

function decoded(file: Uint8Array, name = "x.wav"): Promise<Int16Array> {
  return readSound(name, file, CORE);
}

/** Loudness of one frequency in a sound, relative to what `sine` makes. */
function levelOf(samples: Int16Array, hertz: number, rate = 8000): number {
  let [re, im] = [0, 0];
  for (let i = 0; i < samples.length; i++) {
    const window = 1 - Math.cos(2 * Math.PI * i / samples.length);
    const phase = 2 * Math.PI * hertz * i / rate;
    re += samples[i] * window * Math.cos(phase);
    im += samples[i] * window * Math.sin(phase);
  }
  return 2 * Math.hypot(re, im) / samples.length / 10_000;
}

const decibels = (ratio: number) => 20 * Math.log10(ratio);

Deno.test("PCM of 8, 16, 24 and 32 bit: the upper 16 bits count", async () => {
  const u8 = wavFile(Uint8Array.of(0, 128, 255), { tag: 1, bits: 8 });
  assert.deepEqual([...await decoded(u8)], [-32768, 0, 32512]);
  const s16 = wavFile(pcm16([-32768, 0, 32767]), { tag: 1, bits: 16 });
  assert.deepEqual([...await decoded(s16)], [-32768, 0, 32767]);
  const s24 = wavFile(Uint8Array.of(9, 0, 0x80, 9, 0xff, 0x7f), {
    tag: 1,
    bits: 24,
  });
  assert.deepEqual([...await decoded(s24)], [-32768, 32767]);
  const s32 = wavFile(Uint8Array.of(9, 9, 0, 0x80, 9, 9, 0x34, 0x12), {
    tag: 1,
    bits: 32,
  });
  assert.deepEqual([...await decoded(s32)], [-32768, 0x1234]);
});

Deno.test("float: 1 is full scale, and what is beyond is clipped", async () => {
  const floats = new Uint8Array(new Float32Array([-1, 0.5, 2, NaN]).buffer);
  const file = wavFile(floats, { tag: 3, bits: 32 });
  assert.deepEqual([...await decoded(file)], [-32768, 16384, 32767, 0]);
});

for (const [name, tag] of [["pcma", 6], ["pcmu", 7]] as const) {
  Deno.test(`${name} is read as the core reads it`, async () => {
    const codes = Uint8Array.from({ length: 256 }, (_, i) => i);
    const expected = CORE.codec(name).decode(codes);
    assert.deepEqual(await decoded(wavFile(codes, { tag, bits: 8 })), expected);
  });
}

Deno.test("stereo is mixed to mono", async () => {
  const file = wavFile(pcm16([100, 300, -32768, -32768, 7, -7]), {
    tag: 1,
    bits: 16,
    channels: 2,
  });
  assert.deepEqual([...await decoded(file)], [200, -32768, 0]);
});

Deno.test("a rate out of all reason is refused with what is allowed", async () => {
  const file = wavFile(pcm16([1, 2]), { tag: 1, bits: 16, rate: 3 });
  const answer = await soundOrReason("x.wav", file, CORE);
  assert.match(`${answer}`, /a rate of 3 Hz; 4000 to 192000 Hz are allowed/);
});

for (
  const rate of [6000, 11_025, 16_000, 22_050, 32_000, 44_100, 48_000, 96_000]
) {
  Deno.test(`${rate} Hz: tones keep their length, level and place`, async () => {
    for (const hertz of [300, 1000, 2500]) {
      const file = wavFile(pcm16(sine(hertz, rate, rate)), {
        tag: 1,
        bits: 16,
        rate,
      });
      const samples = await decoded(file);
      assert.equal(samples.length, 8000);
      const inside = samples.subarray(1000, 7000);
      const expected = sine(hertz, 8000).subarray(1000, 7000);
      assert.ok(correlation(inside, expected) > 0.9999, `${hertz} Hz`);
      assert.ok(
        Math.abs(decibels(levelOf(inside, hertz))) < 0.1,
        `${hertz} Hz`,
      );
    }
  });
}

for (const [rate, hertz] of [[44_100, 5000], [16_000, 4300], [48_000, 7700]]) {
  Deno.test(`${hertz} Hz at ${rate} Hz do not fold down: −80 dB`, async () => {
    const file = wavFile(pcm16(sine(hertz, rate, rate)), {
      tag: 1,
      bits: 16,
      rate,
    });
    const samples = await decoded(file);
    const folded = levelOf(samples.subarray(1000, 7000), 8000 - hertz);
    assert.ok(decibels(folded) < -80, `${decibels(folded)} dB`);
  });
}
