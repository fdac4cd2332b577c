import assert from "node:assert/strict";
import type { PhoneRoom } from "../support/room/phone_room.ts";
import { inRoom } from "./in_room.ts";
import { conference, invited } from "./invited.ts";

const [ANNA, BEN, CARL] = ["6001", "6002", "6003"];

/** A conference of two, who hear each other. */
async function met(room: PhoneRoom, options: object) {
  const { app } = room;
  const anna = await invited(room, room.phone(ANNA));
  const ben = await invited(room, room.phone(BEN));
  const conf = await conference(room, { max_seconds: 60, ...options });
  const enter = { conf_res_id: conf, max_seconds: 60 };
  for (const { res_id } of [anna, ben]) {
    await app.call("conf_enter", { ...enter, res_id });
  }
  return { app, conf, anna, ben, enter };
}

/** What was told of some resources, from the last events on. */
function lastOf({ app }: PhoneRoom, resIds: readonly string[], count: number) {
  return app.events.filter(({ params }) => resIds.includes(params.res_id))
    .slice(-count)
    .map(({ method, params }) => [method, params.error ?? null]);
}

inRoom(
  "a conference whose time is up lets its members go, and tells in order",
  async (room) => {
    const record = { record_file: "all.wav" };
    await room.prompt("long.wav", 60_000);
    const { app, conf, anna, ben } = await met(room, {
      ...record,
      max_seconds: 3,
    });
    await Promise.all([anna.line.hears(BEN), ben.line.hears(ANNA)]);
    const loop = { res_id: conf, content: "long.wav", is_loop: "1" };
    await app.call("sys.conf.play_start", loop);
    await anna.line.hears(BEN, "long.wav");
    const released = await app.told("sys.conf.on_released", conf);
    const lasted = released.end_time - released.begin_time;
    assert.ok(lasted >= 3 && lasted <= 4, `${lasted} s`);
    const all = [conf, anna.res_id, ben.res_id];
    const [first, second, ...rest] = lastOf(room, all, 5);
    for (const member of [first, second]) {
      assert.deepEqual(member, ["sys.call.on_conf_completed", "conf timeout"]);
    }
    assert.deepEqual(rest.map(([method]) => method), [
      "sys.conf.on_play_completed",
      "sys.conf.on_record_completed",
      "sys.conf.on_released",
    ]);
    const { seconds } = app.of("sys.conf.on_record_completed")[0];
    assert.ok(seconds > 2.5 && seconds < 3.5, `${seconds} s`);
    await Promise.all([anna.line.hears(), ben.line.hears()]);
    const heard = await room.recording("all.wav");
    assert.ok(heard.msOf("long.wav") >= 300);
    for (const { res_id } of [anna, ben]) {
      assert.equal((await app.ask("nop", { res_id })).result, null);
    }
  },
);

inRoom(
  "a threshold counts when somebody leaves, not when it is set",
  async (room) => {
    const { app, conf, anna, ben, enter } = await met(room, {
      parts_threshold: 0,
    });
    const carl = await invited(room, room.phone(CARL));
    await app.call("conf_enter", { ...enter, res_id: carl.res_id });
    const threshold = { res_id: conf, value: 2 };
    await app.call("sys.conf.set_parts_threshold", threshold);
    await anna.line.hears(BEN, CARL);
    const parts = await app.call("sys.conf.get_parts", { res_id: conf });
    assert.deepEqual(
      parts.map((
        { res_id, user_data, voice_mode }: Record<string, unknown>,
      ) => [res_id, user_data, voice_mode]),
      [anna, ben, carl].map((
        { res_id },
        n,
      ) => [res_id, [ANNA, BEN, CARL][n], 1]),
    );
    await app.call("drop", { res_id: ben.res_id });
    await app.told("sys.conf.on_released", conf);
    const left = app.of("conf_completed").map((
      { res_id, error },
    ) => [res_id, error]);
    assert.deepEqual(left, [
      [ben.res_id, "hungup when join conf"],
      [anna.res_id, null],
      [carl.res_id, null],
    ]);
    const gone = await app.ask("conf_enter", { ...enter, res_id: anna.res_id });
    assert.equal(gone.error.code, -32001);
  },
);

inRoom(
  "who enters from a play has to say so; one alone is not dissolved",
  async (room) => {
    await room.prompt("wait.wav", 60_000);
    const { app } = room;
    const conf = await conference(room, { max_seconds: 60 });
    const { line, res_id } = await invited(room, room.phone(ANNA));
    await app.call("play_start", { res_id, content: "wait.wav" });
    const enter = { res_id, conf_res_id: conf, max_seconds: 60 };
    const refused = await app.ask("conf_enter", enter);
    assert.equal(refused.error.data.state, "Play");
    await line.hears("wait.wav");
    await app.call("conf_enter", { ...enter, breaking_play: "true" });
    assert.equal((await app.told("play_completed", res_id)).error, null);
    await line.hears();
    const play = { res_id: conf, file: "wait.wav" };
    await app.call("sys.conf.play_start", play);
    await line.hears("wait.wav");
    await app.call("conf_exit", { res_id, conf_res_id: conf });
    await app.told("conf_completed", res_id);
    await line.hears();
    const exists = await app.ask("sys.conf.exists", { res_id: conf });
    assert.equal(exists.result, true);
    await app.call("sys.conf.release", { res_id: conf });
    await app.told("sys.conf.on_released", conf);
    assert.deepEqual(lastOf(room, [conf], 2).map(([method]) => method), [
      "sys.conf.on_play_completed",
      "sys.conf.on_released",
    ]);
  },
);

inRoom(
  "who rings is not let in, and who is in a conference is left alone",
  async (room) => {
    const { app, conf, anna, enter } = await met(room, {});
    const phone = room.phone(CARL);
    const dial = { to_uri: phone.uri, max_answer_seconds: 60 };
    const { res_id } = await app.call("construct", dial);
    const ringing = await phone.rings();
    await app.told("ringing", res_id);
    const early = await app.ask("conf_enter", { ...enter, res_id });
    assert.equal(early.error.data.state, "Initiated");
    ringing.refuse(486);
    const play = { res_id: anna.res_id, content: "none.wav" };
    const busy = await app.ask("play_start", play);
    assert.equal(busy.error.data.state, "Conf");
    assert.ok(busy.error.data.allowed_methods.includes("sys.call.conf_exit"));
    const elsewhere = { res_id: anna.res_id, conf_res_id: "0.0.0-sys.conf-1" };
    assert.ok((await app.ask("conf_exit", elsewhere)).error);
    await anna.line.hears(BEN);
    await app.call("sys.conf.release", { res_id: conf });
    await app.told("sys.conf.on_released", conf);
  },
);
