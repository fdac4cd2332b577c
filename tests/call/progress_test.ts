import assert from "node:assert/strict";
import { CtiError } from "../../runtime/base/fault.ts";
import type { ProgressParameters } from "../../runtime/call/parameters.ts";
import { OFFER, Rig, settle } from "./rig.ts";

const RINGS: ProgressParameters = { content: ["ring.wav"], repeat: 2 };
const SILENCE: ProgressParameters = { content: null, repeat: 0 };
const ANSWER = { maxAnswerSeconds: 60, userData: null };

/** A call that came in and is told of progress. */
async function progressing(options = RINGS) {
  const rig = new Rig();
  const session = rig.ring();
  const call = rig.last;
  call.progress(options);
  await settle();
  return { rig, session, call, port: rig.media.ports[0] };
}

Deno.test("progress sends our description in a 183 and plays the file, as often as asked", async () => {
  const { rig, session, call, port } = await progressing();
  assert.deepEqual(session.deeds, ["ring", "progress"]);
  assert.match(session.described ?? "", /m=audio 20000 /);
  assert.equal(port.streams[0].remote?.port, 4000);
  assert.deepEqual(port.deeds, ["play 1 x 3"]);
  assert.equal(call.state, "Initiated");
  port.finish();
  assert.equal(rig.only("progressCompleted").error, null);
  assert.equal(call.state, "Initiated");
});

Deno.test("progress without a file is over when the caller is told", async () => {
  const { rig, session, port } = await progressing(SILENCE);
  assert.deepEqual(session.deeds, ["ring", "progress"]);
  assert.deepEqual(port.deeds, []);
  assert.equal(rig.only("progressCompleted").error, null);
});

Deno.test("the answer ends progress and says the same of our sound", async () => {
  const { rig, session, call, port } = await progressing();
  const told = session.described;
  call.answer(ANSWER);
  await settle();
  assert.deepEqual(session.deeds, ["ring", "progress", "accept"]);
  assert.equal(session.described, told);
  assert.deepEqual(port.running, []);
  assert.equal(rig.media.ports.length, 1);
  session.acknowledge();
  assert.equal(call.state, "Idle");
  assert.deepEqual(rig.told(), [
    "incoming",
    "progressCompleted",
    "answerCompleted",
  ]);
});

Deno.test("an answer that comes while the port opens shares it", async () => {
  const rig = new Rig();
  const session = rig.ring();
  rig.media.opening.shut();
  rig.last.progress(RINGS);
  rig.last.answer(ANSWER);
  rig.media.opening.open();
  await settle();
  assert.equal(rig.media.ports.length, 1);
  assert.deepEqual(session.deeds, ["ring", "accept"]);
});

Deno.test("another progress takes the place of the one that runs", async () => {
  const { rig, call, port } = await progressing();
  call.progress({ content: ["sorry.wav"], repeat: 0 });
  await settle();
  assert.deepEqual(port.deeds, ["play 1 x 3", "play 1 x 1"]);
  assert.deepEqual(port.running, ["play"]);
  assert.equal(rig.only("progressCompleted").error, null);
});

Deno.test("a caller who leaves during progress ends it and the call", async () => {
  const { rig, session } = await progressing();
  session.cancel();
  assert.equal(
    rig.only("progressCompleted").error,
    "hungup when progressing",
  );
  assert.equal(rig.only("released").cause, 487);
  await rig.assertAtRest();
});

Deno.test("a file that cannot be played fails the progress, not the call", async () => {
  const { rig, call } = await progressing({
    content: ["missing.wav"],
    repeat: 0,
  });
  assert.equal(rig.only("progressCompleted").error, "progress error");
  assert.equal(call.state, "Initiated");
  call.drop();
  await rig.assertAtRest();
});

Deno.test("without a free port the progress fails, and an answer may try again", async () => {
  const rig = new Rig();
  const session = rig.ring();
  rig.media.isFull = true;
  rig.last.progress(RINGS);
  await settle();
  assert.equal(rig.only("progressCompleted").error, "progress error");
  rig.media.isFull = false;
  rig.last.answer(ANSWER);
  await settle();
  assert.deepEqual(session.deeds, ["ring", "accept"]);
});

Deno.test("a forbidden file is refused and what plays goes on", async () => {
  const { rig, call, port } = await progressing();
  const progress = () => call.progress({ content: ["../x.wav"], repeat: 0 });
  assert.throws(progress, CtiError);
  assert.deepEqual(port.running, ["play"]);
  assert.deepEqual(rig.told(), ["incoming"]);
});

Deno.test("RFC 3261 §13.2.1: a caller without an offer who takes nothing reliably is not told of progress", () => {
  const rig = new Rig();
  rig.ring({ offer: null });
  assert.throws(
    () => rig.last.progress(RINGS),
    (error) => error instanceof CtiError && error.fault === "wrongState",
  );
});

Deno.test("RFC 3262 §5: a caller without an offer who takes it reliably is offered our sound, and answers in the PRACK", async () => {
  const rig = new Rig();
  const session = rig.ring({ offer: null, reliability: "supported" });
  rig.last.progress(RINGS);
  await settle();
  assert.deepEqual(session.deeds, ["ring", "progress"]);
  const [port] = rig.media.ports;
  assert.deepEqual([port.streams.length, port.deeds.length], [0, 0]);
  session.prack(OFFER);
  await settle();
  assert.equal(port.streams[0].remote?.port, 4000);
  assert.deepEqual(port.deeds, ["play 1 x 3"]);
});

Deno.test("RFC 3262 §5: a caller without an offer who requires it reliably rings with ours", async () => {
  const rig = new Rig();
  const session = rig.ring({ offer: null, reliability: "required" });
  const call = rig.last;
  assert.deepEqual(session.deeds, []);
  await settle();
  assert.deepEqual(session.deeds, ["ring with an offer"]);
  session.prack(OFFER);
  call.answer(ANSWER);
  await settle();
  session.acknowledge();
  assert.equal(call.state, "Idle");
  assert.equal(rig.media.ports.length, 1);
});

Deno.test("one that left before its ringing could offer anything leaves nothing", async () => {
  const rig = new Rig();
  const session = rig.ring({ offer: null, reliability: "required" });
  session.cancel();
  await rig.assertAtRest();
  assert.deepEqual(session.deeds, []);
});
