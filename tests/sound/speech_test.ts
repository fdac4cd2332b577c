import assert from "node:assert/strict";
import { levelled, rms } from "../../runtime/sound/loudness.ts";
import { Speech } from "../../runtime/sound/speech.ts";
import { textsOf } from "../../runtime/demo/texts.ts";

/** Half a second of a tone in a second of silence. */
function tone(amplitude: number): Int16Array {
  const sound = new Int16Array(12000);
  for (let n = 4000; n < 8000; n++) {
    sound[n] = amplitude * Math.sin(2 * Math.PI * 440 * n / 8000);
  }
  return sound;
}

Deno.test("speech is brought to −16 dBm0 whatever it was, pauses not counted", () => {
  for (const amplitude of [200, 5000, 32000]) {
    const out = levelled(tone(amplitude));
    assert.equal(out.length, 4000 + 2 * 320);
    const level = 20 * Math.log10(rms(out, 320, 4320) / 32767 * Math.SQRT2) +
      3.14;
    assert(Math.abs(level + 16) < 0.5, `${level} dBm0`);
  }
});

Deno.test("silence stays silence and is no division by zero", () => {
  assert.equal(levelled(new Int16Array(1600)).every((x) => x === 0), true);
});

for (const language of ["zh-CN", "en-US"]) {
  Deno.test(`eSpeak NG speaks ${language}: long enough, at a level to hear`, async () => {
    const { language: { voice }, phrases } = textsOf(language);
    const speech = new Speech();
    const samples = await speech.say(voice, phrases.askKeys);
    speech.close();
    assert(samples.length > 8000, `${samples.length} samples`);
    assert(rms(samples) > 1500, `RMS ${rms(samples)}`);
  });
}
