import assert from "node:assert/strict";

import { Application } from "../support/application.ts";
import { inRoom } from "./in_room.ts";
import { conference, invited } from "./invited.ts";

const [ANNA, BEN] = ["6001", "6002"];

/** Does it, and no event of it comes before its reply. */
async function replyFirst(
  app: Application,
  method: string,
  params: object,
  event: string,
): Promise<void> {
  const before = app.events.length;
  await app.call(method, params);
  const early = app.events.slice(before, app.eventsAtReply);
  assert.deepEqual(early.map(({ method }) => method), []);
  await app.told(event);
}

inRoom(
  "the reply to a command comes before the events that it causes",
  async (room) => {
    const { app } = room;
    await room.prompt("long.wav", 60_000);
    const anna = await invited(room, room.phone(ANNA));
    const ben = await invited(room, room.phone(BEN));
    const own = { res_id: anna.res_id };
    const nothing = { ...own, content: [["?", -1, ""]] };
    await replyFirst(app, "play_start", nothing, "play_completed");
    await app.call("play_start", { ...own, content: "long.wav" });
    await replyFirst(app, "play_stop", own, "play_completed");
    const record = { ...own, record_file: "m.wav", max_seconds: 60 };
    await app.call("record_start", record);
    await replyFirst(app, "record_stop", own, "record_completed");
    await app.call("receive_dtmf_start", own);
    await replyFirst(
      app,
      "stop_receive_dtmf_start",
      own,
      "receive_dtmf_completed",
    );
    await app.call("send_dtmf_start", { ...own, keys: "1".repeat(50) });
    await replyFirst(app, "send_dtmf_stop", own, "send_dtmf_completed");
    const bridge = { ...own, call_res_id: ben.res_id, max_seconds: 60 };
    await app.call("connect_start", bridge);
    await replyFirst(app, "connect_stop", own, "connect_completed");
    const conf = await conference(room, { max_seconds: 60 });
    const enter = { ...own, conf_res_id: conf, max_seconds: 60 };
    await app.call("conf_enter", enter);
    await replyFirst(app, "conf_exit", enter, "conf_completed");
    const release = { res_id: conf };
    const released = "sys.conf.on_released";
    await replyFirst(app, "sys.conf.release", release, released);
    await replyFirst(app, "drop", own, "released");
  },
);

inRoom(
  "another connection takes over what one has begun that went away",
  async (room) => {
    const first = await Application.connect(room.node.rpc, "?group=b");
    const phone = room.phone(ANNA);
    const dial = { to_uri: phone.uri, max_answer_seconds: 60 };
    const { res_id } = await first.call("construct", dial);
    const conf = await first.call("sys.conf.construct", { max_seconds: 60 });
    const line = await phone.picksUp();
    await first.told("dial_completed", res_id);
    const enter = { res_id, conf_res_id: conf.res_id, max_seconds: 60 };
    await first.call("conf_enter", enter);
    await first.close();
    const second = await Application.connect(room.node.rpc, "?group=b");
    await line.hangUp();
    const { error } = await second.told("conf_completed", res_id);
    assert.equal(error, "hungup when join conf");
    await second.told("released", res_id);
    await second.call("sys.conf.release", { res_id: conf.res_id });
    await second.told("sys.conf.on_released", conf.res_id);
    await second.close();
    assert.deepEqual(room.app.events, []);
  },
);
