import assert from "node:assert/strict";
import { LEGACY } from "../support/dialect.ts";
import type { PhoneRoom } from "../support/room/phone_room.ts";
import { inRoom } from "./in_room.ts";

const DUO = "ext.duo_callback";
const [ANNA, BEN] = ["13800138000", "13900139000"];

/** Two who are to be called back, and what is asked for them. */
async function asked(room: PhoneRoom, options: object = {}) {
  await room.prompt("ring.wav", 400);
  const [anna, ben] = [room.phone(ANNA), room.phone(BEN)];
  const made = await room.app.call(`${DUO}.construct`, {
    from1_uri: "02066304057",
    to1_uri: anna.uri,
    from2_uri: "02066304058",
    to2_uri: ben.uri,
    max_connect_seconds: 3600,
    max_ring_seconds: 50,
    user_data1: "one",
    user_data2: "two",
    ...options,
  });
  assert.match(made.res_id, /^0\.0\.0-ext\.duo_callback-\d+$/);
  const { app } = room;
  const told = async (event: string) => {
    const params = await app.told(`${DUO}.on_${event}`, made.res_id);
    assert.deepEqual([params.user_data1, params.user_data2], ["one", "two"]);
    return params;
  };
  return { app, anna, ben, res_id: made.res_id as string, told };
}

inRoom(
  "scenario 8: a call-back calls one, then the other, connects, records and tells who hung up",
  async (room) => {
    const record = { "record_file ": "both.wav", "record_format ": 2 };
    const ring = { ring_play_file: "ring.wav", ring_play_mode: 0 };
    const options = { ...record, ...ring, record_mode: 0 };
    const { app, anna, ben, res_id, told } = await asked(room, options);
    const first = await anna.picksUp();
    assert.match(first.from, /^sip:02066304057@/);
    assert.equal((await told("dial1_completed")).error, null);
    await told("dial2_started");
    const ringing = await ben.rings();
    assert.match(ringing.from, /^sip:02066304058@/);
    await first.ear.hears(["ring.wav"], 600);
    const second = await ringing.picksUp();
    assert.equal((await told("dial2_completed")).error, null);
    await Promise.all([first.hears(BEN), second.hears(ANNA)]);
    assert.ok((await app.ask(`${DUO}.cancel`, { res_id })).error);
    await room.records("both.wav", [ANNA, BEN]);
    await second.hangUp();
    const released = await told("released");
    assert.deepEqual([released.error, released.hangup_by], [null, 2]);
    const { begin_time, answer_time, connect_time, end_time } = released;
    const times = [begin_time, answer_time, connect_time, end_time];
    assert.deepEqual(times, times.toSorted((a, b) => a - b));
    assert.equal((await first.ended).by, "remote");
    const talk = await room.recording("both.wav");
    assert.ok(talk.msOf(ANNA) >= 300 && talk.msOf(BEN) >= 300);
  },
  { dialect: LEGACY },
);

inRoom(
  "scenario 8b: a call-back is cancelled before the second one answers",
  async (room) => {
    const { app, anna, ben, res_id, told } = await asked(room);
    const first = await anna.picksUp();
    await told("dial2_started");
    await ben.rings();
    await first.hears("ring-back");
    assert.equal((await app.ask(`${DUO}.cancel`, { res_id })).result, null);
    const released = await told("released");
    assert.deepEqual([released.connect_time, released.hangup_by], [null, 0]);
    assert.equal((await first.ended).by, "remote");
    assert.ok(ben.requests.includes("CANCEL"));
    assert.ok((await app.ask(`${DUO}.cancel`, { res_id })).error);
  },
  { dialect: LEGACY },
);

inRoom(
  "scenario 8: of a call-back whose time is up, or one of whom is busy, the reason is told",
  async (room) => {
    const { app, anna, ben, told } = await asked(room, {
      max_connect_seconds: 1,
    });
    const first = await anna.picksUp();
    const second = await ben.picksUp();
    const late = await told("released");
    assert.deepEqual([late.error, late.hangup_by], ["connect timeout", 0]);
    await Promise.all([first.ended, second.ended]);
    const again = { from1_uri: "1", to1_uri: anna.uri, from2_uri: "2" };
    const dial = { ...again, to2_uri: ben.uri, max_connect_seconds: 60 };
    const { res_id } = await app.call(`${DUO}.construct`, dial);
    const third = await anna.picksUp();
    (await ben.rings()).refuse(486);
    const busy = await app.told(`${DUO}.on_dial2_completed`, res_id);
    assert.deepEqual([busy.error, busy.answer_time], ["dial failed", null]);
    const { error, connect_time } = await app.told(
      `${DUO}.on_released`,
      res_id,
    );
    assert.deepEqual([error, connect_time], ["dial failed", null]);
    assert.equal((await third.ended).by, "remote");
  },
  { dialect: LEGACY },
);

inRoom(
  "scenario 8: the first one hangs up while the second one rings, who is left in peace then",
  async (room) => {
    const { anna, ben, told } = await asked(room);
    const first = await anna.picksUp();
    await told("dial2_started");
    await ben.rings();
    await first.hears("ring-back");
    await first.hangUp();
    assert.notEqual((await told("dial2_completed")).error, null);
    const { hangup_by, connect_time, answer_time } = await told("released");
    assert.deepEqual([hangup_by, connect_time], [1, null]);
    assert.notEqual(answer_time, null);
    assert.ok(ben.requests.includes("CANCEL"));
  },
  { dialect: LEGACY },
);
