import assert from "node:assert/strict";
import { Application } from "../support/application.ts";
import { inRoom } from "./in_room.ts";

inRoom(
  "a command that is repeated on another connection with its key dials once",
  async (room) => {
    const callee = room.phone("13800138000");
    const other = await Application.connect(room.node.rpc, "?events=none");
    const dial = {
      to_uri: callee.uri,
      max_answer_seconds: 60,
      idempotency_key: "order-7",
    };
    const first = await room.app.ask("construct", dial);
    const again = await other.ask("construct", dial);
    assert.deepEqual(again.result, first.result);
    assert.deepEqual([first.replayed, again.replayed], [undefined, true]);
    const ringing = await callee.rings();
    ringing.refuse(486);
    await room.app.told("released", first.result.res_id);
    assert.equal(callee.timesCalled, 1);
    await other.close();
  },
);
