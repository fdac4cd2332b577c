import assert from "node:assert/strict";
import { join } from "node:path";
import { loadCore } from "../../runtime/core/mod.ts";
import { openSource } from "../../runtime/sound/source.ts";
import { inFolder } from "../support/in_folder.ts";
import { pcm16, sine, wavFile } from "../support/wav_files.ts";

const CORE = await loadCore();

Deno.test("a sound file is read in pieces of a second or less, and to its end", () =>
  inFolder(async (folder) => {
    const path = join(folder, "tone.wav");
    const tone = sine(440, 20_000);
    await Deno.writeFile(path, wavFile(pcm16(tone), { tag: 1, bits: 16 }));
    const source = await openSource(path, CORE);
    assert.equal(source.expected, 20_000);
    const heard: number[] = [];
    for (let piece; (piece = await source.read()) !== null;) {
      assert.ok(piece.length <= 8000, `${piece.length} samples at once`);
      heard.push(...piece);
    }
    source.close();
    assert.deepEqual(heard, [...tone]);
  }));

Deno.test("a file that is not there, and one that holds no sound, are refused by name", () =>
  inFolder(async (folder) => {
    const path = join(folder, "none.wav");
    const refusal = { fault: "badParams", message: /none\.wav/ };
    await assert.rejects(openSource(path, CORE), refusal);
    await Deno.writeTextFile(path, "nothing that sounds");
    await assert.rejects(openSource(path, CORE), refusal);
  }));
