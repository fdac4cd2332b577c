import assert from "node:assert/strict";
import { Ear, NOTHING_LEFT, SipWorld } from "../support/sip_world.ts";
import {
  AGENT,
  CallingStage,
  CONTACT,
  established,
  PHONE,
  TO,
} from "./calling_stage.ts";

Deno.test("RFC 3261 §8.1.1: the INVITE has what an INVITE must have", () => {
  const { invite, session } = new CallingStage();
  assert.equal(invite.uri, TO);
  assert.equal(invite.from.uri, "sip:100@10.0.0.1");
  assert.ok(invite.from.parameters.get("tag"));
  assert.equal(invite.to.uri, TO);
  assert.equal(invite.to.parameters.has("tag"), false);
  assert.equal(invite.headers.first("Max-Forwards"), "70");
  assert.equal(invite.headers.first("Contact"), "<sip:10.0.0.1:5060>");
  assert.equal(invite.headers.first("Content-Type"), "application/sdp");
  assert.match(invite.via.parameters.get("branch") ?? "", /^z9hG4bK.{8,}/);
  assert.equal(invite.via.parameters.has("rport"), true);
  assert.equal(session.callId, invite.callId);
  assert.equal(session.remoteAddress, "10.0.0.2");
  assert.equal(session.localAddress, "10.0.0.1");
});

Deno.test("the offer may be made of our address on the route", () => {
  const world = new SipWorld();
  const agent = world.agent(AGENT.address);
  const phone = world.peer(PHONE, AGENT);
  const sdp = (address: string) => `at ${address}`;
  agent.invite({ from: "sip:me@example.org:99;x=y", to: TO, sdp });
  world.wind(10);
  const [invite] = phone.requests("INVITE");
  assert.equal(new TextDecoder().decode(invite.body), "at 10.0.0.1");
  assert.equal(invite.from.uri, "sip:me@example.org");
});

Deno.test("RFC 3261 §17.1.1.2: an unanswered INVITE is repeated with Timer A and ends with Timer B", () => {
  const it = new CallingStage();
  it.world.wind(31_980);
  assert.deepEqual(it.ear.heard, []);
  it.world.wind(20);
  assert.deepEqual(it.phone.timesOf("INVITE").map((time) => time - 1), [
    0,
    500,
    1500,
    3500,
    7500,
    15_500,
    31_500,
  ]);
  assert.deepEqual(it.ear.heard, ["ended local 408"]);
  it.atRest();
});

Deno.test("RFC 3261 §8.1.3.1: where the system will not send, a call ends with 503 at once", () => {
  const world = new SipWorld();
  world.network.forbidden.add("10.255.255.255");
  const agent = world.agent(AGENT.address);
  const to = "sip:200@10.255.255.255";
  const ear = new Ear(agent.invite({ from: "100", to, sdp: "offer" }));
  world.wind(1);
  assert.deepEqual(ear.heard, ["ended local 503"]);
  assert.deepEqual(agent.counts, NOTHING_LEFT);
  assert.equal(world.clock.pending, 0);
});

Deno.test("RFC 3261 §17.1.1.2: a provisional response stops the repeats; 100 is not told", () => {
  const it = new CallingStage();
  it.respond(100);
  it.respond(180);
  it.phone.respond(it.invite, 183, { body: "early" });
  it.world.wind(100_000);
  assert.equal(it.phone.requests("INVITE").length, 1);
  assert.deepEqual(it.ear.heard, [
    "provisional 180 null",
    "provisional 183 early",
  ]);
  it.session.hangUp(487);
  it.atRest();
});

Deno.test("RFC 3261 §13.2.2.4: each 2xx is acknowledged, the session hears of it once", () => {
  const it = established();
  it.accept();
  it.accept();
  const acks = it.world.network.sent.filter(({ text }) =>
    text.startsWith("ACK")
  );
  assert.equal(acks.length, 3);
  assert.equal(new Set(acks.map(({ text }) => text)).size, 1);
  const [ack] = it.phone.requests("ACK");
  assert.equal(ack.cseq.number, it.invite.cseq.number);
  assert.notEqual(
    ack.via.parameters.get("branch"),
    it.invite.via.parameters.get("branch"),
  );
  assert.deepEqual(it.ear.heard, ["accepted answer"]);
  it.session.hangUp(200);
  it.atRest();
});

Deno.test("a 2xx that is repeated after the call has ended is still acknowledged", () => {
  const it = established();
  it.session.hangUp(200);
  it.accept();
  assert.equal(it.phone.requests("ACK").length, 2);
  it.atRest();
});

Deno.test("RFC 3261 §13.2.2.4: a second 2xx from a fork is acknowledged and ended with BYE", () => {
  const it = established();
  it.respond(200, { tag: "other", fields: [CONTACT] });
  assert.deepEqual(it.phone.lines, ["INVITE", "ACK", "ACK", "BYE"]);
  const [bye] = it.phone.requests("BYE");
  assert.equal(bye.to.parameters.get("tag"), "other");
  assert.deepEqual(it.ear.heard, ["accepted answer"]);
  assert.equal(it.agent.counts.sessions, 1);
  it.phone.respond(bye, 200);
  it.session.hangUp(200);
  it.world.wind(10);
  it.phone.respond(it.phone.requests("BYE")[1], 200);
  it.atRest();
});

Deno.test("RFC 3261 §17.1.1.3: a refusal is acknowledged in its transaction, as often as it comes", () => {
  const it = new CallingStage();
  it.phone.respond(it.invite, 486);
  it.respond(486);
  const acks = it.phone.requests("ACK");
  assert.equal(acks.length, 2);
  assert.equal(acks[0].headers.first("Via"), it.invite.headers.first("Via"));
  assert.equal(acks[0].uri, it.invite.uri);
  assert.equal(acks[0].to.parameters.get("tag"), "peer");
  assert.deepEqual(it.ear.ends, [
    { by: "remote", status: 486, reason: "Because" },
  ]);
  it.atRest();
});

Deno.test("a redirection is not followed: the session ends with it", () => {
  const it = new CallingStage();
  const fields = ["Contact: <sip:900@10.0.0.9>"];
  it.respond(302, { fields });
  assert.deepEqual(it.ear.heard, ["ended remote 302"]);
  assert.deepEqual(it.phone.lines, ["INVITE", "ACK"]);
  it.atRest();
});

Deno.test("RFC 3261 §8.1.3.3: a response with a second Via is dropped", () => {
  const it = new CallingStage();
  const response =
    `SIP/2.0 180 Ringing\r\nVia: ${it.invite.headers.first("Via")}` +
    "\r\nVia: SIP/2.0/UDP 9.9.9.9;branch=z9hG4bKx\r\nFrom: <sip:a@b>;tag=1\r\n" +
    `To: <sip:a@b>;tag=2\r\nCall-ID: x\r\nCSeq: 1 INVITE\r\n\r\n`;
  it.phone.say(response);
  it.world.wind(10);
  assert.deepEqual(it.ear.heard, []);
});

const RETRY_AFTER: readonly [value: string, seconds: number | undefined][] = [
  ["10", 10],
  ["18000;duration=3600", 18_000],
  ["120 (I'm in a meeting)", 120],
  ["soon", undefined],
];

for (const [value, seconds] of RETRY_AFTER) {
  Deno.test(`RFC 3261 §20.33: "Retry-After: ${value}" is told as ${seconds} s`, () => {
    const it = new CallingStage();
    it.respond(503, { fields: [`Retry-After: ${value}`] });
    assert.equal(it.ear.ends[0].retryAfter, seconds);
    it.atRest();
  });
}
