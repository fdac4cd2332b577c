import assert from "node:assert/strict";
import { LOUDNESS } from "../support/room/tones.ts";
import { inRoom } from "./in_room.ts";

const [A, B] = ["4001", "4002"];

inRoom(
  "connect mode 2: the first party is deaf to the second and its keys, not to what is set for a time; the file has both as loud as they are to be",
  async (room) => {
    await room.prompt("soon.wav", 500);
    const { app } = room;
    const { line: a, res_id } = await room.answered(room.phone(A), "first");
    const { line: b, res_id: call_res_id } = await room
      .answered(room.phone(B), "second");
    const time = Math.floor(Date.now() / 1000) + 3;
    await app.call("connect_start", {
      res_id,
      call_res_id,
      connect_mode: 2,
      max_seconds: 60,
      local_volume: "60",
      remote_volume: 150,
      record_file: "announced.wav",
      schedule_play_time: time,
      schedule_play_file: "soon.wav",
      schedule_play_loop: 2,
    });
    await b.hears(A);
    near(b.ear.loudness(A), 0.6 * LOUDNESS);
    await Promise.all([a.hears("soon.wav"), b.hears(A, "soon.wav")]);
    assert.ok(Date.now() / 1000 >= time);
    await Promise.all([a.hears(), b.hears(A)]);
    for (const { ear } of [a, b]) assert.ok(ear.msOf("soon.wav") >= 940);
    await Promise.all([a.press("1#"), b.press("9")]);
    while (b.keys.length < 2) await b.ear.hears([A], 20);
    assert.deepEqual(b.keys.map(({ key }) => key), ["1", "#"]);
    assert.deepEqual(a.keys, []);
    await b.ear.hears([A], 500);
    const refused = await app.ask("connect_stop", { res_id: call_res_id });
    assert.equal(refused.error.code, -32002);
    await app.call("connect_stop", { res_id });
    const { error } = await app.told("connect_completed", res_id);
    assert.equal(error, null);
    const file = await room.recording("announced.wav");
    for (const who of [A, B, "soon.wav"]) {
      assert.ok(file.msOf(who) >= 800, `${who} ${file.msOf(who)} ms`);
    }
    near(file.loudness(A), 0.6 * LOUDNESS);
    near(file.loudness(B), 1.5 * LOUDNESS);
  },
);

/** Within half a decibel. */
function near(loudness: number, wanted: number): void {
  assert.ok(Math.abs(20 * Math.log10(loudness / wanted)) < 0.5, `${loudness}`);
}
