import assert from "node:assert/strict";
import { LEGACY } from "../support/dialect.ts";
import { inRoom } from "./in_room.ts";

const NULL = null;

inRoom(
  "the old envelope: everything a text, in the order of the specification, no jsonrpc either way",
  async (room) => {
    const { app } = room;
    await room.prompt("menu.wav", 60_000);
    const caller = room.phone("13800138000");
    const { line, res_id } = await room.incoming(caller);
    await app.call("answer", [res_id, 21600, "call-1"]);
    const answered = await app.told("answer_completed", res_id);
    assert.deepEqual([answered.error, answered.user_data], [null, "call-1"]);
    await line.answered;

    await app.call("play_start", [res_id, [["menu.wav", 7, ""]], "*"]);
    await line.hears("menu.wav");
    await line.press("*");
    assert.equal((await app.told("play_completed", res_id)).finish_key, "*");

    const keys = ["0123456789", 3, "", 10, 5];
    const menu = ["menu.wav", 0, "false"];
    await app.call("receive_dtmf_start", [res_id, ...keys, ...menu]);
    await line.hears("menu.wav");
    await line.press("4#");
    await line.hears("menu.wav");
    await line.press("71");
    const { error, keys: pressed } = await app
      .told("receive_dtmf_completed", res_id);
    assert.deepEqual([error, pressed], [null, "471"]);

    await app.call("record_start", [res_id, 30, "T", "m.wav", 3, "#"]);
    await line.ear.hears(["beep"], 160);
    await line.press("#");
    assert.equal((await app.told("record_completed", res_id)).finish_key, "#");
    await app.act("send_dtmf_start", { res_id, keys: 12 });
    assert.deepEqual(line.keys.map(({ key }) => key), ["1", "2"]);

    const agent = room.phone("8001");
    const parent = [res_id, ""];
    const dial = ["02066304057", agent.uri, 21600, NULL, ...parent, "dial-1"];
    const made = await app.call("construct", dial);
    const desk = await agent.picksUp();
    assert.match(desk.from, /^sip:02066304057@/);
    const dialled = await app.told("dial_completed", made.res_id);
    assert.deepEqual([dialled.error, dialled.user_data], [null, "dial-1"]);
    const bridge = [res_id, 3600, made.res_id, 2, "b.wav", 2];
    await app.call("connect_start", bridge);
    await Promise.all([line.hears(), desk.hears("13800138000")]);
    await app.call("connect_stop", [res_id]);
    assert.equal((await app.told("connect_completed", res_id)).error, null);

    const conf = await app.call("sys.conf.construct", { max_seconds: 60 });
    const enter = [conf.res_id, 60, 1, 0, ""];
    for (const call of [res_id, made.res_id]) {
      await app.call("conf_enter", [call, ...enter]);
    }
    await Promise.all([line.hears("8001"), desk.hears("13800138000")]);
    await app.call("conf_exit", [made.res_id, conf.res_id]);
    assert.equal((await app.told("conf_completed", res_id)).error, null);
    await app.told("sys.conf.on_released", conf.res_id);

    const { error: unknown } = await app.ask("explode", { res_id });
    assert.equal(unknown.code, -32601);
    await app.call("drop", [made.res_id, 480]);
    assert.equal((await app.told("released", made.res_id)).cause, 480);
  },
  { dialect: LEGACY },
);
