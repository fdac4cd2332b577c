import assert from "node:assert/strict";
import { SILENT } from "../../runtime/base/log.ts";
import { SystemClock } from "../../runtime/base/system_clock.ts";
import { loadCore } from "../../runtime/core/mod.ts";
import type { SoundItem } from "../../runtime/media/content.ts";
import { rms } from "../../runtime/sound/loudness.ts";
import type { Sound } from "../../runtime/sound/sound.ts";
import { Speech } from "../../runtime/sound/speech.ts";
import { EspeakEngine } from "../../runtime/sound/speech/espeak_engine.ts";
import { SpeechQueue } from "../../runtime/sound/speech/speech_queue.ts";
import { startSound } from "../../runtime/sound/worker_sound.ts";
import { inFolder } from "../support/in_folder.ts";
import { readSoundFile } from "../support/sound_files/read_sound.ts";

const KEEPER = { log: SILENT, crashed: () => assert.fail("a thread crashed") };

function synthesizer(): SpeechQueue {
  const clock = new SystemClock();
  return new SpeechQueue(new EspeakEngine(() => new Speech(), clock), clock);
}

/** The threads that a node has for its sound, and what they keep. */
function withVoice(
  act: (sound: Sound, folder: string) => Promise<void>,
): Promise<void> {
  return inFolder(async (dataDir) => {
    const settings = { dataDir, soundRoots: [], language: "zh-CN" } as const;
    const { sound, line } = await startSound(settings, KEEPER, synthesizer());
    try {
      await act(sound, `${dataDir}/speech/espeak-ng`);
    } finally {
      await sound.close();
      line.port.close();
    }
  });
}

/** In seconds. */
async function lengthOf(sound: Sound, item: SoundItem): Promise<number> {
  const { samples, release } = await sound.load(item);
  release();
  assert(samples !== null);
  return samples / 8000;
}

Deno.test("texts in Chinese, in English and in both are spoken, and are files then", () =>
  withVoice(async (sound, folder) => {
    const core = await loadCore();
    const texts = [
      "您好，您的余额是一百二十三元",
      "Hello and welcome",
      "按 OK 键",
    ];
    for (const speak of texts) {
      const seconds = await lengthOf(sound, { speak });
      assert(seconds > 0.5 && seconds < 8, `${speak}: ${seconds} s`);
    }
    const files = await Array.fromAsync(Deno.readDir(`${folder}/cmn`));
    assert.equal(files.length, texts.length);
    for (const { name } of files) {
      const speech = await readSoundFile(`${folder}/cmn/${name}`, core);
      assert(rms(speech) > 1500, `RMS ${rms(speech)}`);
    }
  }));

Deno.test("a longer number takes longer, in either language", () =>
  withVoice(async (sound) => {
    for (const language of ["zh-CN", "en-US"] as const) {
      const read = "number";
      const few = await lengthOf(sound, { read, text: "7", language });
      const many = await lengthOf(sound, { read, text: "7777", language });
      assert(few > 0.2 && few < 1, `${few} s`);
      assert(many > 4 * few && many < 10 * few, `${few} s, ${many} s`);
    }
  }));

Deno.test("who has no voice is told so, and still plays files", () =>
  inFolder(async (dataDir) => {
    const { sound, line } = await startSound(
      { dataDir, soundRoots: [] },
      KEEPER,
    );
    await assert.rejects(sound.load({ speak: "您好" }), { fault: "internal" });
    const missing = { fault: "badParams" };
    await assert.rejects(sound.load("none.wav"), missing);
    await assert.rejects(sound.load({ read: "moment", text: "x" }), missing);
    await sound.close();
    line.port.close();
  }));
