import assert from "node:assert/strict";
import type { PhoneRoom } from "../support/room/phone_room.ts";
import { inRoom } from "./in_room.ts";
import { invited } from "./invited.ts";

const [ANNA, BEN] = ["6001", "6002"];

/** Two calls that are up, and what connects them. */
async function two(room: PhoneRoom) {
  const { app } = room;
  const anna = await invited(room, room.phone(ANNA));
  const ben = await invited(room, room.phone(BEN));
  const bridge = {
    res_id: anna.res_id,
    call_res_id: ben.res_id,
    max_seconds: 60,
  };
  const bothHear = (...more: string[]) =>
    Promise.all([
      anna.line.hears(BEN, ...more),
      ben.line.hears(ANNA, ...more),
    ]);
  return { app, anna, ben, bridge, bothHear };
}

inRoom(
  "a connection plays a file to both at a set time, as often as asked, and none of the past",
  async (room) => {
    const { app, anna, ben, bridge, bothHear } = await two(room);
    await room.prompt("time.wav", 500);
    const now = Math.floor(Date.now() / 1000);
    const play = { schedule_play_file: "time.wav", schedule_play_loop: 2 };
    const soon = { ...play, schedule_play_time: now + 4 };
    await app.call("connect_start", { ...bridge, ...soon });
    await bothHear("time.wav");
    await bothHear();
    for (const { line } of [anna, ben]) {
      assert.ok(line.ear.msOf("time.wav") >= 940);
      assert.ok(line.ear.msOf("time.wav") <= 1040);
    }
    await app.call("connect_stop", { res_id: anna.res_id });
    await app.told("connect_completed", anna.res_id);
    const past = { ...play, schedule_play_time: now - 5 };
    await app.call("connect_start", { ...bridge, ...past });
    await Promise.all([
      anna.line.ear.hears([BEN], 600),
      ben.line.ear.hears([ANNA], 600),
    ]);
  },
);

inRoom(
  "of a connection either is dropped, and the other one is free",
  async (room) => {
    const { app, anna, ben, bridge, bothHear } = await two(room);
    await app.call("connect_start", bridge);
    await bothHear();
    await app.call("drop", { res_id: ben.res_id });
    const over = await app.told("connect_completed", anna.res_id);
    assert.equal(over.error, "hungup when bridge");
    assert.equal((await app.told("released", ben.res_id)).dropped_by, "sys");
    const next = await invited(room, room.phone("6003"));
    const again = { ...bridge, call_res_id: next.res_id };
    await app.call("connect_start", again);
    await Promise.all([anna.line.hears("6003"), next.line.hears(ANNA)]);
    await app.call("drop", { res_id: anna.res_id });
    const { error } = await app.told("connect_completed", anna.res_id);
    assert.equal(error, "hungup when bridge");
    await next.line.hears();
    const keys = { res_id: next.res_id, max_keys: 1 };
    await app.call("receive_dtmf_start", keys);
    await next.line.press("1");
    const { keys: pressed } = await app
      .told("receive_dtmf_completed", next.res_id);
    assert.equal(pressed, "1");
  },
);

inRoom("who is busy is not connected, and says with what", async (room) => {
  const { app, anna, ben, bridge } = await two(room);
  await room.prompt("long.wav", 60_000);
  const play = { res_id: ben.res_id, content: "long.wav" };
  await app.call("play_start", play);
  const second = await app.ask("connect_start", bridge);
  assert.equal(
    second.error.message,
    'Can not perform method "call.connect_start" on a bridge call whose state is "Play"',
  );
  const turned = { ...bridge, res_id: ben.res_id, call_res_id: anna.res_id };
  const first = await app.ask("connect_start", turned);
  assert.equal(
    first.error.message,
    'Can not perform method "call.connect_start" on a call whose state is "Play"',
  );
  await ben.line.hears("long.wav");
  await anna.line.hears();
  const gone = { ...bridge, call_res_id: "0.0.0-sys.call-1" };
  const { error } = await app.ask("connect_start", gone);
  assert.equal(error.code, -32001);
  const idle = { res_id: anna.res_id, content: "long.wav" };
  assert.equal((await app.ask("play_start", idle)).result, null);
});

inRoom(
  "a connection is recorded in two channels where that is wanted",
  async (room) => {
    const { app, anna, bridge, bothHear } = await two(room);
    const record = { record_file: "two.wav", record_channels: 2 };
    await app.call("connect_start", { ...bridge, ...record, record_format: 3 });
    await bothHear();
    await app.call("connect_stop", { res_id: anna.res_id });
    await app.told("connect_completed", anna.res_id);
    const [left, right] = await room.channels("two.wav");
    assert.ok(left.msOf(ANNA) >= 300 && left.msOf(BEN) === 0);
    assert.ok(right.msOf(BEN) >= 300 && right.msOf(ANNA) === 0);
  },
);
