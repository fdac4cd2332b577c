import assert from "node:assert/strict";
import { OFFER, PLAY, Rig, settle } from "./rig.ts";

const REPORT = { mediaTimeout: { seconds: 30, action: "report" } } as const;
const HANG_UP = { mediaTimeout: { seconds: 30, action: "hangup" } } as const;

Deno.test("a silence is told of, as often as there is one, and the call goes on", async () => {
  const rig = new Rig(REPORT);
  const { call, port } = await rig.inbound();
  assert.equal(port.guardedFor(), 30);
  port.fallSilent();
  assert.deepEqual(rig.lastEvent("mediaTimeout"), {
    type: "mediaTimeout",
    resId: call.resId,
    userData: "visit 5",
    seconds: 30,
  });
  port.fallSilent();
  const told = rig.told().filter((type) => type === "mediaTimeout");
  assert.equal(told.length, 2);
  assert.equal(call.state, "Idle");
  call.drop();
  await rig.assertAtRest();
});

Deno.test("where it is to hang up the call ends with 408, and what ran on it too", async () => {
  const rig = new Rig(HANG_UP);
  const { call, session, port } = await rig.inbound();
  call.playStart(PLAY);
  await settle();
  port.fallSilent();
  assert.deepEqual(rig.told(call.resId).slice(-3), [
    "mediaTimeout",
    "playCompleted",
    "released",
  ]);
  const { droppedBy, cause } = rig.only("released");
  assert.deepEqual([droppedBy, cause], ["sys", 408]);
  assert.equal(rig.only("playCompleted").error, "hungup when playing");
  assert.ok(session.isOver);
  await rig.assertAtRest();
});

Deno.test("a call that goes out is guarded once it is answered, not while it rings", async () => {
  const rig = new Rig(REPORT);
  const { call, session, port } = await rig.dial();
  session.provisional(183, OFFER);
  assert.equal(port.guardedFor(), 0);
  session.answer(OFFER);
  assert.equal(port.guardedFor(), 30);
  call.drop();
  await rig.assertAtRest();
});

Deno.test("with 0 seconds no call is guarded", async () => {
  const rig = new Rig();
  const { call, port } = await rig.inbound();
  assert.equal(port.guardedFor(), 0);
  call.drop();
  await rig.assertAtRest();
});
