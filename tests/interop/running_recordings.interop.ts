import assert from "node:assert/strict";
import type { RecordFormat } from "../../runtime/media/sound_messages.ts";
import { atDesk, create, say } from "../sound/sound_desk.ts";
import { likeness, sine } from "../support/wav_files.ts";
import { byFfmpeg, bySox } from "./recorded_calls/readers.ts";

const SAMPLES = 12_345;
const TONE = sine(440, SAMPLES);
/** What crosses to the sound thread at a time. */
const CHUNK = 1600;
/** A crash may cost less than a second. */
const LOST = 8000;

const FORMATS: readonly (readonly [RecordFormat, least: number])[] = [
  ["pcm-u8", 0.999],
  ["pcma", 0.9995],
  ["pcmu", 0.9995],
  ["ima-adpcm", 0.995],
  ["gsm-wav49", 0.95],
  ["mp3", 0.95],
];

for (const [format, least] of FORMATS) {
  Deno.test(`sox and ffmpeg read a running ${format} recording, up to its last second`, () =>
    atDesk(async (desk) => {
      await create(desk, 1, "x", format);
      for (let at = 0; at < SAMPLES; at += CHUNK) {
        say(desk, 1, TONE.subarray(at, at + CHUNK));
      }
      const ending = format === "mp3" ? "mp3" : "wav";
      const path = `${desk.dir}/recordings/x.${ending}`;
      for (const heard of [await bySox(path), await byFfmpeg(path)]) {
        assert.ok(heard.length > SAMPLES - LOST, `${heard.length}`);
        const said = TONE.subarray(1000, 3000);
        const alike = likeness(said, heard.subarray(0, 4500)).likeness;
        assert.ok(alike > least, `${alike}`);
      }
    }));
}
