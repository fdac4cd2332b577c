import assert from "node:assert/strict";
import { utf8 } from "../../runtime/base/bytes.ts";
import { SeededChance } from "../../runtime/base/chance.ts";
import { loadCore } from "../../runtime/core/mod.ts";
import { hearByMultimon } from "../dtmf/reference/multimon.ts";
import { pipe } from "../support/pipe.ts";
import { raw } from "../support/raw.ts";
import { soundOf } from "../support/sound_bytes.ts";
import { throughSox } from "../support/through_sox.ts";

const core = await loadCore();
const KEYS = "0123456789*#ABCD";

for (const law of ["a-law", "u-law"] as const) {
  Deno.test(
    `sox: decodes all 256 codes of ${law} as the core does`,
    async () => {
      const codes = Uint8Array.from({ length: 256 }, (_, code) => code);
      const theirs = await pipe("sox", [
        ...["-D", "-t", "raw", "-r", "8000", "-c", "1", "-e", law, "-"],
        ...[...raw(), "-"],
      ], codes);
      const codec = core.codec(law === "a-law" ? "pcma" : "pcmu");
      assert.deepEqual(soundOf(theirs), codec.decode(codes));
    },
  );
}

Deno.test("multimon-ng: hears every key that the core dials", async () => {
  const timing = { toneMs: 80, gapMs: 80, level: -10 };
  const tones = core.dtmfTones(KEYS, timing);
  assert.equal(await hearByMultimon(tones), KEYS);
});

/** Two sines of sox, 50 ms on and 50 ms off. */
function keyBySox(low: number, high: number): Promise<Uint8Array> {
  const synth = ["synth", "0.05", "sine", `${low}`, "sine", `${high}`];
  const mixed = ["remix", "1v0.3,2v0.3", "pad", "0", "0.05"];
  return pipe("sox", ["-n", ...raw(), "-", ...synth, ...mixed]);
}

Deno.test("sox: makes sixteen keys that the core hears", async () => {
  const sound: number[] = [];
  for (const low of [697, 770, 852, 941]) {
    for (const high of [1209, 1336, 1477, 1633]) {
      sound.push(...soundOf(await keyBySox(low, high)));
    }
  }
  const heard = core.dtmfDetector().detect(Int16Array.from(sound));
  assert.equal(heard.map(({ key }) => key).join(""), "123A456B789C*0#D");
});

Deno.test(
  "sox: carries keys through GSM 06.10 and the core hears 97 %",
  async () => {
    const chance = new SeededChance(1);
    const dialled = Array.from({ length: 200 }, () => KEYS[chance.integer(16)]);
    const timing = { toneMs: 50, gapMs: 50, level: -10 };
    const tones = core.dtmfTones(dialled.join(""), timing);
    const back = await throughSox(tones, "-t", "gsm", "-r", 8000, "-c", 1);
    const heard = core.dtmfDetector().detect(back);
    const right = heard.filter(({ key, start }) =>
      dialled[Math.round(start / 800)] === key
    );
    assert.ok(right.length >= 194, `${right.length} of 200`);
    assert.ok(heard.length <= 200, `${heard.length} of 200`);
  },
);

/** What is read: enough for two minutes a voice. */
const TEXT = `Please enter the number of the person you are calling, then press
 the hash key. If you need help, stay on the line and somebody will be with you
 soon. Eleven people are waiting before you; the time until you are answered is
 about twenty-seven minutes. Oh no, not again! We owe you eighteen euros. `;
const VOICES = [
  "en-us",
  "en-gb+f3",
  "de",
  "fr+f2",
  "es+m3",
  "it+f4",
  "en-us+f5",
];

Deno.test("espeak-ng: says nothing that the core takes for a key", async () => {
  let samples = 0;
  for (const [n, voice] of VOICES.entries()) {
    const args = ["-v", voice, "-p", `${20 + 10 * n}`, "--stdout"];
    const text = utf8(TEXT.repeat(6));
    const wav = await pipe("espeak-ng", args, text);
    const spoken = await pipe("sox", [
      ...["-t", "wav", "--ignore-length", "-", ...raw(), "-"],
      ...["gain", "-3"],
    ], wav);
    const sound = soundOf(spoken);
    samples += sound.length;
    assert.deepEqual(core.dtmfDetector().detect(sound), [], voice);
  }
  assert.ok(samples > 10 * 60 * 8000, `only ${samples / 8000} s were said`);
});
