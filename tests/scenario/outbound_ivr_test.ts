import assert from "node:assert/strict";
import { LEGACY } from "../support/dialect.ts";
import { inRoom } from "./in_room.ts";

const LIMITS = { max_answer_seconds: 21600, max_ring_seconds: 45 };
const OWN = { from_uri: "num@area001.area.example", user_data: "ivr-1" };

inRoom(
  "scenario 4: an outgoing IVR calls, plays, takes keys and hangs up",
  async (room) => {
    const { app } = room;
    await room.prompt("hello.wav", 400);
    await room.prompt("menu.wav", 60_000);
    const callee = room.phone("13800138000");
    const dial = { to_uri: callee.uri, ...OWN, ...LIMITS };
    const { res_id } = await app.call("construct", dial);
    const ringing = await callee.rings();
    assert.equal((await app.told("ringing", res_id)).user_data, "ivr-1");
    const line = await ringing.picksUp();
    assert.match(line.from, /^sip:num@/);
    const dialled = await app.told("dial_completed", res_id);
    assert.deepEqual([dialled.error, dialled.user_data], [null, "ivr-1"]);
    const play = { res_id, content: [["hello.wav", 7, ""]], finish_keys: "" };
    assert.equal((await app.act("play_start", play)).error, null);
    const receive = {
      res_id,
      play_content: [["menu.wav", 7, ""]],
      max_keys: 2,
    };
    await app.call("receive_dtmf_start", receive);
    await line.hears("menu.wav");
    await line.press("42");
    assert.equal((await app.told("receive_dtmf_completed", res_id)).keys, "42");
    await line.hears();
    await app.call("drop", { res_id });
    const released = await app.told("released", res_id);
    const { call_dir, dropped_by, cause, answer_time } = released;
    assert.deepEqual([call_dir, dropped_by, cause], ["outbound", "sys", 603]);
    assert.ok(answer_time >= released.begin_time);
    assert.equal((await line.ended).by, "remote");
  },
  { dialect: LEGACY },
);

/** How a call is not answered, and the cause that is told. */
const FAILURES = [
  ["busy", 486, "dial failed", "usr", 486],
  ["not there", 480, "dial failed", "usr", 480],
  ["unknown", 404, "dial failed", "usr", 404],
  ["silent", null, "dial timeout", "sys", 408],
] as const;

inRoom(
  "scenario 4: a callee who is busy, away or silent is told by the exact words",
  async (room) => {
    const { app } = room;
    const callee = room.phone("13800138000");
    for (const [, answer, error, droppedBy, status] of FAILURES) {
      const dial = {
        to_uri: callee.uri,
        ...OWN,
        ...LIMITS,
        max_ring_seconds: 1,
      };
      const { res_id } = await app.call("construct", dial);
      const ringing = await callee.rings();
      if (answer) ringing.refuse(answer);
      const dialled = await app.told("dial_completed", res_id);
      assert.deepEqual([dialled.error, dialled.answer_time], [error, null]);
      const { answer_time, dropped_by, cause } = await app
        .told("released", res_id);
      assert.deepEqual([answer_time, dropped_by, cause], [
        null,
        droppedBy,
        status,
      ]);
    }
  },
  { dialect: LEGACY },
);
