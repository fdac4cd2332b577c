import assert from "node:assert/strict";
import { utf8 } from "../../runtime/base/bytes.ts";
import { KeptFile } from "../../runtime/sound/kept_file.ts";
import { inFolder } from "../support/in_folder.ts";

const LOST = { message: "somebody has removed or replaced it" };

Deno.test("a file is emptied, written and kept by its name", () =>
  inFolder(async (folder) => {
    const path = `${folder}/x.wav`;
    await Deno.writeTextFile(path, "what was there before");
    const file = await KeptFile.create(path);
    file.writeSync(utf8("sound"));
    await file.sync();
    file.close();
    assert.equal(await Deno.readTextFile(path), "sound");
  }));

Deno.test("a file that somebody writes is not written by another program, until it is complete", () =>
  inFolder(async (folder) => {
    const path = `${folder}/x.wav`;
    const first = await KeptFile.create(path);
    first.writeSync(utf8("sound"));
    await assert.rejects(KeptFile.create(path), {
      message: "somebody writes it",
    });
    await first.sync();
    first.close();
    assert.equal(await Deno.readTextFile(path), "sound");
    (await KeptFile.create(path)).close();
    assert.equal(await Deno.readTextFile(path), "");
  }));

Deno.test("what a link leads to is neither emptied nor made", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/private`, "keep me");
    await Deno.symlink(`${folder}/private`, `${folder}/x.wav`);
    await Deno.symlink(`${folder}/nothing`, `${folder}/y.wav`);
    await assert.rejects(KeptFile.create(`${folder}/x.wav`), LOST);
    await assert.rejects(KeptFile.create(`${folder}/y.wav`));
    assert.equal(await Deno.readTextFile(`${folder}/private`), "keep me");
    await assert.rejects(Deno.stat(`${folder}/nothing`));
  }));

Deno.test("a folder that is a link is none of its name", () =>
  inFolder(async (folder) => {
    await Deno.mkdir(`${folder}/real`);
    await Deno.symlink(`${folder}/real`, `${folder}/link`);
    await assert.rejects(KeptFile.create(`${folder}/link/x.wav`), LOST);
  }));

for (
  const [what, happens] of [
    ["removed", (path: string) => Deno.remove(path)],
    [
      "gone with its folder",
      (path: string) =>
        Deno.remove(path.replace(/\/[^/]*$/, ""), { recursive: true }),
    ],
    ["replaced by a link", async (path: string) => {
      await Deno.rename(path, `${path}.old`);
      await Deno.symlink(`${path}.old`, path);
    }],
    ["replaced by another", async (path: string) => {
      await Deno.rename(path, `${path}.old`);
      await Deno.writeTextFile(path, "not mine");
    }],
  ] as const
) {
  Deno.test(`a file that is ${what} while it is written does not count as kept`, () =>
    inFolder(async (folder) => {
      await Deno.mkdir(`${folder}/room`);
      const path = `${folder}/room/x.wav`;
      const file = await KeptFile.create(path);
      await happens(path);
      file.writeSync(utf8("sound"));
      await assert.rejects(file.sync(), LOST);
      file.close();
    }));
}
