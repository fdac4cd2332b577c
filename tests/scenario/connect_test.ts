import assert from "node:assert/strict";
import type { PhoneRoom } from "../support/room/phone_room.ts";
import { LOUDNESS } from "../support/room/tones.ts";
import { inRoom } from "./in_room.ts";

const [A, B] = ["4001", "4002"];

/** Two who have called, and whom the application connects in many ways. */
async function two(room: PhoneRoom) {
  const first = await room.answered(room.phone(A), "first");
  const second = await room.answered(room.phone(B), "second");
  const { app } = room;
  const both = { res_id: first.res_id, call_res_id: second.res_id };
  return {
    app,
    a: first.line,
    b: second.line,
    first: first.res_id,
    second: second.res_id,
    connect: (params: object) =>
      app.call("connect_start", { ...both, max_seconds: 60, ...params }),
    stop: async () => {
      await app.call("connect_stop", { res_id: first.res_id });
      return await app.told("connect_completed", first.res_id);
    },
  };
}

inRoom(
  "connect modes say who hears whom, and volumes how loud",
  async (room) => {
    const { a, b, connect, stop, app, second } = await two(room);
    await Promise.all([a.hears(), b.hears()]);
    await connect({ connect_mode: 2 });
    await Promise.all([a.hears(), b.hears(A)]);
    const refused = await app.ask("connect_stop", { res_id: second });
    assert.equal(refused.error.code, -32002);
    assert.equal((await stop()).error, null);
    await connect({ connect_mode: 3 });
    await Promise.all([a.hears(B), b.hears()]);
    assert.equal((await stop()).error, null);
    await connect({ local_volume: "60", remote_volume: 150 });
    await Promise.all([a.hears(B), b.hears(A)]);
    near(b.ear.loudness(A), 0.6 * LOUDNESS);
    near(a.ear.loudness(B), 1.5 * LOUDNESS);
    assert.equal((await stop()).error, null);
    await Promise.all([a.hears(), b.hears()]);
  },
);

/** Within half a decibel. */
function near(loudness: number, wanted: number): void {
  assert.ok(Math.abs(20 * Math.log10(loudness / wanted)) < 0.5, `${loudness}`);
}

inRoom(
  "a sound that is set for a time is heard by both, though one is deaf to the other",
  async (room) => {
    await room.prompt("soon.wav", 500);
    const { a, b, connect, stop } = await two(room);
    const time = Math.floor(Date.now() / 1000) + 2;
    await connect({
      connect_mode: 2,
      record_file: "announced.wav",
      schedule_play_time: time,
      schedule_play_file: "soon.wav",
      schedule_play_loop: 2,
    });
    await b.hears(A);
    await Promise.all([
      a.ear.hears(["soon.wav"], 900),
      b.ear.hears([A, "soon.wav"], 900),
    ]);
    // The last of them was on its way when the time of the others was over.
    assert.ok(Date.now() / 1000 >= time + 0.8);
    await Promise.all([a.hears(), b.hears(A)]);
    assert.equal((await stop()).error, null);
    const file = await room.recording("announced.wav");
    for (const who of [A, B, "soon.wav"]) {
      assert.ok(file.msOf(who) >= 800, `${who} ${file.msOf(who)} ms`);
    }
  },
);

inRoom(
  "after max_seconds both are Idle; recorded in two channels each has its own",
  async (room) => {
    await room.prompt("next.wav", 400);
    const { a, b, app, connect, first, second } = await two(room);
    const record_file = "2026/both.wav";
    await connect({ max_seconds: 1, record_file, record_channels: 2 });
    await Promise.all([a.hears(B), b.hears(A)]);
    const { error, begin_time, end_time } = await app
      .told("connect_completed", first);
    assert.equal(error, "bridge timeout");
    assert.ok(end_time - begin_time >= 1 && end_time - begin_time <= 2);
    const next = [first, second].map((res_id) =>
      app.act("play_start", { res_id, content: "next.wav" })
    );
    for (const { error } of await Promise.all(next)) assert.equal(error, null);
    for (const [channel, who, other] of [[0, A, B], [1, B, A]] as const) {
      const voice = await room.recording(record_file, channel);
      assert.ok(voice.msOf(who) >= 800, `${who} ${voice.msOf(who)} ms`);
      assert.equal(voice.msOf(other), 0);
    }
  },
);
