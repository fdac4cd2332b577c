import assert from "node:assert/strict";
import { CtiError } from "../../runtime/base/fault.ts";
import { HandClock } from "../../runtime/base/hand_clock.ts";
import type { UnixSeconds } from "../../runtime/base/units.ts";
import { CONSTRUCT, FOREIGN_OFFER, OFFER, PLAY, Rig, settle } from "./rig.ts";

Deno.test("an incoming call rings and is told of", () => {
  const rig = new Rig();
  const session = rig.ring();
  assert.deepEqual(session.deeds, ["ring"]);
  const event = rig.only("incoming");
  assert.equal(event.resId, `0.0.0-sys.call-${event.processId}`);
  assert.equal(event.fromUri, "sip:13800138000@192.0.2.7");
  assert.equal(event.toUri, "sip:4001@192.0.2.1");
  assert.equal(event.beginTime, 1_700_000_000);
  assert.equal(event.callId, session.callId);
  assert.equal(rig.calls.get(event.resId).state, "Initiated");
});

const REFUSALS: readonly [string, number, (rig: Rig) => string | null][] = [
  ["no application there", 480, (rig) => {
    rig.accepts = false;
    return OFFER;
  }],
  ["nothing for us in the offer", 488, () => FOREIGN_OFFER],
  ["an offer that is none", 400, () => "hello"],
  ["the node closing", 503, (rig) => {
    rig.calls.drain();
    return OFFER;
  }],
];

for (const [what, status, prepare] of REFUSALS) {
  Deno.test(`${what}: ${status}, and no event`, async () => {
    const rig = new Rig();
    const session = rig.ring({ offer: prepare(rig) });
    assert.deepEqual(session.deeds, [`hangUp ${status}`]);
    assert.deepEqual(rig.told(), []);
    await rig.assertAtRest();
  });
}

Deno.test("past max_calls an incoming call gets 503", async () => {
  const rig = new Rig({ maxCalls: 2 });
  rig.ring();
  const second = rig.ring();
  assert.deepEqual(rig.ring().deeds, ["hangUp 503"]);
  second.cancel();
  assert.deepEqual(rig.ring().deeds, ["ring"]);
  rig.calls.dropAll();
  await rig.assertAtRest();
});

Deno.test("ids are integers that JSON keeps, each one once, also after a restart", () => {
  const before = new Rig({ maxCalls: 5000 });
  for (let n = 0; n < 5000; n++) before.ring();
  const restarted = new HandClock(1_700_000_002 as UnixSeconds);
  const after = new Rig({ maxCalls: 5000, clock: restarted });
  for (let n = 0; n < 5000; n++) after.ring();
  const ids = [...before.events, ...after.events]
    .map((event) => event.type === "incoming" ? event.processId : NaN);
  assert.ok(ids.every(Number.isSafeInteger));
  assert.equal(new Set(ids).size, 10_000);
});

Deno.test("a call that is not there is an unknown resource by its id", () => {
  const rig = new Rig();
  assert.equal(rig.calls.find("0.0.0-sys.call-1"), undefined);
  assert.throws(
    () => rig.calls.get("0.0.0-sys.call-1"),
    (error) =>
      error instanceof CtiError && error.fault === "unknownResource" &&
      error.message === 'No such call "0.0.0-sys.call-1"',
  );
});

Deno.test("a call that was released is not found, from within its event on", () => {
  const rig = new Rig();
  const session = rig.ring();
  let found: unknown = "not asked";
  rig.onEvent = ({ resId }) => found = rig.calls.find(resId);
  session.cancel();
  assert.equal(found, undefined);
});

Deno.test("a BYE on Idle releases the call before anything else happens", async () => {
  const rig = new Rig();
  const { session, port } = await rig.inbound();
  session.bye();
  const { cause, droppedBy, callDir, userData } = rig.lastEvent("released");
  assert.deepEqual(
    [cause, droppedBy, callDir, userData],
    [200, "usr", "inbound", "visit 5"],
  );
  assert.equal(rig.calls.size, 0);
  assert.equal(port.isClosed, true);
  await rig.assertAtRest();
});

for (
  const [uri, contact] of [
    ["10.0.0.9:5060", "sip:4001@10.0.0.9:5060"],
    ["sip:10.0.0.9", "sip:4001@10.0.0.9"],
    ["sip:77@10.0.0.9:5080", "sip:77@10.0.0.9:5080"],
  ]
) {
  Deno.test(`redirect to ${uri} says ${contact}`, async () => {
    const rig = new Rig();
    const session = rig.ring();
    rig.last.redirect(uri);
    assert.deepEqual(session.deeds, ["ring", `redirect ${contact}`]);
    const { cause, droppedBy } = rig.only("released");
    assert.deepEqual([cause, droppedBy], [302, "sys"]);
    await rig.assertAtRest();
  });
}

Deno.test("redirect to what is no address is refused and the call rings on", () => {
  const rig = new Rig();
  const session = rig.ring();
  assert.throws(
    () => rig.last.redirect("sip:a b@10.0.0.9"),
    (error) =>
      error instanceof CtiError && error.data?.param === "redirect_uri",
  );
  assert.deepEqual(session.deeds, ["ring"]);
  assert.equal(rig.last.state, "Initiated");
});

Deno.test("a call at rest without a command is released after CTI_IDLE_SECONDS", async () => {
  const rig = new Rig({ idleSeconds: 60 });
  const { call } = await rig.inbound();
  rig.clock.wind(59_999);
  call.nop();
  rig.clock.wind(59_999);
  assert.equal(rig.calls.size, 1);
  rig.clock.wind(1);
  const { cause, droppedBy } = rig.only("released");
  assert.deepEqual([cause, droppedBy], [603, "sys"]);
  await rig.assertAtRest();
});

Deno.test("an incoming call that nobody takes is released with 480", async () => {
  const rig = new Rig({ idleSeconds: 60 });
  const session = rig.ring();
  rig.clock.wind(60_000);
  assert.deepEqual(session.deeds, ["ring", "hangUp 480"]);
  await rig.assertAtRest();
});

Deno.test("a call in an action is not idle; rest begins when the action ends", async () => {
  const rig = new Rig({ idleSeconds: 60 });
  const { call, port } = await rig.inbound();
  call.playStart(PLAY);
  await settle();
  rig.clock.wind(300_000);
  assert.equal(call.state, "Play");
  port.finish();
  rig.clock.wind(59_999);
  assert.equal(call.state, "Idle");
  rig.clock.wind(1);
  assert.equal(call.state, "Released");
});

Deno.test("a refused command is no activity", async () => {
  const rig = new Rig({ idleSeconds: 60 });
  const { call } = await rig.inbound();
  rig.clock.wind(30_000);
  assert.throws(() => call.playStop());
  rig.clock.wind(30_000);
  assert.equal(call.state, "Released");
});

Deno.test("idle seconds of 0 release nobody", async () => {
  const rig = new Rig({ idleSeconds: 0 });
  const session = rig.ring();
  assert.equal(rig.clock.pending, 0);
  session.cancel();
  await rig.assertAtRest();
});

Deno.test("drain lets calls finish and takes no new ones", async () => {
  const rig = new Rig();
  const { call, session } = await rig.inbound();
  let drained = false;
  rig.calls.drain().then(() => drained = true);
  await settle();
  await assert.rejects(rig.calls.construct(CONSTRUCT));
  call.playStart(PLAY);
  await settle();
  assert.equal(drained, false);
  session.bye();
  await settle();
  assert.equal(drained, true);
});

Deno.test("close drops every call and waits for the files of recordings", async () => {
  const rig = new Rig();
  const { call } = await rig.inbound();
  call.recordStart({
    maxSeconds: 5,
    beep: false,
    recordFile: "x.wav",
    recordFormat: 1,
    finishKeys: "",
    maxSilenceSeconds: 0,
  });
  await settle();
  rig.ring();
  rig.sound.disk.shut();
  let closed = false;
  rig.calls.close(503).then(() => closed = true);
  await settle();
  assert.equal(closed, false);
  rig.sound.disk.open();
  await settle();
  assert.equal(closed, true);
  rig.only("recordCompleted");
  await rig.assertAtRest();
});

Deno.test("a dial under way when the node closes comes to nothing", async () => {
  const rig = new Rig();
  rig.media.opening.shut();
  const dialled = assert.rejects(rig.calls.construct(CONSTRUCT));
  rig.calls.drain();
  rig.media.opening.open();
  await dialled;
  assert.equal(rig.sessions.length, 0);
  await rig.assertAtRest();
});

Deno.test("SDP says the advertised address where there is one", async () => {
  const rig = new Rig({ advertisedHost: "203.0.113.5" });
  const { session } = await rig.inbound();
  assert.match(session.described ?? "", /IP4 203\.0\.113\.5/);
  const { session: dialled } = await rig.dial({ fromUri: "4001" });
  assert.match(dialled.described ?? "", /IP4 203\.0\.113\.5/);
  assert.equal(
    rig.invitations[0].words("192.0.2.1").from,
    "sip:4001@203.0.113.5",
  );
});
