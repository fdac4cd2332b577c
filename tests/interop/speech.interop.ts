/** Debian's espeak-ng speaks for a node as a command, and behind a service. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { loadCore } from "../../runtime/core/mod.ts";
import { findSound } from "../../runtime/demo/show/find_sound.ts";
import { milliseconds, samplesIn } from "../../runtime/base/units.ts";
import { openSource } from "../../runtime/sound/source.ts";
import { wholeSource } from "../../runtime/sound/whole_source.ts";
import { CallScene } from "../support/call_scene.ts";
import { pipe } from "../support/pipe.ts";

const CORE = await loadCore();
const LONGEST = samplesIn(milliseconds(60_000));
const TEXT = "Your call is important to us. Please hold the line.";
const SENTENCES = 2;

async function decoded(path: string): Promise<Int16Array> {
  return await wholeSource(await openSource(path, CORE), LONGEST);
}

/** Plays the text, and gives what was kept of it once that was heard. */
async function heardFrom(
  settings: Record<string, string>,
  permissions: string[] = [],
): Promise<string[]> {
  const scene = await CallScene.open(settings, permissions);
  try {
    const { app, node, phone } = scene;
    const [line, res_id] = await scene.answered();
    const recording = phone.sound.create("heard.wav", "pcma");
    line.hear(recording);
    const play = { res_id, content: [[TEXT, 10, "en-US"]] };
    const played = await app.run("play_start", play, "play_completed");
    assert.equal(played.error, null);
    await app.run("drop", { res_id }, "released");
    await recording.finished;
    const heard = await decoded(join(phone.dataDir, "recordings/heard.wav"));
    const speech = join(node.dataDir, "speech");
    const [engine] = await Array.fromAsync(Deno.readDir(speech));
    const folder = join(speech, engine.name, "en-us");
    const files = await Array.fromAsync(Deno.readDir(folder));
    assert.equal(files.length, SENTENCES);
    for (const { name } of files) {
      const said = await decoded(join(folder, name));
      // The ends are faded: what stands between them is heard as it was kept.
      const middle = said.subarray(said.length >> 2, 3 * said.length >> 2);
      assert.ok(findSound(middle, heard, 0) !== null, `${name} is not heard`);
    }
    return files.map(({ name }) => name);
  } finally {
    await scene.close();
  }
}

Deno.test("a command speaks the sentences of a text", async () => {
  const CTI_SPEECH_COMMAND = "espeak-ng -v {voice} --stdin --stdout";
  await heardFrom({ CTI_SPEECH_COMMAND }, ["--allow-run=espeak-ng"]);
});

Deno.test("a service speaks them, in MP3, though it fails once", async () => {
  const asked: string[] = [];
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    async (request) => {
      const { text, voice, language } = await request.json();
      asked.push(`${language} ${voice} ${text}`);
      if (asked.length === 1) return new Response("busy", { status: 503 });
      const bytes = new TextEncoder().encode(text);
      const wav = await pipe(
        "espeak-ng",
        ["-v", voice, "--stdin", "--stdout"],
        bytes,
      );
      const mp3 = await pipe("ffmpeg", [
        "-v",
        "error",
        "-i",
        "-",
        "-f",
        "mp3",
        "-",
      ], wav);
      return new Response(new Uint8Array(mp3));
    },
  );
  const CTI_SPEECH_URL = `http://127.0.0.1:${server.addr.port}/say`;
  await heardFrom({ CTI_SPEECH_URL });
  assert.equal(asked.length, SENTENCES + 1);
  const [first, second] = TEXT.split(/(?<=\.) /);
  assert.deepEqual(
    new Set(asked),
    new Set([`en-US en-us ${first}`, `en-US en-us ${second}`]),
  );
  await server.shutdown();
});
