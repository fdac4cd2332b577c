/** Other receivers hear the keys that the core makes, after codecs too. */
import assert from "node:assert/strict";
import { loadCore } from "../../runtime/core/mod.ts";
import { hearByMultimon } from "../dtmf/reference/multimon.ts";
import { Spandsp } from "../dtmf/reference/spandsp.ts";
import { raw } from "../support/raw.ts";
import { throughSox } from "../support/through_sox.ts";

const core = await loadCore();
const spandsp = await Spandsp.compiled();
Deno.test.afterAll(() => spandsp.close());

const KEYS = "0123456789*#ABCD".repeat(4);

const CODECS = {
  "no codec": raw(),
  "A-law": ["-t", "al", "-r", 8000, "-c", 1],
  "GSM 06.10": ["-t", "gsm", "-r", 8000, "-c", 1],
};

/** Cadences and levels at which a receiver has to hear (ITU-T Q.24, table A-1). */
const DIALLINGS = [
  { toneMs: 100, gapMs: 100, level: -10, twist: 0 },
  { toneMs: 70, gapMs: 70, level: -9, twist: 2 },
  { toneMs: 100, gapMs: 100, level: -18, twist: -2 },
];

async function bySpandsp(sound: Int16Array): Promise<string> {
  const heard = await spandsp.hear(sound, false);
  return heard.map(({ key }) => key).join("");
}

function byOurs(sound: Int16Array): string {
  return core.dtmfDetector().detect(sound).map(({ key }) => key).join("");
}

for (const [codec, format] of Object.entries(CODECS)) {
  for (const dialling of DIALLINGS) {
    const { toneMs, level, twist } = dialling;
    const how = `${toneMs} ms, ${level} dBm0, twist ${twist} dB`;
    Deno.test(`our keys are heard after ${codec}: ${how}`, async () => {
      const made = core.dtmfTones(KEYS, dialling);
      const sound = await throughSox(made, ...format);
      assert.equal(byOurs(sound), KEYS);
      assert.equal(await bySpandsp(sound), KEYS);
      // multimon-ng loses quiet keys in GSM's noise, whoever made them
      if (codec === "GSM 06.10" && level < -10) return;
      assert.equal(await hearByMultimon(sound), KEYS);
    });
  }
}
