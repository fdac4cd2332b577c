import assert from "node:assert/strict";
import { loadCore } from "../../../runtime/core/mod.ts";
import {
  readSound,
  soundOrReason,
} from "../../support/sound_files/read_sound.ts";
import { correlation, pcm16, sine, wavFile } from "../../support/wav_files.ts";

const CORE = await loadCore();
const TONE = sine(440, 8000);

for (const name of ["x.alaw", "x.al", "/some/X.ULAW", "x.ul", "x.mu"]) {
  Deno.test(`${name} is G.711 at 8 kHz`, async () => {
    const codec = CORE.codec(/al/i.test(name) ? "pcma" : "pcmu");
    const codes = codec.encode(TONE);
    assert.deepEqual(await readSound(name, codes, CORE), codec.decode(codes));
  });
}

Deno.test("x.gsm is frames of 33 bytes; what is left over is no sound", async () => {
  const frames = CORE.codec("gsm").encode(TONE);
  const expected = CORE.codec("gsm").decode(frames);
  const cut = frames.subarray(0, frames.length - 1);
  assert.deepEqual(
    await readSound("x.gsm", cut, CORE),
    expected.subarray(0, expected.length - 160),
  );
});

Deno.test("a GSM frame without its mark is refused, wherever it is", async () => {
  const frames = CORE.codec("gsm").encode(TONE);
  frames[33 * 20] = 0x12;
  const answer = await soundOrReason("x.gsm", frames, CORE);
  assert.match(`${answer}`, /x\.gsm.*a GSM frame without its mark/);
});

for (
  const [name, rate] of [
    ["x.sln", 8000],
    ["x.sln12", 12_000],
    ["x.sln16", 16_000],
    ["x.sln44", 44_100],
    ["x.sln192", 192_000],
  ] as const
) {
  Deno.test(`${name} is 16 bits at ${rate} Hz`, async () => {
    const file = pcm16(sine(440, rate, rate));
    const sound = await readSound(name, file, CORE);
    assert.equal(sound.length, 8000);
    const [inside, expected] = [sound, TONE].map((x) => x.subarray(500, 7500));
    assert.ok(correlation(inside, expected) > 0.9999);
  });
}

Deno.test("half a sample at the end is none", async () => {
  const sound = await readSound("x.sln", Uint8Array.of(1, 0, 9), CORE);
  assert.deepEqual([...sound], [1]);
});

Deno.test("what a file begins with counts more than its name", async () => {
  const file = wavFile(pcm16(TONE), { tag: 1, bits: 16 });
  assert.deepEqual(await readSound("x.gsm", file, CORE), TONE);
});

Deno.test("a file of no known kind is refused with what is allowed", async () => {
  const answer = await soundOrReason("x.txt", new Uint8Array(5000), CORE);
  assert.match(`${answer}`, /x\.txt.*WAV, MP3, FLAC and Ogg Opus.*\.gsm/);
});
