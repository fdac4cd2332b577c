import assert from "node:assert/strict";
import { accepted, CalledStage, established, invited } from "./called_stage.ts";
import { INVITE, OFFER, request } from "./phone_request.ts";

Deno.test("RFC 3261 §17.2.1: an INVITE is answered with 100 at once", () => {
  const it = new CalledStage();
  it.phone.say(INVITE);
  it.world.wind(2);
  assert.deepEqual(it.phone.lines, ["100 INVITE"]);
  assert.equal(it.phone.messages[0].to.parameters.has("tag"), false);
  it.session.hangUp(486);
});

Deno.test("an incoming session knows who calls whom, with what", () => {
  const it = invited();
  const [session] = it.sessions;
  assert.equal(session.from, "sip:200@10.0.0.2");
  assert.equal(session.to, "sip:100@10.0.0.1");
  assert.equal(session.requestUri, "sip:100@10.0.0.1");
  assert.equal(session.callId, "call-1");
  assert.equal(session.offer, OFFER);
  assert.equal(session.remoteAddress, "10.0.0.2");
  assert.equal(session.localAddress, "10.0.0.1");
});

Deno.test("RFC 3261 §17.2.1: a repeated INVITE gets the last response, not a second session", () => {
  const it = invited();
  it.session.ring();
  it.say(INVITE);
  assert.deepEqual(it.phone.lines, ["100 INVITE", "180 INVITE", "180 INVITE"]);
  assert.equal(it.sessions.length, 1);
  it.session.hangUp(486);
});

Deno.test("RFC 3261 §12.1.1: the 180 makes a dialog: tag, Contact and Record-Route", () => {
  const fields = ["Record-Route: <sip:p1;lr>, <sip:p2;lr>"];
  const it = invited(request("INVITE", { body: OFFER, fields }));
  it.session.ring();
  it.world.wind(10);
  const [ringing] = it.phone.responses(180);
  assert.ok(ringing.to.parameters.get("tag"));
  assert.equal(ringing.headers.first("Contact"), "<sip:10.0.0.1:5060>");
  assert.deepEqual(ringing.headers.list("Record-Route"), [
    "<sip:p1;lr>",
    "<sip:p2;lr>",
  ]);
  it.session.hangUp(486);
});

Deno.test("RFC 3261 §13.3.1.4: the 200 is repeated from T1 to T2 until the ACK", () => {
  const it = invited();
  it.session.accept("answer");
  it.world.wind(8000);
  const start = it.phone.timesOf("200 INVITE")[0];
  const since = it.phone.timesOf("200 INVITE").map((time) => time - start);
  assert.deepEqual(since, [0, 500, 1500, 3500, 7500]);
  it.acknowledge();
  it.world.wind(20_000);
  assert.equal(it.phone.timesOf("200 INVITE").length, 5);
  assert.deepEqual(it.ear.heard, ["acknowledged null"]);
  it.session.hangUp(200);
});

Deno.test("RFC 3261 §13.3.1.4: without an ACK for 64*T1 the session ends with BYE", () => {
  const it = invited();
  it.session.accept("answer");
  it.world.wind(31_990);
  assert.equal(it.phone.requests("BYE").length, 0);
  it.world.wind(20);
  assert.equal(it.phone.timesOf("200 INVITE").length, 11);
  const [bye] = it.phone.requests("BYE");
  assert.match(bye.headers.first("Reason") ?? "", /cause=408/);
  assert.deepEqual(it.ear.heard, ["ended local 408"]);
  it.phone.respond(bye, 200);
  it.atRest();
});

Deno.test("RFC 6026 §7.1: a repeated INVITE is absorbed once it was accepted", () => {
  const it = established();
  const before = it.phone.messages.length;
  it.phone.say(INVITE);
  it.world.wind(100);
  assert.equal(it.phone.messages.length, before);
  assert.equal(it.sessions.length, 1);
  it.session.hangUp(200);
});

Deno.test("RFC 6026 §7.1: an ACK in the branch of its INVITE, as old clients send it, counts", () => {
  const it = accepted();
  it.say(request("ACK", { toTag: it.toTag }));
  assert.deepEqual(it.ear.heard, ["acknowledged null"]);
  it.bye(2);
  it.atRest();
});

Deno.test("RFC 3261 §13.3.1.4: an ACK with another CSeq acknowledges nothing", () => {
  const it = accepted();
  const { toTag } = it;
  it.phone.say(request("ACK", { cseq: 2, branch: "z9hG4bK-ack", toTag }));
  it.world.wind(1000);
  assert.deepEqual(it.ear.heard, []);
  assert.equal(it.phone.timesOf("200 INVITE").length, 2);
  it.bye(2);
  it.atRest();
});

Deno.test("RFC 3264 §5: a late offer is ours in the 200, its answer comes in the ACK", () => {
  const it = invited(request("INVITE"));
  assert.equal(it.session.offer, null);
  it.session.accept("our offer");
  it.world.wind(10);
  const { toTag } = it;
  const branch = "z9hG4bK-ack";
  it.say(request("ACK", { branch, toTag, body: "their answer" }));
  assert.deepEqual(it.ear.heard, ["acknowledged their answer"]);
  it.bye(2);
  it.atRest();
});
