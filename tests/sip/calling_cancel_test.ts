import assert from "node:assert/strict";
import { CallingStage } from "./calling_stage.ts";

Deno.test("RFC 3261 §9.1: hung up before a provisional response, CANCEL waits for one", () => {
  const it = new CallingStage();
  it.session.hangUp(603);
  it.world.wind(700);
  assert.deepEqual(it.phone.lines, ["INVITE", "INVITE"]);
  it.respond(100);
  const [cancel] = it.phone.requests("CANCEL");
  assert.equal(cancel.headers.first("Via"), it.invite.headers.first("Via"));
  assert.equal(cancel.uri, it.invite.uri);
  assert.equal(cancel.cseq.number, it.invite.cseq.number);
  const why = 'SIP;cause=603;text="Decline"';
  assert.equal(cancel.headers.first("Reason"), why);
  it.phone.respond(cancel, 200);
  it.respond(487);
  assert.equal(it.phone.lines.at(-1), "ACK");
  assert.deepEqual(it.ear.heard, []);
  assert.equal(it.agent.counts.sessions, 0);
  it.world.wind(5000);
  // Timer D of the INVITE alone is left: Timer K of the CANCEL has run out.
  assert.equal(it.agent.counts.transactions, 1);
  assert.equal(it.world.clock.pending, 1);
  it.atRest();
});

Deno.test("RFC 3261 §9.1: hung up and never answered, the transaction ends it", () => {
  const it = new CallingStage();
  it.session.hangUp(487);
  it.atRest();
  assert.deepEqual(it.ear.heard, []);
  assert.equal(it.phone.requests("CANCEL").length, 0);
});

Deno.test("RFC 3261 §9.1: CANCEL that is answered and no more is given up after 64*T1", () => {
  const it = new CallingStage();
  it.respond(180);
  it.session.hangUp(487);
  it.world.wind(10);
  it.phone.respond(it.phone.requests("CANCEL")[0], 200);
  it.world.wind(31_900);
  assert.equal(it.agent.counts.sessions, 1);
  it.atRest();
  assert.deepEqual(it.ear.heard, ["provisional 180 null"]);
});

Deno.test("RFC 3261 §9.1: a 200 that crosses our CANCEL is acknowledged and ended with BYE", () => {
  const it = new CallingStage();
  it.respond(180);
  it.session.hangUp(487);
  it.accept();
  assert.deepEqual(it.phone.lines, ["INVITE", "CANCEL", "ACK", "BYE"]);
  assert.deepEqual(it.ear.heard, ["provisional 180 null"]);
  assert.equal(it.agent.counts.sessions, 0);
  it.phone.respond(it.phone.requests("CANCEL")[0], 200);
  it.phone.respond(it.phone.requests("BYE")[0], 200);
  it.atRest();
});

Deno.test("a 200 to an INVITE that nobody wants any more is acknowledged and ended", () => {
  const it = new CallingStage();
  it.session.hangUp(487);
  it.accept();
  assert.deepEqual(it.phone.lines, ["INVITE", "ACK", "BYE"]);
  assert.deepEqual(it.ear.heard, []);
  it.atRest();
});
