import assert from "node:assert/strict";
import { Application } from "../support/application.ts";
import { inRoom } from "./in_room.ts";

inRoom(
  "a call is made by POST alone, in both envelopes, and an observer sees all of it",
  async (room) => {
    const { rpc } = room.node;
    const observer = await Application.connect(rpc, "?events=all");
    const ask = async (request: object) => {
      const body = JSON.stringify({ id: "a-1", ...request });
      const headers = { "Content-Type": "application/json" };
      const reply = await fetch(rpc, { method: "POST", headers, body });
      return await reply.json();
    };
    const phone = room.phone("6001");
    const to = { to_uri: phone.uri, max_answer_seconds: "60" };
    const made = await ask({ method: "call.construct", params: to });
    assert.deepEqual(Object.keys(made), ["id", "result"]);
    assert.equal(made.id, "a-1");
    const line = await phone.picksUp();
    const { res_id } = made.result;
    await observer.told("dial_completed", res_id);
    const drop = { method: "sys.call.drop", params: { res_id } };
    const dropped = await ask({ jsonrpc: "2.0", ...drop });
    assert.deepEqual(dropped, { jsonrpc: "2.0", id: "a-1", result: null });
    assert.equal((await line.ended).by, "remote");
    await observer.told("released", res_id);
    assert.deepEqual(observer.events.map(({ method }) => method), [
      "sys.call.on_ringing",
      "sys.call.on_dial_completed",
      "sys.call.on_released",
    ]);
    await observer.close();
  },
);
