import assert from "node:assert/strict";
import type { OutgoingSession } from "../../runtime/sip/session.ts";
import type { SipRequest } from "../../runtime/sip/message.ts";
import type { UserAgent } from "../../runtime/sip/user_agent.ts";
import {
  Ear,
  LONG_ENOUGH,
  message,
  NOTHING_LEFT,
  type Peer,
  SipWorld,
} from "../support/sip_world.ts";

const AGENT = { address: "10.0.0.1", port: 5060 };
const PHONE = { address: "10.0.0.2", port: 5062 };
const TO = "sip:200@10.0.0.2:5062";
const CONTACT = "Contact: <sip:200@10.0.0.2:5062>";

interface Stage {
  readonly world: SipWorld;
  readonly agent: UserAgent;
  readonly phone: Peer;
  readonly session: OutgoingSession;
  readonly ear: Ear;
  /** The INVITE as it came. */
  readonly invite: SipRequest;
}

function stage(to = TO): Stage {
  const world = new SipWorld();
  const agent = world.agent(AGENT.address);
  const phone = world.peer(PHONE, AGENT);
  const session = agent.invite({ from: "100", to, sdp: "offer" });
  const ear = new Ear(session);
  world.wind(10);
  return {
    world,
    agent,
    phone,
    session,
    ear,
    invite: phone.requests("INVITE")[0],
  };
}

/** A call that was answered; ACK and all. */
function established(it: Stage, fields: readonly string[] = []): void {
  const body = "answer";
  it.phone.respond(it.invite, 200, { fields: [CONTACT, ...fields], body });
  it.world.wind(10);
}

/** A request of the peer in the dialog of `invite`. */
function inDialog(method: string, { headers, callId }: SipRequest): string {
  return message(`${method} sip:10.0.0.1:5060 SIP/2.0`, [
    `Via: SIP/2.0/UDP 10.0.0.2:5062;branch=z9hG4bK-peer-${method}`,
    "Max-Forwards: 70",
    `From: ${headers.first("To")};tag=peer`,
    `To: ${headers.first("From")}`,
    `Call-ID: ${callId}`,
    `CSeq: 1 ${method}`,
    CONTACT,
  ]);
}

/** Lets promises that are already kept be heard. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await Promise.resolve();
}

/** Nothing may stay behind. */
function atRest({ world, agent }: Stage): void {
  world.wind(LONG_ENOUGH);
  assert.deepEqual(agent.counts, NOTHING_LEFT);
  assert.equal(world.clock.pending, 0);
}

Deno.test("RFC 3261 §8.1.1: the INVITE has what an INVITE must have", () => {
  const { invite, session } = stage();
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
  const it = stage();
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
  atRest(it);
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
  const it = stage();
  it.phone.respond(it.invite, 100);
  it.world.wind(10);
  it.phone.respond(it.invite, 180);
  it.world.wind(10);
  it.phone.respond(it.invite, 183, { body: "early" });
  it.world.wind(100_000);
  assert.equal(it.phone.requests("INVITE").length, 1);
  assert.deepEqual(it.ear.heard, [
    "provisional 180 null",
    "provisional 183 early",
  ]);
  it.session.hangUp(487);
  atRest(it);
});

Deno.test("RFC 3261 §13.2.2.4: each 2xx is acknowledged, the session hears of it once", () => {
  const it = stage();
  established(it);
  established(it);
  established(it);
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
  atRest(it);
});

Deno.test("a 2xx that is repeated after the call has ended is still acknowledged", () => {
  const it = stage();
  established(it);
  it.session.hangUp(200);
  established(it);
  assert.equal(it.phone.requests("ACK").length, 2);
  atRest(it);
});

Deno.test("RFC 3261 §13.2.2.4: a second 2xx from a fork is acknowledged and ended with BYE", () => {
  const it = stage();
  established(it);
  it.phone.respond(it.invite, 200, { tag: "other", fields: [CONTACT] });
  it.world.wind(10);
  assert.deepEqual(it.phone.lines, ["INVITE", "ACK", "ACK", "BYE"]);
  const [bye] = it.phone.requests("BYE");
  assert.equal(bye.to.parameters.get("tag"), "other");
  assert.deepEqual(it.ear.heard, ["accepted answer"]);
  assert.equal(it.agent.counts.sessions, 1);
  it.phone.respond(bye, 200);
  it.session.hangUp(200);
  it.world.wind(10);
  it.phone.respond(it.phone.requests("BYE")[1], 200);
  atRest(it);
});

Deno.test("RFC 3261 §17.1.1.3: a refusal is acknowledged in its transaction, as often as it comes", () => {
  const it = stage();
  it.phone.respond(it.invite, 486);
  it.phone.respond(it.invite, 486);
  it.world.wind(10);
  const acks = it.phone.requests("ACK");
  assert.equal(acks.length, 2);
  assert.equal(acks[0].headers.first("Via"), it.invite.headers.first("Via"));
  assert.equal(acks[0].uri, it.invite.uri);
  assert.equal(acks[0].to.parameters.get("tag"), "peer");
  assert.deepEqual(it.ear.ends, [
    { by: "remote", status: 486, reason: "Because" },
  ]);
  atRest(it);
});

Deno.test("a redirection is not followed: the session ends with it", () => {
  const it = stage();
  const fields = ["Contact: <sip:900@10.0.0.9>"];
  it.phone.respond(it.invite, 302, { fields });
  it.world.wind(10);
  assert.deepEqual(it.ear.heard, ["ended remote 302"]);
  assert.deepEqual(it.phone.lines, ["INVITE", "ACK"]);
  atRest(it);
});

Deno.test("RFC 3261 §9.1: hung up before a provisional response, CANCEL waits for one", () => {
  const it = stage();
  it.session.hangUp(603);
  it.world.wind(700);
  assert.deepEqual(it.phone.lines, ["INVITE", "INVITE"]);
  it.phone.respond(it.invite, 100);
  it.world.wind(10);
  const [cancel] = it.phone.requests("CANCEL");
  assert.equal(cancel.headers.first("Via"), it.invite.headers.first("Via"));
  assert.equal(cancel.uri, it.invite.uri);
  assert.equal(cancel.cseq.number, it.invite.cseq.number);
  const why = 'SIP;cause=603;text="Decline"';
  assert.equal(cancel.headers.first("Reason"), why);
  it.phone.respond(cancel, 200);
  it.phone.respond(it.invite, 487);
  it.world.wind(10);
  assert.equal(it.phone.lines.at(-1), "ACK");
  assert.deepEqual(it.ear.heard, []);
  assert.equal(it.agent.counts.sessions, 0);
  it.world.wind(5000);
  // Timer D of the INVITE alone is left: Timer K of the CANCEL has run out.
  assert.equal(it.agent.counts.transactions, 1);
  assert.equal(it.world.clock.pending, 1);
  atRest(it);
});

Deno.test("RFC 3261 §9.1: hung up and never answered, the transaction ends it", () => {
  const it = stage();
  it.session.hangUp(487);
  atRest(it);
  assert.deepEqual(it.ear.heard, []);
  assert.equal(it.phone.requests("CANCEL").length, 0);
});

Deno.test("RFC 3261 §9.1: CANCEL that is answered and no more is given up after 64*T1", () => {
  const it = stage();
  it.phone.respond(it.invite, 180);
  it.world.wind(10);
  it.session.hangUp(487);
  it.world.wind(10);
  it.phone.respond(it.phone.requests("CANCEL")[0], 200);
  it.world.wind(31_900);
  assert.equal(it.agent.counts.sessions, 1);
  atRest(it);
  assert.deepEqual(it.ear.heard, ["provisional 180 null"]);
});

Deno.test("RFC 3261 §9.1: a 200 that crosses our CANCEL is acknowledged and ended with BYE", () => {
  const it = stage();
  it.phone.respond(it.invite, 180);
  it.world.wind(10);
  it.session.hangUp(487);
  it.phone.respond(it.invite, 200, { fields: [CONTACT], body: "answer" });
  it.world.wind(10);
  assert.deepEqual(it.phone.lines, ["INVITE", "CANCEL", "ACK", "BYE"]);
  assert.deepEqual(it.ear.heard, ["provisional 180 null"]);
  assert.equal(it.agent.counts.sessions, 0);
  it.phone.respond(it.phone.requests("CANCEL")[0], 200);
  it.phone.respond(it.phone.requests("BYE")[0], 200);
  atRest(it);
});

Deno.test("a 200 to an INVITE that nobody wants any more is acknowledged and ended", () => {
  const it = stage();
  it.session.hangUp(487);
  established(it);
  assert.deepEqual(it.phone.lines, ["INVITE", "ACK", "BYE"]);
  assert.deepEqual(it.ear.heard, []);
  atRest(it);
});

Deno.test("the peer's BYE ends the session with its Reason", () => {
  const it = stage();
  established(it);
  const bye = inDialog("BYE", it.invite)
    .replace("Max-Forwards", "Reason: SIP;cause=480\r\nMax-Forwards");
  it.phone.say(bye);
  it.world.wind(10);
  assert.equal(it.phone.lines.at(-1), "200 BYE");
  assert.deepEqual(it.ear.ends, [
    { by: "remote", status: 200, reason: "SIP;cause=480" },
  ]);
  it.session.hangUp(200);
  atRest(it);
  assert.equal(it.phone.requests("BYE").length, 0);
});

Deno.test("a re-INVITE of the called side is offered to the session", () => {
  const it = stage();
  established(it);
  it.ear.answer = "held";
  it.phone.say(
    inDialog("INVITE", it.invite).replace(
      "Content-Length: 0\r\n\r\n",
      "Content-Type: application/sdp\r\nContent-Length: 4\r\n\r\nhold",
    ),
  );
  it.world.wind(10);
  assert.equal(it.ear.heard.at(-1), "offered hold");
  assert.equal(it.phone.responses(200).length, 1);
  it.session.hangUp(200);
  it.world.wind(10);
  it.phone.respond(it.phone.requests("BYE")[0], 200);
  atRest(it);
});

Deno.test("RFC 3261 §12.1.2: requests of the calling side follow the Record-Route backwards", () => {
  const it = stage();
  established(it, [
    "Record-Route: <sip:10.0.0.8;lr>",
    "Record-Route: <sip:10.0.0.2:5062;lr;x=y>",
  ]);
  const [ack] = it.phone.requests("ACK");
  assert.equal(ack.uri, "sip:200@10.0.0.2:5062");
  assert.deepEqual(ack.headers.list("Route"), [
    "<sip:10.0.0.2:5062;lr;x=y>",
    "<sip:10.0.0.8;lr>",
  ]);
});

Deno.test("RFC 3261 §12.2.1.1: a strict router is the Request-URI, the target the last Route", () => {
  const it = stage();
  established(it, ["Record-Route: <sip:10.0.0.8;lr>, <sip:10.0.0.2:5062>"]);
  const [ack] = it.phone.requests("ACK");
  assert.equal(ack.uri, "sip:10.0.0.2:5062");
  assert.deepEqual(ack.headers.list("Route"), [
    "<sip:10.0.0.8;lr>",
    "<sip:200@10.0.0.2:5062>",
  ]);
});

Deno.test("RFC 3261 §12.2.1.1: the BYE counts CSeq on from the INVITE", () => {
  const it = stage();
  established(it);
  it.session.hangUp(200);
  it.world.wind(10);
  const [bye] = it.phone.requests("BYE");
  assert.equal(bye.cseq.number, it.invite.cseq.number + 1);
  assert.equal(bye.headers.first("Reason"), null);
});

Deno.test("RFC 3261 §8.1.3.3: a response with a second Via is dropped", () => {
  const it = stage();
  const response =
    `SIP/2.0 180 Ringing\r\nVia: ${it.invite.headers.first("Via")}` +
    "\r\nVia: SIP/2.0/UDP 9.9.9.9;branch=z9hG4bKx\r\nFrom: <sip:a@b>;tag=1\r\n" +
    `To: <sip:a@b>;tag=2\r\nCall-ID: x\r\nCSeq: 1 INVITE\r\n\r\n`;
  it.phone.say(response);
  it.world.wind(10);
  assert.deepEqual(it.ear.heard, []);
});

Deno.test("a name is resolved before the INVITE leaves", async () => {
  const world = new SipWorld();
  const resolve = (host: string) =>
    Promise.resolve(host === "gateway.example" ? PHONE.address : null);
  const agent = world.agent(AGENT.address, undefined, { resolve });
  const phone = world.peer(PHONE, AGENT);
  const known = agent.invite({
    from: "100",
    to: "200@gateway.example:5062",
    sdp: "offer",
  });
  const unknown = new Ear(
    agent.invite({ from: "100", to: "sip:x@nowhere.example", sdp: "offer" }),
  );
  assert.equal(known.localAddress, "");
  await settled();
  world.wind(10);
  assert.equal(phone.requests("INVITE")[0].uri, "sip:200@gateway.example:5062");
  assert.equal(known.localAddress, "10.0.0.1");
  assert.deepEqual(unknown.heard, ["ended local 404"]);
});

Deno.test("a session that was hung up before its name was resolved sends nothing", async () => {
  const world = new SipWorld();
  const resolve = () => Promise.resolve(PHONE.address);
  const agent = world.agent(AGENT.address, undefined, { resolve });
  const phone = world.peer(PHONE, AGENT);
  agent.invite({ from: "100", to: "sip:x@y.example:5062", sdp: "o" }).hangUp(
    487,
  );
  await settled();
  world.wind(10);
  assert.deepEqual(phone.lines, []);
  assert.deepEqual(agent.counts, NOTHING_LEFT);
});

Deno.test("what is no SIP URI is refused by name, and so is a transport that is not here", () => {
  const world = new SipWorld();
  const agent = world.agent(AGENT.address);
  const bad = [
    "",
    "sip:",
    "sip:a@",
    "sip:a b@c",
    "sip:a@b\r\nX: y",
    "sip:a@b:99999",
    "sip:<a>@b",
    "sip:a@[::zz]",
  ];
  for (const to of bad) {
    assert.throws(() => agent.invite({ from: "1", to, sdp: "" }), {
      fault: "badParams",
      data: { param: "to" },
    });
  }
  assert.throws(
    () => agent.invite({ from: "a b", to: TO, sdp: "" }),
    { fault: "badParams", data: { param: "from" } },
  );
  for (const to of ["sips:a@10.0.0.2", "sip:a@10.0.0.2;transport=tcp"]) {
    assert.throws(() => agent.invite({ from: "1", to, sdp: "" }), {
      fault: "dialRefused",
    });
  }
  assert.deepEqual(agent.counts, NOTHING_LEFT);
});

Deno.test("what a URI says to put into headers is not put there", () => {
  const it = stage(`${TO}?Subject=free&Route=%3Csip:evil%3E`);
  assert.equal(it.invite.uri, TO);
  assert.equal(it.invite.headers.first("Subject"), null);
  assert.deepEqual(it.invite.headers.list("Route"), []);
});

Deno.test("Contact and Via say the advertised host where there is one", () => {
  const world = new SipWorld();
  const advertisedHost = "203.0.113.9";
  const agent = world.agent(AGENT.address, undefined, { advertisedHost });
  const phone = world.peer(PHONE, AGENT);
  const session = agent.invite({ from: "100", to: TO, sdp: "offer" });
  world.wind(10);
  const [invite] = phone.requests("INVITE");
  assert.equal(invite.via.host, advertisedHost);
  assert.equal(invite.headers.first("Contact"), "<sip:203.0.113.9:5060>");
  assert.equal(session.localAddress, advertisedHost);
});

Deno.test("an agent that was closed sends nothing when a name is resolved at last", async () => {
  const world = new SipWorld();
  const resolve = () => Promise.resolve(PHONE.address);
  const agent = world.agent(AGENT.address, undefined, { resolve });
  agent.invite({ from: "100", to: "sip:x@y.example", sdp: "offer" });
  agent.close();
  await settled();
  assert.equal(world.network.sent.length, 0);
  assert.equal(world.clock.pending, 0);
});
