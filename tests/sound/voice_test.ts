import assert from "node:assert/strict";
import { loadCore } from "../../runtime/core/mod.ts";
import type { Words } from "../../runtime/media/content.ts";
import { Paths } from "../../runtime/sound/paths.ts";
import { SoundCache } from "../../runtime/sound/sound_cache.ts";
import { openBytes, openSource } from "../../runtime/sound/source.ts";
import { Turns } from "../../runtime/sound/turns.ts";
import { Voice, type VoiceParts } from "../../runtime/sound/voice.ts";
import { wavOf } from "../../runtime/sound/wav.ts";
import { inFolder } from "../support/in_folder.ts";

const CORE = await loadCore();
/** Of a text: 40 ms on either side that a seam may take away. */
const SPOKEN = 2000;
const REST = 960;

/** Speaks by humming, and writes down what. */
class Hummer {
  readonly said: string[] = [];
  obstacle: Error | null = null;
  file = wavOf(hum(440, SPOKEN));

  async speak({ voice, text }: Words): Promise<Uint8Array<ArrayBuffer>> {
    this.said.push(`${voice} ${text}`);
    if (this.obstacle) throw this.obstacle;
    return await Promise.resolve(this.file);
  }
}

function hum(frequency: number, samples: number): Int16Array<ArrayBuffer> {
  const turn = 2 * Math.PI * frequency / 8000;
  return Int16Array.from({ length: samples }, (_, n) => {
    return 8000 * Math.sin(turn * n);
  });
}

async function voiceIn(folder: string, options: Partial<VoiceParts> = {}) {
  const paths = await Paths.open({ dataDir: folder, soundRoots: [] });
  const speaker = new Hummer();
  const voice = new Voice({
    dataDir: folder,
    language: "zh-CN",
    cache: new SoundCache({
      turns: new Turns(),
      mostBytes: 1e6,
      open: (path) => openSource(path, CORE),
    }),
    openBytes: (name, file) => openBytes(name, file, CORE),
    synthesizer: speaker,
    findPrompt: (name) => paths.prompt(name),
    ...options,
  });
  return { voice, speaker };
}

async function filesIn(folder: string): Promise<number> {
  return (await Array.fromAsync(Deno.readDir(folder))).length;
}

Deno.test("a text is spoken once, in whichever run, and then is a file", () =>
  inFolder(async (folder) => {
    const { voice, speaker } = await voiceIn(folder);
    const heard = await voice.say({ speak: "您好" });
    assert.equal(heard.byteLength / 2, SPOKEN + REST);
    await voice.say({ speak: "您好" });
    const again = await voiceIn(folder);
    const after = await again.voice.say({ speak: "您好" });
    assert.deepEqual(new Int16Array(after), new Int16Array(heard));
    assert.deepEqual(speaker.said, ["cmn 您好"]);
    assert.deepEqual(again.speaker.said, []);
  }));

Deno.test("each voice speaks a text in its own way", () =>
  inFolder(async (folder) => {
    const { voice, speaker } = await voiceIn(folder);
    await voice.say({ speak: "OK" });
    await voice.say({ speak: "OK", language: "en-US" });
    assert.deepEqual(speaker.said, ["cmn OK", "en-us OK"]);
  }));

Deno.test("many who want the same text at once have it spoken once", () =>
  inFolder(async (folder) => {
    const { voice, speaker } = await voiceIn(folder);
    const wanted = [1, 2, 3].map(() => voice.say({ speak: "您好" }));
    await Promise.all(wanted);
    await voice.say({ read: "digits", text: "5555" });
    assert.deepEqual(speaker.said, ["cmn 您好", "cmn 五"]);
  }));

Deno.test("a part that was recorded is played instead of spoken", () =>
  inFolder(async (folder) => {
    const { voice, speaker } = await voiceIn(folder);
    const studio = `${folder}/prompts/voice/zh-CN`;
    await Deno.mkdir(studio, { recursive: true });
    await Deno.writeFile(`${studio}/hundred.wav`, wavOf(hum(1000, 800)));
    const heard = await voice.say({ read: "number", text: "300" });
    assert.deepEqual(speaker.said, ["cmn 三"]);
    assert.equal(heard.byteLength / 2, SPOKEN + 800 - 80 + REST);
  }));

Deno.test("a studio's parts may be of any kind, and WAV comes first", () =>
  inFolder(async (folder) => {
    const { voice, speaker } = await voiceIn(folder);
    const studio = `${folder}/prompts/voice/zh-CN`;
    await Deno.mkdir(studio, { recursive: true });
    const wave = Uint8Array.from(
      { length: 800 },
      (_, n) => n % 4 < 2 ? 0x80 : 0,
    );
    await Deno.writeFile(`${studio}/3.ULAW`, wave);
    await Deno.writeFile(`${studio}/hundred.ulaw`, new Uint8Array(8));
    await Deno.writeFile(`${studio}/hundred.wav`, wavOf(hum(1000, 800)));
    await Deno.writeTextFile(`${studio}/3.txt`, "三");
    const heard = await voice.say({ read: "number", text: "300" });
    assert.deepEqual(speaker.said, []);
    assert.equal(heard.byteLength / 2, 2 * 800 - 80 + REST);
  }));

Deno.test("a studio's file that leads out of the folders is refused", () =>
  inFolder(async (folder) => {
    const { voice } = await voiceIn(folder);
    const studio = `${folder}/prompts/voice/zh-CN`;
    await Deno.mkdir(studio, { recursive: true });
    await Deno.symlink("/etc/passwd", `${studio}/3.wav`);
    await assert.rejects(voice.say({ read: "number", text: "3" }), {
      fault: "forbiddenPath",
    });
  }));

Deno.test("signs stand apart, the words of a number go over into one another", () =>
  inFolder(async (folder) => {
    const { voice } = await voiceIn(folder);
    const digits = await voice.say({ read: "digits", text: "555" });
    const number = await voice.say({ read: "number", text: "55" });
    assert.equal(digits.byteLength / 2, 3 * SPOKEN + 2 * 800 + REST);
    assert.equal(number.byteLength / 2, 3 * SPOKEN - 2 * 80 + REST);
  }));

Deno.test("what was not spoken is asked for again the next time", () =>
  inFolder(async (folder) => {
    const { voice, speaker } = await voiceIn(folder);
    speaker.obstacle = new Error("no package");
    await assert.rejects(voice.say({ speak: "您好" }), /no package/);
    speaker.obstacle = null;
    await voice.say({ speak: "您好" });
    assert.equal(speaker.said.length, 2);
  }));

Deno.test("what cannot be kept is heard all the same", () =>
  inFolder(async (folder) => {
    const { voice, speaker } = await voiceIn(folder);
    await Deno.writeTextFile(`${folder}/speech`, "in the way");
    for (let n = 0; n < 2; n++) await voice.say({ speak: "您好" });
    assert.equal(speaker.said.length, 2);
  }));

Deno.test("a text that its kind does not allow is a wrong parameter", () =>
  inFolder(async (folder) => {
    const { voice } = await voiceIn(folder);
    const wrong = voice.say({ read: "moment", text: "tomorrow" });
    await assert.rejects(wrong, { fault: "badParams" });
  }));

Deno.test("past its bound the folder loses what was not wanted for longest", () =>
  inFolder(async (folder) => {
    const bytes = 44 + 2 * SPOKEN;
    const { voice, speaker } = await voiceIn(folder, { mostBytes: 2 * bytes });
    await voice.say({ speak: "a" });
    await voice.say({ speak: "b" });
    await voice.say({ speak: "a" });
    await voice.say({ speak: "c" });
    assert.equal(await filesIn(`${folder}/speech/espeak-ng/cmn`), 2);
    await voice.say({ speak: "a" });
    assert.deepEqual(speaker.said, ["cmn a", "cmn b", "cmn c"]);
    await voice.say({ speak: "b" });
    assert.equal(speaker.said.length, 4);
    assert.equal(await filesIn(`${folder}/speech/espeak-ng/cmn`), 2);
  }));

Deno.test("what a crash has left of a file goes first when there is no room", () =>
  inFolder(async (folder) => {
    const mostBytes = 44 + 2 * SPOKEN;
    const { voice } = await voiceIn(folder, { mostBytes });
    const spoken = `${folder}/speech/espeak-ng/cmn`;
    await Deno.mkdir(spoken, { recursive: true });
    const left = `${spoken}/${"0".repeat(64)}.0123abcd.part`;
    await Deno.writeTextFile(left, "RIFF");
    await Deno.utime(left, 0, 0);
    await voice.say({ speak: "a" });
    assert.equal(await filesIn(spoken), 1);
    await assert.rejects(Deno.stat(left), Deno.errors.NotFound);
  }));

Deno.test("what another engine has spoken is spoken anew", () =>
  inFolder(async (folder) => {
    const { voice } = await voiceIn(folder);
    await voice.say({ speak: "您好" });
    const other = await voiceIn(folder, { speechEngine: "command-1" });
    await other.voice.say({ speak: "您好" });
    assert.deepEqual(other.speaker.said, ["cmn 您好"]);
  }));

Deno.test("between two sentences there is a longer pause than behind the last", () =>
  inFolder(async (folder) => {
    const { voice } = await voiceIn(folder);
    const first = await voice.say({ speak: "您好。", goesOn: true });
    const last = await voice.say({ speak: "您好。" });
    assert.equal(first.byteLength / 2, SPOKEN + 2400);
    assert.equal(last.byteLength / 2, SPOKEN + REST);
  }));

Deno.test("an engine that gives no sound is told of, and nothing of it is kept", () =>
  inFolder(async (folder) => {
    const { voice, speaker } = await voiceIn(folder);
    const { file } = speaker;
    speaker.file = new TextEncoder().encode("<html>Not today</html>");
    const wrong = voice.say({ speak: "您好" });
    await assert.rejects(
      wrong,
      /^CtiError: Not a sound file "speech of 您好": /,
    );
    speaker.file = file;
    await voice.say({ speak: "您好" });
    assert.equal(speaker.said.length, 2);
  }));

Deno.test("strange files among what was spoken are left alone and harm nothing", () =>
  inFolder(async (folder) => {
    await Deno.mkdir(`${folder}/speech/mine`, { recursive: true });
    await Deno.writeFile(`${folder}/speech/mine/big.bin`, new Uint8Array(1e5));
    await Deno.writeTextFile(`${folder}/speech/notes`, "mine");
    await Deno.symlink("/no/such/file", `${folder}/speech/${"0".repeat(64)}`);
    const { voice } = await voiceIn(folder, { mostBytes: 10_000 });
    for (const speak of ["a", "b", "c"]) await voice.say({ speak });
    assert.equal(await filesIn(`${folder}/speech/espeak-ng/cmn`), 2);
    assert.equal(await filesIn(`${folder}/speech/mine`), 1);
    assert.equal(await Deno.readTextFile(`${folder}/speech/notes`), "mine");
  }));

Deno.test("a file of which somebody has broken a part is spoken again", () =>
  inFolder(async (folder) => {
    const { voice } = await voiceIn(folder);
    await voice.say({ speak: "您好" });
    const [{ name }] = await Array.fromAsync(
      Deno.readDir(`${folder}/speech/espeak-ng/cmn`),
    );
    const path = `${folder}/speech/espeak-ng/cmn/${name}`;
    await Deno.writeTextFile(path, "broken");
    const again = await voiceIn(folder);
    await again.voice.say({ speak: "您好" });
    assert.deepEqual(again.speaker.said, ["cmn 您好"]);
    assert.equal((await Deno.stat(path)).size, 44 + 2 * SPOKEN);
  }));
