import assert from "node:assert/strict";
import { Journal, type JournalEntry } from "../../runtime/sound/journal.ts";
import { inFolder } from "../support/in_folder.ts";

function entry(name: string): JournalEntry {
  return { path: `/r/${name}.wav`, format: "pcma", channels: 1 };
}

/** A journal, and the paths of what was left when it was opened. */
async function open(folder: string): Promise<[Journal, string[]]> {
  const left: string[] = [];
  const journal = await Journal.open(folder, ({ path }) => {
    left.push(path);
    return Promise.resolve();
  });
  return [journal, left];
}

/** What the journals of nodes that crashed say, as if they were these. */
async function leave(folder: string, ...journals: string[]): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  for (const [n, lines] of journals.entries()) {
    await Deno.writeTextFile(`${folder}/${n}.jsonl`, lines);
  }
}

/** What a journal has in its file while it is open. */
function linesOf(folder: string, n = 0): Promise<string> {
  return Deno.readTextFile(`${folder}/${n}.jsonl`);
}

Deno.test("what was begun and not ended is left, once", () =>
  inFolder(async (folder) => {
    const [first] = await open(`${folder}/j`);
    first.begin(1, entry("a"));
    first.begin(2, { ...entry("b"), format: "mp3", channels: 2 });
    first.begin(3, entry("c"));
    first.end(1);
    const lines = await linesOf(`${folder}/j`);
    first.close();
    await leave(`${folder}/j`, lines);
    const [second, left] = await open(`${folder}/j`);
    assert.deepEqual(left, ["/r/b.wav", "/r/c.wav"]);
    second.close();
    const [third, again] = await open(`${folder}/j`);
    assert.deepEqual(again, []);
    third.close();
  }));

Deno.test("a node that runs keeps its journal, and another has one of its own", () =>
  inFolder(async (folder) => {
    const [first] = await open(folder);
    first.begin(1, entry("a"));
    const [second, left] = await open(folder);
    assert.deepEqual(left, []);
    second.begin(1, entry("b"));
    assert.match(await linesOf(folder, 0), /\/r\/a\.wav/);
    assert.match(await linesOf(folder, 1), /\/r\/b\.wav/);
    first.close();
    second.close();
  }));

Deno.test("all journals that nobody holds are looked at", () =>
  inFolder(async (folder) => {
    const line = (name: string) => `${JSON.stringify([7, entry(name)])}\n`;
    await leave(folder, line("a"), "", line("b"));
    const [journal, left] = await open(folder);
    assert.deepEqual(left, ["/r/a.wav", "/r/b.wav"]);
    for (const n of [0, 1, 2]) assert.equal(await linesOf(folder, n), "");
    journal.close();
  }));

Deno.test("a line that was cut off, or is no journal's, costs nothing but itself", () =>
  inFolder(async (folder) => {
    const whole = JSON.stringify([1, entry("a")]);
    const wrong = [
      whole.slice(0, 20),
      "null",
      "[]",
      "[5]",
      `[6,{"path":7,"format":"pcma","channels":1}]`,
      `[7,{"path":"/r/x.wav","format":"flac","channels":1}]`,
      `[8,{"path":"/r/x.wav","format":"pcma","channels":3}]`,
    ];
    await leave(folder, [...wrong, whole, whole.slice(0, 9)].join("\n"));
    const [journal, left] = await open(folder);
    assert.deepEqual(left, ["/r/a.wav"]);
    journal.close();
  }));

Deno.test("a journal does not grow with what is over", () =>
  inFolder(async (folder) => {
    const [journal] = await open(folder);
    journal.begin(0, entry("still"));
    for (let id = 1; id < 10_000; id++) {
      journal.begin(id, entry(`r${id}`));
      journal.end(id);
    }
    const lines = await linesOf(folder);
    assert.ok(lines.length < 100_000, `${lines.length} bytes`);
    assert.match(lines, /still/);
    journal.close();
  }));
