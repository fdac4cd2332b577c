import assert from "node:assert/strict";
import { LEGACY } from "../support/dialect.ts";
import { inRoom } from "./in_room.ts";

/** How an application refuses a call, and what the caller is told. */
const REFUSALS = [
  ["reject", {}, 603],
  ["reject", { cause: 480 }, 480],
  ["drop", { cause: 486 }, 486],
  ["drop", {}, 603],
  ["drop", { cause: "no time" }, 603],
] as const;

inRoom(
  "scenario 2: an incoming call is refused before it is answered",
  async (room) => {
    const { app } = room;
    const caller = room.phone("13800138000");
    for (const [method, cause, status] of REFUSALS) {
      const { line, res_id } = await room.incoming(caller);
      await app.call(method, { res_id, ...cause, user_data: "no" });
      const released = await app.told("released", res_id);
      assert.equal(released.answer_time, null);
      assert.deepEqual([released.dropped_by, released.cause], ["sys", status]);
      assert.equal((await line.ended).status, status);
      assert.ok(caller.finalResponses.includes(status));
      await assert.rejects(line.answered);
    }
  },
  { dialect: LEGACY },
);
