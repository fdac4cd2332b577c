import assert from "node:assert/strict";
import { OFFER, RECEIVE, Rig, settle } from "./rig.ts";

const REPLACED = {
  callId: "call@192.0.2.7",
  toTag: "a",
  fromTag: "b",
  earlyOnly: false,
};

Deno.test("keys by INFO are keys of the call, and none of them twice", async () => {
  const rig = new Rig();
  const { call, session, port } = await rig.inbound();
  call.receiveDtmfStart({ ...RECEIVE, maxKeys: 4 });
  await settle();
  session.inform("1");
  port.press("1");
  session.inform("2");
  port.press("33");
  session.inform("3");
  session.inform("3");
  const { keys } = rig.only("receiveDtmfCompleted");
  assert.equal(keys, "1233");
  call.drop();
  await rig.assertAtRest();
});

Deno.test("a REFER is told of and changes nothing", async () => {
  const rig = new Rig();
  const { call, session } = await rig.inbound();
  const [to, by] = ["sip:300@192.0.2.9", "sip:200@192.0.2.7"];
  session.refer({ to, by, replaces: REPLACED });
  const { referTo, referredBy, replaces } = rig.only("refer");
  assert.deepEqual([referTo, referredBy, replaces], [to, by, REPLACED]);
  assert.equal(call.state, "Idle");
  assert.equal(rig.invitations.length, 0);
  call.drop();
  await rig.assertAtRest();
});

Deno.test("RFC 3326 §2: what a BYE gives as its reason is told", async () => {
  const rig = new Rig();
  const { session } = await rig.inbound();
  session.bye({ sip: null, q850: 31, text: "Normal, unspecified" });
  const { cause, reason } = rig.only("released");
  assert.equal(cause, 200);
  assert.deepEqual(reason, {
    sip: null,
    q850: 31,
    text: "Normal, unspecified",
  });
  await rig.assertAtRest();
});

Deno.test("RFC 4028 §7.4: a refresh offers what was said last, and its answer is done", async () => {
  const rig = new Rig();
  const { call, session, port } = await rig.inbound();
  const moved = OFFER.replace("audio 4000", "audio 5000");
  assert.equal(session.refresh(moved), session.described);
  assert.equal(port.streams.at(-1)?.remote?.port, 5000);
  call.drop();
  await rig.assertAtRest();
});

Deno.test("RFC 3891 §3: which dialog a call would replace is told, and that call goes on", async () => {
  const rig = new Rig();
  const { call } = await rig.inbound();
  // The same Call-ID as the call that is up has.
  const other = rig.ring({ replaces: REPLACED });
  const told = rig.events.filter(({ type }) => type === "incoming");
  assert.deepEqual(told.map((event) => "replaces" in event && event.replaces), [
    null,
    REPLACED,
  ]);
  assert.equal(call.state, "Idle");
  other.cancel();
  call.drop();
  await rig.assertAtRest();
});
