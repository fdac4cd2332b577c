import assert from "node:assert/strict";
import { textOf } from "../../runtime/base/bytes.ts";
import { type CalledStage, invited } from "./called_stage.ts";
import { CallingStage, CONTACT } from "./calling_stage.ts";
import { OFFER, request } from "./phone_request.ts";
import { message } from "../support/sip_world.ts";

const INVITE = request("INVITE", {
  body: OFFER,
  fields: ["Supported: 100rel"],
});

function update(it: CalledStage, cseq: number, body = ""): void {
  it.say(request("UPDATE", { cseq, toTag: it.toTag, body }));
}

function prack(it: CalledStage, cseq: number): void {
  const rseq = it.phone.responses(183)[0].headers.first("RSeq");
  const fields = [`RAck: ${rseq} 1 INVITE`];
  it.say(request("PRACK", { cseq, toTag: it.toTag, fields }));
}

Deno.test("RFC 3311 §5.1: a caller offers anew before the answer, once ours came reliably", () => {
  const it = invited(INVITE);
  it.session.progress("answer");
  it.world.wind(10);
  prack(it, 2);
  it.ear.answer = "second answer";
  update(it, 3, "second offer");
  assert.equal(textOf(it.phone.responses(200)[1].body), "second answer");
  it.session.accept("answer");
  it.world.wind(10);
  const accepted = it.phone.responses(200)[2];
  assert.equal(accepted.cseq.method, "INVITE");
  assert.equal(accepted.body.length, 0);
  it.acknowledge();
  assert.deepEqual(it.ear.heard, ["offered second offer", "acknowledged null"]);
  it.bye(4);
  it.atRest();
});

for (const progress of [false, true]) {
  const when = progress ? "foretold unreliably" : "not made";
  Deno.test(`RFC 3311 §5.2: while our answer is ${when} a second offer gets 500 and Retry-After`, () => {
    const it = invited();
    it.session.ring();
    if (progress) it.session.progress("answer");
    it.world.wind(10);
    update(it, 2, "second offer");
    const [refused] = it.phone.responses(500);
    assert.ok(Number(refused.headers.first("Retry-After")) <= 10);
    assert.deepEqual(it.ear.heard, []);
    it.session.hangUp(486);
  });
}

/** The phone says a request in the early dialog that it made. */
function say(it: CallingStage, method: string, cseq: number, body = ""): void {
  const { headers, callId } = it.invite;
  it.phone.say(message(`${method} sip:10.0.0.1 SIP/2.0`, [
    `Via: SIP/2.0/UDP 10.0.0.2:5062;branch=z9hG4bK-${method}-${cseq}`,
    "Max-Forwards: 70",
    `From: ${headers.first("To")};tag=peer`,
    `To: ${headers.first("From")}`,
    `Call-ID: ${callId}`,
    `CSeq: ${cseq} ${method}`,
    CONTACT,
    ...body ? ["Content-Type: application/sdp"] : [],
  ], body));
  it.world.wind(10);
}

/** The phone has answered our offer, reliably or not. */
function progressed(reliable: boolean): CallingStage {
  const it = new CallingStage();
  const fields = reliable ? ["Require: 100rel", "RSeq: 1"] : [];
  it.respond(183, { fields: [CONTACT, ...fields], body: "answer" });
  for (const prack of it.phone.requests("PRACK")) it.phone.respond(prack, 200);
  it.world.wind(10);
  return it;
}

function end(it: CallingStage): void {
  it.session.hangUp(200);
  it.world.wind(10);
  for (const bye of it.phone.requests("BYE")) it.phone.respond(bye, 200);
  it.atRest();
}

Deno.test("RFC 3311 §5.2: a callee offers anew before it answers, once it has answered reliably; that stands", () => {
  const it = progressed(true);
  it.ear.answer = "our answer";
  say(it, "UPDATE", 1, "their offer");
  assert.equal(textOf(it.phone.responses(200)[0].body), "our answer");
  it.respond(200, { fields: [CONTACT] });
  assert.deepEqual(it.ear.heard, [
    "provisional 183 answer",
    "offered their offer",
    "accepted null",
  ]);
  end(it);
});

Deno.test("RFC 3311 §5.2: before that its offer meets ours, and gets 491", () => {
  const it = progressed(false);
  say(it, "UPDATE", 1, "their offer");
  assert.equal(it.phone.responses(491).length, 1);
  assert.deepEqual(it.ear.heard, ["provisional 183 answer"]);
  it.accept();
  end(it);
});

Deno.test("RFC 3311 §5.2: an UPDATE without an offer is taken in an early dialog", () => {
  const it = progressed(false);
  say(it, "UPDATE", 1);
  assert.deepEqual(it.phone.lines.slice(-1), ["200 UPDATE"]);
  it.accept();
  end(it);
});

Deno.test("RFC 3261 §14.2: a re-INVITE before our INVITE is answered gets 491", () => {
  const it = progressed(true);
  say(it, "INVITE", 1, "their offer");
  assert.equal(it.phone.responses(491).length, 1);
  it.phone.respond(it.invite, 486);
  it.world.wind(10);
  it.atRest();
});
