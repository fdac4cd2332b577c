import assert from "node:assert/strict";
import { HOLD_OFFER, OFFER, PLAY, Rig, settle } from "./rig.ts";

const ANSWER = { maxAnswerSeconds: 60, userData: "visit 5" };

Deno.test("answer opens a port, accepts, and is told when the ACK comes", async () => {
  const rig = new Rig();
  const session = rig.ring();
  const call = rig.last;
  assert.equal(rig.media.openPorts, 0);
  call.answer(ANSWER);
  assert.equal(call.state, "Answer");
  await settle();
  assert.deepEqual(session.deeds, ["ring", "accept"]);
  assert.match(session.described ?? "", /IN IP4 192\.0\.2\.1\r\n/);
  assert.match(session.described ?? "", /m=audio 20000 /);
  assert.equal(rig.media.ports[0].streams.length, 1);
  assert.deepEqual(rig.told(), ["incoming"]);
  rig.clock.wind(3000);
  session.acknowledge();
  assert.equal(call.state, "Idle");
  const event = rig.only("answerCompleted");
  assert.deepEqual([event.error, event.userData], [null, "visit 5"]);
  assert.equal(event.endTime - event.beginTime, 3);
});

Deno.test("answer_time is the time of the command", async () => {
  const rig = new Rig();
  const session = rig.ring();
  rig.clock.wind(5000);
  rig.last.answer(ANSWER);
  await settle();
  rig.clock.wind(2000);
  session.acknowledge();
  session.bye();
  const { beginTime, answerTime, endTime } = rig.only("released");
  assert.deepEqual([answerTime, endTime], [beginTime + 5, beginTime + 7]);
});

Deno.test("user_data of an incoming call comes from answer", async () => {
  const rig = new Rig();
  const { session } = await rig.inbound();
  assert.equal(rig.only("incoming").userData, null);
  session.bye();
  assert.equal(rig.only("released").userData, "visit 5");
});

Deno.test("no port free: 503, an error that says so, and released", async () => {
  const rig = new Rig();
  rig.media.isFull = true;
  const session = rig.ring();
  rig.last.answer(ANSWER);
  await settle();
  assert.deepEqual(session.deeds, ["ring", "hangUp 503"]);
  assert.deepEqual(rig.told(), ["incoming", "answerCompleted", "released"]);
  assert.equal(rig.only("answerCompleted").error, "No RTP port is free");
  const { cause, droppedBy, answerTime } = rig.only("released");
  assert.deepEqual([cause, droppedBy, answerTime], [503, "sys", null]);
  await rig.assertAtRest();
});

Deno.test("no ACK: an error, and released with 408", async () => {
  const rig = new Rig();
  const session = rig.ring();
  rig.last.answer(ANSWER);
  await settle();
  session.timeOut();
  assert.equal(rig.only("answerCompleted").error, "Un-catchable answer error.");
  const { cause, droppedBy, answerTime } = rig.only("released");
  assert.deepEqual([cause, droppedBy, answerTime], [408, "sys", null]);
  await rig.assertAtRest();
});

Deno.test("the caller's CANCEL while the port is opening leaves no port", async () => {
  const rig = new Rig();
  rig.media.opening.shut();
  const session = rig.ring();
  rig.last.answer(ANSWER);
  await settle();
  session.cancel();
  assert.deepEqual(rig.told(), ["incoming", "answerCompleted", "released"]);
  assert.equal(rig.only("answerCompleted").error, "hungup when answering");
  const { cause, droppedBy } = rig.only("released");
  assert.deepEqual([cause, droppedBy], [487, "usr"]);
  rig.media.opening.open();
  await rig.assertAtRest();
  assert.deepEqual(session.deeds, ["ring"]);
});

Deno.test("a drop while answering ends the call with its cause", async () => {
  const rig = new Rig();
  const session = rig.ring();
  rig.last.answer(ANSWER);
  await settle();
  rig.last.drop(486);
  assert.deepEqual(session.deeds, ["ring", "accept", "hangUp 486"]);
  assert.deepEqual(rig.told(), ["incoming", "answerCompleted", "released"]);
  await rig.assertAtRest();
});

Deno.test("an INVITE without an offer gets ours; an ACK without an answer ends it", async () => {
  const rig = new Rig();
  const session = rig.ring({ offer: null });
  rig.last.answer(ANSWER);
  await settle();
  assert.match(session.described ?? "", /m=audio 20000 /);
  session.acknowledge(null);
  assert.equal(session.deeds.at(-1), "hangUp 488");
  assert.equal(rig.only("answerCompleted").error, "Un-catchable answer error.");
  await rig.assertAtRest();
});

Deno.test("an ACK with a usable answer to our offer sets the stream", async () => {
  const rig = new Rig();
  const session = rig.ring({ offer: null });
  rig.last.answer(ANSWER);
  await settle();
  session.acknowledge(OFFER);
  assert.equal(rig.last.state, "Idle");
  assert.equal(rig.media.ports[0].streams.length, 1);
});

Deno.test("max_answer_seconds count from the command, to the millisecond", async () => {
  const rig = new Rig();
  const session = rig.ring();
  rig.last.answer({ ...ANSWER, maxAnswerSeconds: 1.5 });
  await settle();
  rig.clock.wind(400);
  session.acknowledge();
  rig.clock.wind(1099);
  assert.equal(rig.calls.size, 1);
  rig.clock.wind(1);
  const { cause, droppedBy } = rig.only("released");
  assert.deepEqual([cause, droppedBy], [603, "sys"]);
  assert.equal(session.deeds.at(-1), "hangUp 603");
  await rig.assertAtRest();
});

Deno.test("max_answer_seconds end an action with the call", async () => {
  const rig = new Rig();
  const { call } = await rig.inbound();
  call.playStart(PLAY);
  await settle();
  rig.clock.wind(600_000);
  assert.equal(rig.only("playCompleted").error, "hungup when playing");
  rig.only("released");
  await rig.assertAtRest();
});

Deno.test("max_answer_seconds may be over before the ACK", async () => {
  const rig = new Rig();
  rig.ring();
  rig.last.answer({ ...ANSWER, maxAnswerSeconds: 1 });
  await settle();
  rig.clock.wind(1000);
  assert.equal(rig.only("answerCompleted").error, "hungup when answering");
  assert.equal(rig.only("released").cause, 603);
  await rig.assertAtRest();
});

Deno.test("a re-INVITE that holds is answered with a grown version, and done", async () => {
  const rig = new Rig();
  const { session, port } = await rig.inbound();
  const version = (text: string | null) => Number(text?.split(" ")[2]);
  const before = version(session.described);
  const held = session.reinvite(HOLD_OFFER);
  assert.equal(version(held), before + 1);
  assert.equal(port.streams.at(-1)?.direction, "recvonly");
  assert.equal(version(session.reinvite(OFFER)), before + 2);
  assert.equal(port.streams.at(-1)?.direction, "sendrecv");
});

Deno.test("a hold is told of, and its end, once each", async () => {
  const rig = new Rig();
  const { call, session } = await rig.inbound();
  const told = () => rig.events.flatMap((e) => e.type === "held" ? e : []);
  session.reinvite(HOLD_OFFER);
  session.reinvite(HOLD_OFFER.replace("sendonly", "inactive"));
  session.reinvite(OFFER.replace("c=IN IP4 192.0.2.7", "c=IN IP4 0.0.0.0"));
  const { resId } = call;
  const event = { type: "held", resId, userData: "visit 5" } as const;
  assert.deepEqual(told(), [{ ...event, held: true }]);
  session.reinvite(OFFER);
  session.reinvite(OFFER.replace("1 1 IN", "1 2 IN"));
  const resumed = { ...event, held: false };
  assert.deepEqual(told(), [{ ...event, held: true }, resumed]);
});

Deno.test("a re-INVITE that offers nothing for us is refused and changes nothing", async () => {
  const rig = new Rig();
  const { call, session, port } = await rig.inbound();
  assert.equal(session.reinvite(OFFER.replace("AVP 8", "AVP 18")), null);
  assert.equal(port.streams.length, 1);
  assert.equal(call.state, "Idle");
});

Deno.test("a re-INVITE without an offer gets ours, and the ACK brings the answer", async () => {
  const rig = new Rig();
  const { call, session, port } = await rig.inbound();
  assert.match(session.reinvite(null) ?? "", /m=audio 20000 /);
  session.acknowledge(HOLD_OFFER);
  assert.equal(port.streams.at(-1)?.direction, "recvonly");
  assert.equal(call.state, "Idle");
});

Deno.test("a hold during an action leaves the action alone", async () => {
  const rig = new Rig();
  const { call, session } = await rig.inbound();
  call.playStart(PLAY);
  await settle();
  assert.notEqual(session.reinvite(HOLD_OFFER), null);
  assert.equal(call.state, "Play");
});
