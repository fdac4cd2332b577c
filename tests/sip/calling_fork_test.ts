import assert from "node:assert/strict";
import { message } from "../support/sip_world.ts";
import { CallingStage, CONTACT } from "./calling_stage.ts";

/** Says a request in the dialog that the tag made. */
function request(
  it: CallingStage,
  method: string,
  tag: string,
  cseq = 1,
): void {
  const { headers, callId } = it.invite;
  it.phone.say(message(`${method} sip:10.0.0.1 SIP/2.0`, [
    `Via: SIP/2.0/UDP 10.0.0.2:5062;branch=z9hG4bK-${method}-${tag}-${cseq}`,
    "Max-Forwards: 70",
    `From: ${headers.first("To")};tag=${tag}`,
    `To: ${headers.first("From")}`,
    `Call-ID: ${callId}`,
    `CSeq: ${cseq} ${method}`,
    CONTACT,
  ]));
  it.world.wind(10);
}

function early(it: CallingStage, tag: string, body = ""): void {
  it.respond(183, { tag, body, fields: [CONTACT] });
}

/** The call that was answered is ended, and nothing of it is left. */
function end(it: CallingStage): void {
  it.session.hangUp(200);
  it.world.wind(10);
  for (const bye of it.phone.requests("BYE")) it.phone.respond(bye, 200);
  it.atRest();
}

Deno.test("RFC 3261 §12.1: a provisional response with a tag makes a dialog, in which requests are answered", () => {
  const it = new CallingStage();
  early(it, "one");
  request(it, "OPTIONS", "one");
  request(it, "OPTIONS", "two", 2);
  assert.deepEqual(it.phone.lines.slice(-2), ["200 OPTIONS", "481 OPTIONS"]);
  assert.equal(it.agent.counts.dialogs, 1);
  it.respond(486, { tag: "one" });
  it.atRest();
});

Deno.test("RFC 3261 §12.1: a response without a tag makes none", () => {
  const it = new CallingStage();
  const to = it.invite.headers.first("To");
  it.phone.say(message("SIP/2.0 180 Ringing", [
    `Via: ${it.invite.headers.first("Via")}`,
    `From: ${it.invite.headers.first("From")}`,
    `To: ${to}`,
    `Call-ID: ${it.invite.callId}`,
    `CSeq: ${it.invite.headers.first("CSeq")}`,
  ]));
  it.world.wind(10);
  assert.equal(it.agent.counts.dialogs, 0);
  assert.deepEqual(it.ear.heard, ["provisional 180 null"]);
  it.respond(486);
  it.atRest();
});

Deno.test("RFC 3261 §13.2.2.3: a refusal ends every early dialog", () => {
  const it = new CallingStage();
  early(it, "one");
  early(it, "two");
  assert.equal(it.agent.counts.dialogs, 2);
  it.respond(486);
  assert.equal(it.agent.counts.dialogs, 0);
  it.atRest();
});

Deno.test("RFC 3261 §13.2.2.4: the 2xx of one fork ends the early dialogs of the others", () => {
  const it = new CallingStage();
  early(it, "one");
  early(it, "two");
  it.respond(200, { tag: "two", fields: [CONTACT], body: "answer" });
  assert.equal(it.agent.counts.dialogs, 1);
  request(it, "OPTIONS", "two");
  request(it, "OPTIONS", "one");
  assert.deepEqual(it.phone.lines.slice(-2), ["200 OPTIONS", "481 OPTIONS"]);
  end(it);
});

Deno.test("RFC 3261 §13.2.2.4: the dialog of the 2xx stays when another fork answers too", () => {
  const it = new CallingStage();
  early(it, "one");
  early(it, "two");
  it.respond(200, { tag: "one", fields: [CONTACT], body: "answer" });
  it.respond(200, { tag: "two", fields: [CONTACT], body: "other" });
  it.phone.respond(it.phone.requests("BYE")[0], 200);
  it.world.wind(10);
  request(it, "OPTIONS", "one");
  assert.deepEqual(it.phone.lines.slice(-1), ["200 OPTIONS"]);
  request(it, "BYE", "one", 2);
  assert.deepEqual(it.ear.heard.slice(-2), [
    "accepted answer",
    "ended remote 200",
  ]);
  it.atRest();
});

Deno.test("RFC 3261 §13.2.2.4: the 2xx says anew by which way the dialog goes", () => {
  const it = new CallingStage();
  const way = (name: string) =>
    `Record-Route: <sip:10.0.0.2:5062;lr;p=${name}>`;
  it.respond(180, { fields: [CONTACT, way("early")] });
  it.respond(200, {
    fields: ["Contact: <sip:desk@10.0.0.2:5062>", way("late")],
    body: "answer",
  });
  const [ack] = it.phone.requests("ACK");
  assert.equal(ack.headers.first("Route"), "<sip:10.0.0.2:5062;lr;p=late>");
  assert.equal(ack.uri, "sip:desk@10.0.0.2:5062");
  end(it);
});

Deno.test("RFC 3261 §13.2.1: a 200 without SDP stands by what its own fork described", () => {
  const it = new CallingStage();
  early(it, "one", "of one");
  early(it, "two", "of two");
  it.respond(200, { tag: "one", fields: [CONTACT] });
  assert.deepEqual(it.ear.heard, [
    "provisional 183 of one",
    "provisional 183 of two",
    "accepted of one",
  ]);
  end(it);
});

Deno.test("a 200 says the last word where only unreliable responses described before", () => {
  const it = new CallingStage();
  early(it, "one", "announcement");
  it.respond(200, { tag: "one", fields: [CONTACT], body: "answer" });
  assert.deepEqual(it.ear.heard, [
    "provisional 183 announcement",
    "accepted answer",
  ]);
  end(it);
});

Deno.test("a description that is repeated is told once, and again when another fork spoke between", () => {
  const it = new CallingStage();
  early(it, "one", "a");
  early(it, "one", "a");
  early(it, "two", "b");
  early(it, "one", "a");
  assert.deepEqual(it.ear.heard, [
    "provisional 183 a",
    "provisional 183 null",
    "provisional 183 b",
    "provisional 183 a",
  ]);
  it.respond(486);
  it.atRest();
});

Deno.test("RFC 3261 §15: a callee's BYE in an early dialog ends that dialog, not the call", () => {
  const it = new CallingStage();
  early(it, "one");
  request(it, "BYE", "one");
  assert.deepEqual(it.phone.lines.slice(-1), ["200 BYE"]);
  it.respond(200, { tag: "two", fields: [CONTACT], body: "answer" });
  assert.deepEqual(it.ear.heard.slice(-1), ["accepted answer"]);
  end(it);
});

Deno.test("RFC 3261 §9.1: a 200 that crosses our CANCEL is acknowledged and ended with BYE", () => {
  const it = new CallingStage();
  early(it, "one");
  it.session.hangUp(487);
  it.world.wind(10);
  it.respond(200, { tag: "one", fields: [CONTACT], body: "answer" });
  assert.deepEqual(it.phone.lines.slice(-3), ["CANCEL", "ACK", "BYE"]);
  it.phone.respond(it.phone.requests("CANCEL")[0], 200);
  it.phone.respond(it.phone.requests("BYE")[0], 200);
  it.atRest();
});

Deno.test("a peer that goes on making tags up gets 32 dialogs, and its call goes on", () => {
  const it = new CallingStage();
  for (let tag = 0; tag < 100; tag++) early(it, `t${tag}`);
  assert.equal(it.agent.counts.dialogs, 32);
  it.respond(200, { tag: "t99", fields: [CONTACT], body: "answer" });
  assert.equal(it.agent.counts.dialogs, 1);
  end(it);
});
