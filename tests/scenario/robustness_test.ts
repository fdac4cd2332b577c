import assert from "node:assert/strict";
import { inRoom } from "./in_room.ts";

const GONE = -32001;

inRoom(
  "scenario 16: what callers write beside what is asked is put up with",
  async (room) => {
    const { app } = room;
    await room.prompt("hello.wav", 60_000);
    const { line, res_id } = await room.incoming(room.phone("13800138000"));
    const odd = {
      areaId: "a1",
      ref_res_id: null,
      body: {},
      release_delay: "0",
    };
    const answer = { "res_id ": res_id, max_answer_seconds: "60", ...odd };
    assert.equal((await app.ask("call.answer", answer)).result, null);
    assert.equal((await app.told("answer_completed", res_id)).user_data, null);
    const play = {
      res_id,
      content: "hello.wav",
      finish_keys: null,
      repeat: "1",
    };
    assert.equal((await app.ask("call.play_start", play)).result, null);
    await line.hears("hello.wav");
    await app.call("drop", { res_id, cause: "caller was rude" });
    const played = await app.told("play_completed", res_id);
    assert.equal(played.error, "hungup when playing");
    const released = await app.told("released", res_id);
    assert.deepEqual([released.dropped_by, released.cause], ["sys", 603]);
    for (const method of ["drop", "play_start", "record_stop", "nop"]) {
      const { error } = await app.ask(method, { ...play, ...odd });
      assert.equal(error.code, GONE, method);
    }
    assert.equal((await app.ask("exists", { res_id })).result, false);
  },
);

inRoom(
  "scenario 16: an answer that crosses the caller's CANCEL leads nowhere",
  async (room) => {
    const { app } = room;
    const { line, res_id } = await room.incoming(room.phone("13800138000"));
    const [, reply] = await Promise.all([
      line.hangUp(),
      app.ask("answer", { res_id, max_answer_seconds: 60 }),
    ]);
    const released = await app.told("released", res_id);
    assert.equal(released.dropped_by, "usr");
    const told = app.of("answer_completed").map(({ error }) => error);
    // Accepted in time, it ends with an error; if not, there is no such call.
    const wrong = reply.error ? [reply.error.code, ...told] : told;
    assert.ok(
      wrong.length === 1 && [GONE, "hungup when answering"].includes(wrong[0]),
      JSON.stringify([reply, told]),
    );
  },
);

/** Requests that are refused, and what has to be named. */
const REFUSED = [
  ["sys.call.explode", {}, -32601, ""],
  [
    "sys.call.construct",
    { to_uri: "1@127.0.0.1" },
    -32602,
    "max_answer_seconds",
  ],
  ["sys.call.answer", { max_answer_seconds: 5 }, -32602, "res_id"],
  ["sys.call.nop", { res_id: "0.0.0-sys.call-1" }, GONE, ""],
] as const;

inRoom(
  "scenario 16: what is wrong is refused at once and by name",
  async ({ app }) => {
    for (const [method, params, code, named] of REFUSED) {
      const { error } = await app.ask(method, params);
      assert.equal(error.code, code, method);
      assert.ok(error.message.includes(named), error.message);
    }
  },
);
