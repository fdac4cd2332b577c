import assert from "node:assert/strict";
import type { PhoneRoom } from "../support/room/phone_room.ts";
import { inRoom } from "./in_room.ts";
import { invited } from "./invited.ts";

const [CALLER, AGENT, OTHER] = ["13800138000", "8001", "8002"];
const LIMITS = { max_answer_seconds: 600, max_ring_seconds: 45 };

/** A caller, and somebody who is dialled for him and rings. */
async function dialled(room: PhoneRoom, options: object = {}) {
  const { app } = room;
  for (const name of ["a.wav", "b.wav"]) await room.prompt(name, 400);
  const caller = await room.answered(room.phone(CALLER), "call-1");
  const agent = room.phone(AGENT);
  const dial = { ...LIMITS, parent_call_res_id: caller.res_id };
  const { res_id } = await app
    .call("construct", { to_uri: agent.uri, ...dial, ...options });
  const ringing = await agent.rings();
  return { app, caller, agent, ringing, child: res_id, dial };
}

inRoom(
  "a parent hears the far end's own sound before it is answered, and not after",
  async (room) => {
    const { app, caller, ringing, child } = await dialled(room);
    await caller.line.hears("ring-back");
    await ringing.speaks();
    await caller.line.hears(AGENT);
    await app.told("early_media", child);
    const desk = await ringing.picksUp();
    assert.equal((await app.told("dial_completed", child)).error, null);
    await Promise.all([caller.line.hears(), desk.hears()]);
    const bridge = { res_id: caller.res_id, call_res_id: child };
    await app.call("connect_start", { ...bridge, max_seconds: 60 });
    await Promise.all([caller.line.hears(AGENT), desk.hears(CALLER)]);
  },
);

inRoom(
  "with ring_play_file a parent hears the files one after the other, and not the far end",
  async (room) => {
    const files = { ring_play_file: "a.wav|b.wav" };
    const { app, caller, ringing, child } = await dialled(room, files);
    await ringing.speaks();
    await app.told("early_media", child);
    await caller.line.ear.hears(["a.wav"]);
    await caller.line.ear.hears(["b.wav"]);
    await caller.line.ear.hears(["a.wav"]);
    assert.equal(caller.line.ear.msOf(AGENT), 0);
    ringing.refuse(480);
    assert.equal(
      (await app.told("dial_completed", child)).error,
      "dial failed",
    );
    await caller.line.hears();
  },
);

inRoom(
  "who was dialled for a parent hangs up before they are connected, and the parent is free",
  async (room) => {
    const { app, caller, ringing, child } = await dialled(room);
    const desk = await ringing.picksUp();
    await app.told("dial_completed", child);
    await desk.hangUp();
    assert.equal((await app.told("released", child)).cause, 200);
    const play = { res_id: caller.res_id, content: "a.wav" };
    assert.equal((await app.act("play_start", play)).error, null);
    const own = app.events.filter(({ params }) =>
      params.res_id === caller.res_id
    );
    assert.deepEqual(own.map(({ method }) => method), [
      "sys.call.on_incoming",
      "sys.call.on_answer_completed",
      "sys.call.on_play_completed",
    ]);
  },
);

inRoom("a parent's time runs while it waits in Dial", async (room) => {
  const { app } = room;
  const { line, res_id } = await room.incoming(room.phone(CALLER));
  await app.act("answer", { res_id, max_answer_seconds: 2 });
  const agent = room.phone(AGENT);
  const dial = { ...LIMITS, to_uri: agent.uri, parent_call_res_id: res_id };
  const child = (await app.call("construct", dial)).res_id;
  await agent.rings();
  const { dropped_by, cause } = await app.told("released", res_id);
  assert.deepEqual([dropped_by, cause], ["sys", 603]);
  assert.equal((await line.ended).by, "remote");
  assert.equal((await app.ask("exists", { res_id: child })).result, true);
  await app.call("drop", { res_id: child });
  await app.told("released", child);
});

inRoom(
  "a parent that is connected with another while its own dial rings is in Dial again behind it",
  async (room) => {
    const { app, caller, ringing, child, dial } = await dialled(room);
    const other = room.phone(OTHER);
    const plain = { ...LIMITS, to_uri: other.uri, user_data: "aside" };
    const aside = (await app.call("construct", plain)).res_id;
    const line = await other.picksUp();
    await app.told("dial_completed", aside);
    const bridge = { res_id: caller.res_id, max_seconds: 60 };
    await app.call("connect_start", { ...bridge, call_res_id: aside });
    await Promise.all([caller.line.hears(OTHER), line.hears(CALLER)]);
    await app.call("connect_stop", { res_id: caller.res_id });
    const over = await app.told("connect_completed", caller.res_id);
    assert.equal(over.error, null);
    const again = await app.ask("construct", { ...dial, to_uri: other.uri });
    assert.equal(
      again.error.message,
      `Can not construct a call with parent call's state is "Dial"`,
    );
    await caller.line.hears("ring-back");
    const desk = await ringing.picksUp();
    await app.told("dial_completed", child);
    await app.call("connect_start", { ...bridge, call_res_id: child });
    await Promise.all([caller.line.hears(AGENT), desk.hears(CALLER)]);
  },
);

inRoom(
  "a parent that is not idle, or is not there, is no parent, and nobody is dialled",
  async (room) => {
    const { app } = room;
    await room.prompt("long.wav", 60_000);
    const { line, res_id } = await room.answered(room.phone(CALLER), "call-1");
    const agent = room.phone(AGENT);
    await app.call("play_start", { res_id, content: "long.wav" });
    const dial = { ...LIMITS, to_uri: agent.uri };
    const busy = { ...dial, parent_call_res_id: res_id };
    const playing = await app.ask("construct", busy);
    assert.equal(
      playing.error.message,
      `Can not construct a call with parent call's state is "Play"`,
    );
    const nobody = { ...dial, parent_call_res_id: "0.0.0-sys.call-1" };
    assert.equal((await app.ask("construct", nobody)).error.code, -32001);
    await line.hears("long.wav");
    assert.deepEqual(agent.heard, []);
  },
);

inRoom(
  "a parent that is dropped leaves its dial to itself; nobody else may have it meanwhile",
  async (room) => {
    const { app, caller, ringing, child } = await dialled(room);
    const conf = await app.call("sys.conf.construct", { max_seconds: 60 });
    const enter = { conf_res_id: conf.res_id, max_seconds: 60 };
    const parent = { res_id: caller.res_id };
    const met = await app.ask("conf_enter", { ...parent, ...enter });
    assert.equal(met.error.data.state, "Dial");
    const other = await invited(room, room.phone(OTHER));
    const turned = { res_id: other.res_id, call_res_id: caller.res_id };
    const bridge = await app.ask("connect_start", {
      ...turned,
      max_seconds: 5,
    });
    assert.equal(
      bridge.error.message,
      'Can not perform method "call.connect_start" on a bridge call whose state is "Dial"',
    );
    await app.call("drop", parent);
    assert.equal((await app.told("released", caller.res_id)).dropped_by, "sys");
    const desk = await ringing.picksUp();
    assert.equal((await app.told("dial_completed", child)).error, null);
    const free = { ...turned, call_res_id: child, max_seconds: 60 };
    await app.call("connect_start", free);
    await Promise.all([desk.hears(OTHER), other.line.hears(AGENT)]);
    await app.call("sys.conf.release", { res_id: conf.res_id });
    await app.told("sys.conf.on_released", conf.res_id);
  },
);
