import assert from "node:assert/strict";
import { LEGACY } from "../support/dialect.ts";
import type { PhoneRoom } from "../support/room/phone_room.ts";
import { inRoom } from "./in_room.ts";

const [CALLER, AGENT] = ["13800138000", "8001"];

/** A call that was answered by position. */
async function answered(room: PhoneRoom) {
  const { app } = room;
  await room.prompt("menu.wav", 60_000);
  const { line, res_id } = await room.incoming(room.phone(CALLER));
  await app.call("answer", [res_id, 21600, "call-1"]);
  const { error, user_data } = await app.told("answer_completed", res_id);
  assert.deepEqual([error, user_data], [null, "call-1"]);
  await line.answered;
  return { room, app, line, res_id };
}

type Answered = Awaited<ReturnType<typeof answered>>;

async function ivr({ app, line, res_id }: Answered): Promise<void> {
  await app.call("play_start", [res_id, [["menu.wav", 7, ""]], "*"]);
  await line.hears("menu.wav");
  await line.press("*");
  assert.equal((await app.told("play_completed", res_id)).finish_key, "*");
  const rules = ["0123456789", 3, "", 10, 5];
  const menu = ["menu.wav", 0, "false"];
  await app.call("receive_dtmf_start", [res_id, ...rules, ...menu]);
  await line.hears("menu.wav");
  await line.press("4#");
  await line.hears("menu.wav");
  await line.press("71");
  const { error, keys } = await app.told("receive_dtmf_completed", res_id);
  assert.deepEqual([error, keys], [null, "471"]);
  const before = line.ear.ms;
  await app.call("record_start", [res_id, 30, "T", "m.wav", 3, "#"]);
  await line.ear.hears(["beep"], 160, before);
  await line.press("#");
  assert.equal((await app.told("record_completed", res_id)).finish_key, "#");
  await app.act("send_dtmf_start", { res_id, keys: 12 });
  assert.deepEqual(line.keys.map(({ key }) => key), ["1", "2"]);
}

/** Calls an agent below the call, and connects both for a while. */
async function connected({ room, app, line, res_id }: Answered) {
  const agent = room.phone(AGENT);
  const dial = ["02066304057", agent.uri, 21600, null, res_id, "", "dial-1"];
  const made = await app.call("construct", dial);
  const desk = await agent.picksUp();
  assert.match(desk.from, /^sip:02066304057@/);
  const { error, user_data } = await app.told("dial_completed", made.res_id);
  assert.deepEqual([error, user_data], [null, "dial-1"]);
  const bridge = [res_id, 3600, made.res_id, 2, "b.wav", 2];
  await app.call("connect_start", bridge);
  await Promise.all([line.hears(), desk.hears(CALLER)]);
  await app.call("connect_stop", [res_id]);
  assert.equal((await app.told("connect_completed", res_id)).error, null);
  return { desk, deskId: made.res_id };
}

inRoom(
  "the old envelope: everything a text, in the order of the specification, no jsonrpc either way",
  async (room) => {
    const caller = await answered(room);
    const { app, line, res_id } = caller;
    await ivr(caller);
    const { desk, deskId } = await connected(caller);
    const conf = await app.call("sys.conf.construct", { max_seconds: 60 });
    for (const call of [res_id, deskId]) {
      await app.call("conf_enter", [call, conf.res_id, 60, 1, 0, ""]);
    }
    await Promise.all([line.hears(AGENT), desk.hears(CALLER)]);
    await app.call("conf_exit", [deskId, conf.res_id]);
    assert.equal((await app.told("conf_completed", res_id)).error, null);
    await app.told("sys.conf.on_released", conf.res_id);
    const { error } = await app.ask("explode", { res_id });
    assert.equal(error.code, -32601);
    await app.call("drop", [deskId, 480]);
    assert.equal((await app.told("released", deskId)).cause, 480);
  },
  { dialect: LEGACY },
);
