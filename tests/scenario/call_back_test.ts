import assert from "node:assert/strict";
import { LEGACY } from "../support/dialect.ts";
import { inRoom } from "./in_room.ts";
import { invited } from "./invited.ts";

const [ANNA, BEN] = ["13800138000", "13900139000"];

inRoom(
  "scenario 8: two are called back and connected, made of sys.call",
  async (room) => {
    const { app } = room;
    const [phone, other] = [room.phone(ANNA), room.phone(BEN)];
    const anna = await invited(room, phone);
    const dial = { to_uri: other.uri, parent_call_res_id: anna.res_id };
    const limits = { max_answer_seconds: 21600, max_ring_seconds: 50 };
    const second = { ...dial, ...limits, ring_play_file: "" };
    const { res_id } = await app.call("construct", second);
    const ringing = await other.rings();
    await anna.line.hears("ring-back");
    const ben = await ringing.picksUp();
    assert.equal((await app.told("dial_completed", res_id)).error, null);
    const bridge = { res_id: anna.res_id, call_res_id: res_id };
    const record = { "record_file ": "both.wav", "record_format ": 3 };
    await app.call("connect_start", {
      ...bridge,
      max_seconds: 3600,
      ...record,
    });
    await Promise.all([anna.line.hears(BEN), ben.hears(ANNA)]);
    await room.records("both.wav", [ANNA, BEN]);
    const wrong = await app.ask("connect_stop", { res_id });
    assert.equal(wrong.error.data.state, "Connect");
    await app.call("connect_stop", { res_id: anna.res_id });
    const over = await app.told("connect_completed", anna.res_id);
    assert.deepEqual([over.error, over.user_data], [null, ANNA]);
    await Promise.all([anna.line.hears(), ben.hears()]);
    const talk = await room.recording("both.wav");
    assert.ok(talk.msOf(ANNA) >= 300 && talk.msOf(BEN) >= 300);
    for (const call of [anna.res_id, res_id]) {
      await app.call("drop", { res_id: call });
      const { dropped_by, cause } = await app.told("released", call);
      assert.deepEqual([dropped_by, cause], ["sys", 603]);
    }
  },
  { dialect: LEGACY },
);

/** Who hears whom, by connect_mode: the first party, then the second. */
const MODES = [
  [1, [BEN], [ANNA]],
  [2, [], [ANNA]],
  [3, [BEN], []],
] as const;

inRoom(
  "a connection is one of three modes, at a volume, and no longer than allowed",
  async (room) => {
    const { app } = room;
    const anna = await invited(room, room.phone(ANNA));
    const ben = await invited(room, room.phone(BEN));
    const bridge = { res_id: anna.res_id, call_res_id: ben.res_id };
    const start = (more: object) =>
      app.call("connect_start", { ...bridge, max_seconds: 60, ...more });
    for (const [connect_mode, first, second] of MODES) {
      await start({ connect_mode });
      await Promise.all([
        anna.line.hears(...first),
        ben.line.hears(...second),
      ]);
      await app.call("connect_stop", { res_id: anna.res_id });
      await app.told("connect_completed", anna.res_id);
    }
    await start({ local_volume: null, remote_volume: 200, max_seconds: 2 });
    await Promise.all([anna.line.hears(BEN), ben.line.hears(ANNA)]);
    const usual = ben.line.ear.loudness(ANNA);
    const loud = anna.line.ear.loudness(BEN) / usual;
    assert.ok(loud > 1.8 && loud < 2.2, `${loud} times as loud`);
    const over = await app.told("connect_completed", anna.res_id);
    assert.equal(over.error, "bridge timeout");
    await Promise.all([anna.line.hears(), ben.line.hears()]);
    const busy = await app.ask("connect_start", {
      res_id: anna.res_id,
      call_res_id: anna.res_id,
      max_seconds: 5,
    });
    assert.ok(busy.error, "connected with itself");
    const gone = await app.ask("connect_stop", { res_id: anna.res_id });
    assert.equal(gone.error.data.state, "Idle");
  },
);
