import assert from "node:assert/strict";
import { OFFER, Rig } from "./rig.ts";

Deno.test("an incoming call says who calls, and when it was answered once it is", async () => {
  const rig = new Rig();
  rig.ring();
  const { last } = rig;
  const begun = rig.clock.date();
  const told = rig.only("incoming");
  assert.deepEqual(last.snapshot(), {
    resId: last.resId,
    state: "Initiated",
    callDir: "inbound",
    fromUri: told.fromUri,
    toUri: told.toUri,
    beginTime: begun,
    answerTime: null,
    userData: null,
    parentResId: null,
    confResId: null,
    processId: last.processId,
    callId: told.callId,
  });
  rig.clock.wind(5000);
  const { call } = await rig.inbound();
  const { state, answerTime, userData } = call.snapshot();
  assert.deepEqual([state, answerTime, userData], [
    "Idle",
    begun + 5,
    "visit 5",
  ]);
  rig.calls.dropAll();
  await rig.assertAtRest();
});

Deno.test("a dialled call says whom it is dialled for", async () => {
  const rig = new Rig();
  const { call: { resId: parentResId } } = await rig.inbound();
  const { call, session } = await rig.dial({ parentResId });
  assert.deepEqual(call.snapshot().parentResId, parentResId);
  session.answer(OFFER);
  const { state, callDir, toUri, answerTime } = call.snapshot();
  assert.deepEqual(
    [state, callDir, toUri, answerTime],
    ["Idle", "outbound", "sip:13800138000@192.0.2.7", rig.clock.date()],
  );
  rig.calls.dropAll();
  await rig.assertAtRest();
});
