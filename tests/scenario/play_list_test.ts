import assert from "node:assert/strict";
import { LEGACY } from "../support/dialect.ts";
import type { Ear } from "../support/room/ear.ts";
import { inRoom } from "./in_room.ts";

/** Frames in which one tone went over into another may count for either. */
const SEAM_MS = 40;

/** What was heard since a moment, without the silence before and after. */
function heard(ear: Ear, fromMs: number) {
  const chords = ear.chords(fromMs)
    .filter(({ ms }) => ms > SEAM_MS)
    .map(({ names, ms }) => ({ name: names.join("+"), ms }));
  const first = chords.findIndex(({ name }) => name !== "");
  const last = chords.findLastIndex(({ name }) => name !== "");
  return chords.slice(first, last + 1);
}

inRoom(
  "a play list is heard item by item without a gap, and the whole of it again",
  async (room) => {
    const { app } = room;
    for (const name of ["a.wav", "b.wav", "c.wav"]) {
      await room.prompt(name, 400);
    }
    const { line, res_id } = await room.answered(room.phone("1001"), "u");
    await line.hears();
    const from = line.ear.ms;
    const list = [["a.wav"], ["none.wav", "-1"], ["b.wav|c.wav", "7", null]];
    const play = { res_id, content: list, repeat: 1 };
    const played = await app.act("play_start", play);
    assert.deepEqual([played.error, played.finish_key], [null, null]);
    await line.hears();
    const files = heard(line.ear, from);
    const names = ["a.wav", "b.wav", "c.wav", "a.wav", "b.wav", "c.wav"];
    assert.deepEqual(files.map(({ name }) => name), names);
    for (const { name, ms } of files) {
      assert(Math.abs(ms - 400) <= SEAM_MS, `${name} ${ms} ms`);
    }
    await app.call("drop", { res_id });
  },
);

const PARTS = ["3", "thousand", "2", "hundred", "4", "ten", "5", "yuan"];

inRoom(
  "an amount is heard in the parts of a studio, in their order",
  async (room) => {
    const { app, node } = room;
    const caller = room.phone("1001");
    const folder = "voice/zh-CN";
    await Deno.mkdir(`${node.dataDir}/prompts/${folder}`, { recursive: true });
    const file = (part: string) => `${folder}/${part}.wav`;
    for (const part of [...PARTS, "jiao", "fen"]) {
      await room.prompt(file(part), 200);
    }
    const { line, res_id } = await room.answered(caller, "u");
    await line.hears();
    const from = line.ear.ms;
    const amount = { res_id, content: [["3245.24", "3", ""]] };
    assert.equal((await app.act("play_start", amount)).error, null);
    await line.hears();
    const words = heard(line.ear, from);
    const parts = [...PARTS, "2", "jiao", "4", "fen"].map(file);
    assert.deepEqual(words.map(({ name }) => name), parts);
    await app.call("drop", { res_id });
  },
  { dialect: LEGACY },
);

/** What is refused at once: code and named place. */
const REFUSED: [content: unknown, code: number, named: string][] = [
  [[["a.wav"], ["../../etc/passwd"]], -32005, "../../etc/passwd"],
  [[["a.wav|/etc/passwd", 7]], -32005, "/etc/passwd"],
  ["a.wav|../../x.wav", -32005, "../../x.wav"],
  [[["a.wav"], ["a.wav"], ["a.wav"], ["a.wav", 8]], -32602, "content[3][1]"],
  [[["a.wav"], ["2021-02-29", 4]], -32602, "content[1][0]"],
  [Array(31).fill(["a.wav"]), -32602, "content"],
];

inRoom(
  "a list that can never be played is refused; what is missing is an event",
  async (room) => {
    const { app } = room;
    await room.prompt("a.wav", 400);
    const { line, res_id } = await room.answered(room.phone("1001"), "u");
    for (const [content, code, named] of REFUSED) {
      const { error } = await app.ask("play_start", { res_id, content });
      assert.equal(error?.code, code, named);
      assert.ok(error.message.includes(named), error.message);
    }
    const nothing = { res_id, content: [["a.wav", -1, ""], ["", "-2"]] };
    assert.equal((await app.act("play_start", nothing)).error, null);
    const missing = { res_id, content: [["a.wav"], ["none.wav"]] };
    const { error } = await app.act("play_start", missing);
    assert.equal(error, "play error");
    const menu = { res_id, play_content: missing.content };
    const asked = await app.act("receive_dtmf_start", menu);
    assert.deepEqual([asked.error, asked.keys], ["receiving dtmf error", null]);
    await line.hears();
    // It begins with its first sound, until what is missing is known.
    assert.ok(line.ear.msOf("a.wav") < 200, `${line.ear.msOf("a.wav")} ms`);
    await app.call("drop", { res_id });
  },
);
