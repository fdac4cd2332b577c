import assert from "node:assert/strict";
import { join } from "node:path";
import { loadCore } from "../../runtime/core/mod.ts";
import { findSound } from "../../runtime/demo/show/find_sound.ts";
import { CallScene } from "../support/call_scene.ts";
import { readSoundFile } from "../support/sound_files/read_sound.ts";

const CORE = await loadCore();

function decoded(path: string): Promise<Int16Array> {
  return readSoundFile(path, CORE);
}

Deno.test("texts are heard by the caller as they were spoken, one after the other", async () => {
  const scene = await CallScene.open();
  try {
    const { app, node, phone } = scene;
    const [line, res_id] = await scene.answered();
    const recording = phone.sound.create("heard.wav", "pcma");
    line.hear(recording);
    const content = [["您好", "10", ""], ["Good bye", "10", "en-US"]];
    const play = { res_id, content, repeat: 1 };
    const played = await app.run("play_start", play, "play_completed");
    assert.equal(played.error, null);
    await app.run("drop", { res_id }, "released");
    await recording.finished;
    const heard = await decoded(join(phone.dataDir, "recordings/heard.wav"));
    let at = 0;
    for (const voice of ["cmn", "en-us", "cmn", "en-us"]) {
      const folder = join(node.dataDir, "speech/espeak-ng", voice);
      const files = await Array.fromAsync(Deno.readDir(folder));
      assert.equal(files.length, 1);
      const said = await decoded(join(folder, files[0].name));
      const found = findSound(said, heard, at);
      assert(found !== null, `${voice} is not heard after ${at / 8} ms`);
      at = found + said.length;
    }
  } finally {
    await scene.close();
  }
});
