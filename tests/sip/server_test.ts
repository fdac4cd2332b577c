import assert from "node:assert/strict";
import { SILENT } from "../../runtime/base/log.ts";
import type { IncomingSession } from "../../runtime/sip/session.ts";
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
const OFFER = "v=0\r\no=- 1 1 IN IP4 10.0.0.2\r\ns=-\r\n";

interface Stage {
  readonly world: SipWorld;
  readonly agent: UserAgent;
  readonly phone: Peer;
  readonly sessions: IncomingSession[];
  readonly ears: Ear[];
}

function stage(options: Parameters<SipWorld["agent"]>[2] = {}): Stage {
  const world = new SipWorld();
  const sessions: IncomingSession[] = [];
  const ears: Ear[] = [];
  const agent = world.agent(AGENT.address, (session) => {
    sessions.push(session);
    ears.push(new Ear(session));
  }, options);
  return { world, agent, phone: world.peer(PHONE, AGENT), sessions, ears };
}

interface Wording {
  readonly uri?: string;
  readonly branch?: string;
  readonly cseq?: number;
  readonly toTag?: string;
  readonly body?: string;
  readonly via?: string;
  readonly fields?: readonly string[];
}

function request(method: string, wording: Wording = {}): string {
  const {
    uri = "sip:100@10.0.0.1",
    cseq = 1,
    branch = `z9hG4bK-${
      method === "ACK" || method === "CANCEL" ? "INVITE" : method
    }-${cseq}`,
    toTag,
    body = "",
    via = `Via: SIP/2.0/UDP 10.0.0.2:5062;branch=${branch}`,
    fields = [],
  } = wording;
  return message(`${method} ${uri} SIP/2.0`, [
    via,
    "Max-Forwards: 70",
    "From: <sip:200@10.0.0.2>;tag=phone",
    `To: <sip:100@10.0.0.1>${toTag ? `;tag=${toTag}` : ""}`,
    "Call-ID: call-1",
    `CSeq: ${cseq} ${method}`,
    "Contact: <sip:200@10.0.0.2:5062>",
    ...(body ? ["Content-Type: application/sdp"] : []),
    ...fields,
  ], body);
}

const INVITE = request("INVITE", { body: OFFER });

function toTagIn(phone: Peer): string {
  const tagged = phone.messages.find((m) => m.to.parameters.has("tag"));
  return tagged?.to.parameters.get("tag") ?? "";
}

/** A call that was answered and acknowledged; gives its To tag. */
function established({ world, phone, sessions }: Stage): string {
  phone.say(INVITE);
  world.wind(10);
  sessions[0].accept("answer");
  world.wind(10);
  const toTag = toTagIn(phone);
  phone.say(request("ACK", { branch: "z9hG4bK-ack", toTag }));
  world.wind(10);
  return toTag;
}

/** Nothing may stay behind. */
function atRest({ world, agent }: Stage): void {
  world.wind(LONG_ENOUGH);
  assert.deepEqual(agent.counts, NOTHING_LEFT);
  assert.equal(world.clock.pending, 0);
}

Deno.test("RFC 3261 §17.2.1: an INVITE is answered with 100 at once", () => {
  const it = stage();
  it.phone.say(INVITE);
  it.world.wind(2);
  assert.deepEqual(it.phone.lines, ["100 INVITE"]);
  assert.equal(it.phone.messages[0].to.parameters.has("tag"), false);
  it.sessions[0].hangUp(486);
});

Deno.test("an incoming session knows who calls whom, with what", () => {
  const it = stage();
  it.phone.say(INVITE);
  it.world.wind(2);
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
  const it = stage();
  it.phone.say(INVITE);
  it.world.wind(2);
  it.sessions[0].ring();
  it.phone.say(INVITE);
  it.world.wind(2);
  assert.deepEqual(it.phone.lines, ["100 INVITE", "180 INVITE", "180 INVITE"]);
  assert.equal(it.sessions.length, 1);
  it.sessions[0].hangUp(486);
});

Deno.test("RFC 3261 §12.1.1: the 180 makes a dialog: tag, Contact and Record-Route", () => {
  const it = stage();
  const fields = ["Record-Route: <sip:p1;lr>, <sip:p2;lr>"];
  it.phone.say(request("INVITE", { body: OFFER, fields }));
  it.world.wind(2);
  it.sessions[0].ring();
  it.world.wind(2);
  const [ringing] = it.phone.responses(180);
  assert.ok(ringing.to.parameters.get("tag"));
  assert.equal(ringing.headers.first("Contact"), "<sip:10.0.0.1:5060>");
  assert.deepEqual(ringing.headers.list("Record-Route"), [
    "<sip:p1;lr>",
    "<sip:p2;lr>",
  ]);
  it.sessions[0].hangUp(486);
});

Deno.test("RFC 3261 §13.3.1.4: the 200 is repeated from T1 to T2 until the ACK", () => {
  const it = stage();
  it.phone.say(INVITE);
  it.world.wind(10);
  it.sessions[0].accept("answer");
  it.world.wind(8000);
  const start = it.phone.timesOf("200 INVITE")[0];
  const since = it.phone.timesOf("200 INVITE").map((time) => time - start);
  assert.deepEqual(since, [0, 500, 1500, 3500, 7500]);
  const toTag = toTagIn(it.phone);
  it.phone.say(request("ACK", { branch: "z9hG4bK-ack", toTag }));
  it.world.wind(20_000);
  assert.equal(it.phone.timesOf("200 INVITE").length, 5);
  assert.deepEqual(it.ears[0].heard, ["acknowledged null"]);
  it.sessions[0].hangUp(200);
});

Deno.test("RFC 3261 §13.3.1.4: without an ACK for 64*T1 the session ends with BYE", () => {
  const it = stage();
  it.phone.say(INVITE);
  it.world.wind(10);
  it.sessions[0].accept("answer");
  it.world.wind(31_990);
  assert.equal(it.phone.requests("BYE").length, 0);
  it.world.wind(20);
  assert.equal(it.phone.timesOf("200 INVITE").length, 11);
  const [bye] = it.phone.requests("BYE");
  assert.match(bye.headers.first("Reason") ?? "", /cause=408/);
  assert.deepEqual(it.ears[0].heard, ["ended local 408"]);
  it.phone.respond(bye, 200);
  atRest(it);
});

Deno.test("RFC 6026 §7.1: a repeated INVITE is absorbed once it was accepted", () => {
  const it = stage();
  established(it);
  const before = it.phone.messages.length;
  it.phone.say(INVITE);
  it.world.wind(100);
  assert.equal(it.phone.messages.length, before);
  assert.equal(it.sessions.length, 1);
  it.sessions[0].hangUp(200);
});

Deno.test("RFC 3261 §17.2.1: a refusal is repeated until its ACK, then no more", () => {
  const it = stage();
  it.phone.say(INVITE);
  it.world.wind(10);
  it.sessions[0].hangUp(486);
  it.world.wind(2000);
  assert.equal(it.phone.responses(486).length, 3);
  it.phone.say(request("ACK", { toTag: toTagIn(it.phone) }));
  it.world.wind(10_000);
  assert.equal(it.phone.responses(486).length, 3);
  assert.deepEqual(it.ears[0].heard, []);
  atRest(it);
});

Deno.test("RFC 3261 §17.2.1: a refusal that is never acknowledged ends with Timer H", () => {
  const it = stage();
  it.phone.say(INVITE);
  it.world.wind(10);
  it.sessions[0].hangUp(603);
  atRest(it);
  assert.equal(it.phone.responses(603).length, 11);
});

Deno.test("a refusal for want of room says when to try again", () => {
  const it = stage();
  it.phone.say(INVITE);
  it.world.wind(10);
  it.sessions[0].hangUp(503);
  it.world.wind(10);
  assert.match(
    it.phone.responses(503)[0].headers.first("Retry-After") ?? "",
    /^\d+$/,
  );
  atRest(it);
});

for (const status of [0, 200, 299, 700, 486.5, NaN]) {
  Deno.test(`a refusal with ${status}, which is none, is 603`, () => {
    const it = stage();
    it.phone.say(INVITE);
    it.world.wind(10);
    it.sessions[0].hangUp(status);
    it.world.wind(10);
    assert.equal(it.phone.lines.at(-1), "603 INVITE");
    atRest(it);
  });
}

Deno.test("RFC 3261 §8.3: redirect sends 302 with the Contact", () => {
  const it = stage();
  it.phone.say(INVITE);
  it.world.wind(10);
  it.sessions[0].redirect("sip:300@10.0.0.9:5070");
  it.world.wind(10);
  const [moved] = it.phone.responses(302);
  assert.equal(moved.headers.first("Contact"), "<sip:300@10.0.0.9:5070>");
  atRest(it);
});

Deno.test("redirect refuses what would break out of the Contact header", () => {
  const it = stage();
  it.phone.say(INVITE);
  it.world.wind(10);
  for (const uri of ["sip:a@b>\r\nX: y", "nonsense", "sip:a@b;x=<y>"]) {
    assert.throws(() => it.sessions[0].redirect(uri), { fault: "badParams" });
  }
  it.sessions[0].hangUp(486);
  atRest(it);
});

Deno.test("RFC 3261 §9.2: CANCEL is answered 200, its INVITE 487 with the same tag", () => {
  const it = stage();
  it.phone.say(INVITE);
  it.world.wind(10);
  it.sessions[0].ring();
  const fields = ['Reason: SIP;cause=200;text="Call completed elsewhere"'];
  it.phone.say(request("CANCEL", { fields }));
  it.world.wind(10);
  assert.deepEqual(it.phone.lines, [
    "100 INVITE",
    "180 INVITE",
    "200 CANCEL",
    "487 INVITE",
  ]);
  const tags = it.phone.messages.slice(1).map((m) =>
    m.to.parameters.get("tag")
  );
  assert.equal(new Set(tags).size, 1);
  assert.deepEqual(it.ears[0].ends, [{
    by: "remote",
    status: 487,
    reason: 'SIP;cause=200;text="Call completed elsewhere"',
  }]);
  it.phone.say(request("ACK", { toTag: toTagIn(it.phone) }));
  atRest(it);
});

Deno.test("RFC 3261 §9.2: CANCEL after the 200 is answered and changes nothing", () => {
  const it = stage();
  it.phone.say(INVITE);
  it.world.wind(10);
  it.sessions[0].accept("answer");
  it.phone.say(request("CANCEL"));
  it.world.wind(10);
  assert.deepEqual(it.phone.lines, ["100 INVITE", "200 INVITE", "200 CANCEL"]);
  assert.deepEqual(it.ears[0].heard, []);
  assert.equal(it.agent.counts.sessions, 1);
});

Deno.test("RFC 3261 §9.2: CANCEL of nothing is answered 481", () => {
  const it = stage();
  it.phone.say(request("CANCEL"));
  it.world.wind(10);
  assert.deepEqual(it.phone.lines, ["481 CANCEL"]);
  atRest(it);
});

Deno.test("RFC 3261 §8.2.2.2: the same request by another way is answered 482", () => {
  const it = stage();
  it.phone.say(INVITE);
  it.phone.say(request("INVITE", { body: OFFER, branch: "z9hG4bK-other" }));
  it.world.wind(10);
  assert.deepEqual(it.phone.lines, ["100 INVITE", "482 INVITE"]);
  assert.equal(it.sessions.length, 1);
  it.sessions[0].hangUp(486);
  atRest(it);
});

Deno.test("RFC 3261 §8.2.2.2: once that request is done with, it may come again", () => {
  const it = stage();
  it.phone.say(INVITE);
  it.world.wind(10);
  it.sessions[0].hangUp(486);
  it.world.wind(LONG_ENOUGH);
  it.phone.say(request("INVITE", { body: OFFER, branch: "z9hG4bK-other" }));
  it.world.wind(10);
  assert.equal(it.sessions.length, 2);
  it.sessions[1].hangUp(486);
  atRest(it);
});

Deno.test("RFC 3261 §17.2.3: the same branch of another sender is another transaction", () => {
  const it = stage();
  const via = "Via: SIP/2.0/UDP 10.0.0.7:5062;rport;branch=z9hG4bK-INVITE-1";
  it.phone.say(INVITE);
  it.phone.say(
    request("INVITE", { body: OFFER, via }).replace("call-1", "call-2"),
  );
  it.world.wind(10);
  assert.equal(it.sessions.length, 2);
  for (const session of it.sessions) session.hangUp(486);
  atRest(it);
});

Deno.test("RFC 6026 §7.1: an ACK in the branch of its INVITE, as old clients send it, counts", () => {
  const it = stage();
  it.phone.say(INVITE);
  it.world.wind(10);
  it.sessions[0].accept("answer");
  it.world.wind(10);
  it.phone.say(request("ACK", { toTag: toTagIn(it.phone) }));
  it.world.wind(10);
  assert.deepEqual(it.ears[0].heard, ["acknowledged null"]);
  it.phone.say(request("BYE", { cseq: 2, toTag: toTagIn(it.phone) }));
  atRest(it);
});

Deno.test("RFC 3261 §13.3.1.4: an ACK with another CSeq acknowledges nothing", () => {
  const it = stage();
  it.phone.say(INVITE);
  it.world.wind(10);
  it.sessions[0].accept("answer");
  it.world.wind(10);
  const toTag = toTagIn(it.phone);
  it.phone.say(request("ACK", { cseq: 2, branch: "z9hG4bK-ack", toTag }));
  it.world.wind(1000);
  assert.deepEqual(it.ears[0].heard, []);
  assert.equal(it.phone.timesOf("200 INVITE").length, 2);
  it.phone.say(request("BYE", { cseq: 2, toTag }));
  atRest(it);
});

Deno.test("RFC 3261 §15.1.2: BYE is answered 200, again with the same bytes, later 481", () => {
  const it = stage();
  const toTag = established(it);
  const fields = ["Reason: Q.850;cause=16"];
  const bye = request("BYE", { cseq: 2, toTag, fields });
  it.phone.say(bye);
  it.world.wind(10);
  it.phone.say(bye);
  it.world.wind(10);
  const answers = it.world.network.sent.map(({ text }) => text)
    .filter((text) =>
      text.startsWith("SIP/2.0 200") && text.includes("CSeq: 2 BYE")
    );
  assert.equal(answers.length, 2);
  assert.equal(answers[0], answers[1]);
  assert.deepEqual(it.ears[0].ends, [
    { by: "remote", status: 200, reason: "Q.850;cause=16" },
  ]);
  it.phone.say(request("BYE", { cseq: 3, toTag }));
  it.world.wind(10);
  assert.equal(it.phone.responses(481).length, 1);
  atRest(it);
});

Deno.test("RFC 3261 §15.1.2: BYE before the final response ends the INVITE with 487", () => {
  const it = stage();
  it.phone.say(INVITE);
  it.world.wind(10);
  it.sessions[0].ring();
  it.world.wind(10);
  it.phone.say(request("BYE", { cseq: 2, toTag: toTagIn(it.phone) }));
  it.world.wind(10);
  assert.deepEqual(it.phone.lines.slice(2), ["200 BYE", "487 INVITE"]);
  assert.deepEqual(it.ears[0].heard, ["ended remote 200"]);
  atRest(it);
});

Deno.test("RFC 3261 §12.2.2: requests of unknown dialogs get 481, a stray ACK nothing", () => {
  const it = stage();
  for (const method of ["BYE", "INFO", "INVITE", "OPTIONS", "UPDATE"]) {
    it.phone.say(request(method, { toTag: "nosuch" }));
  }
  it.phone.say(request("ACK", { branch: "z9hG4bK-stray", toTag: "nosuch" }));
  it.phone.say(request("BYE", { branch: "z9hG4bK-untagged" }));
  it.world.wind(10);
  assert.deepEqual(it.phone.lines, [
    "481 BYE",
    "481 INFO",
    "481 INVITE",
    "481 OPTIONS",
    "481 UPDATE",
    "481 BYE",
  ]);
  assert.equal(it.sessions.length, 0);
  atRest(it);
});

Deno.test("RFC 3261 §12.2.2: a CSeq that goes back is answered 500", () => {
  const it = stage();
  const toTag = established(it);
  it.phone.say(request("OPTIONS", { cseq: 5, toTag }));
  it.phone.say(request("OPTIONS", { cseq: 4, toTag }));
  it.world.wind(10);
  assert.deepEqual(it.phone.lines.slice(-2), ["200 OPTIONS", "500 OPTIONS"]);
  it.phone.say(request("BYE", { cseq: 6, toTag }));
  atRest(it);
});

Deno.test("RFC 3261 §11.2: OPTIONS is answered with what we can do, and forgotten", () => {
  const it = stage();
  it.phone.say(request("OPTIONS"));
  it.world.wind(10);
  const [answer] = it.phone.responses(200);
  assert.deepEqual(answer.headers.list("Allow"), [
    "INVITE",
    "ACK",
    "CANCEL",
    "BYE",
    "OPTIONS",
  ]);
  assert.equal(answer.headers.first("Accept"), "application/sdp");
  assert.notEqual(answer.headers.first("Supported"), null);
  assert.equal(it.agent.counts.sessions + it.agent.counts.dialogs, 0);
  atRest(it);
});

/** Requests that RFC 3261 §8.2 objects to, and the header that says why. */
const OBJECTIONABLE: readonly [
  what: string,
  text: string,
  status: number,
  why: RegExp,
][] = [
  [
    "a method that SIP knows and we do not",
    request("MESSAGE"),
    405,
    /\r\nAllow: INVITE, /,
  ],
  [
    "a method that nobody knows",
    request("FOO"),
    501,
    /\r\nAllow: INVITE, /,
  ],
  [
    "Require on OPTIONS",
    request("OPTIONS", { fields: ["Require: foobar, 100rel"] }),
    420,
    /\r\nUnsupported: foobar, 100rel\r\n/,
  ],
  [
    "Require on INVITE",
    request("INVITE", { body: OFFER, fields: ["Require: foobar"] }),
    420,
    /\r\nUnsupported: foobar\r\n/,
  ],
  [
    "a body of another type",
    request("INVITE", { fields: ["Content-Type: text/plain"], body: "" })
      .replace("Content-Length: 0\r\n\r\n", "Content-Length: 2\r\n\r\nhi"),
    415,
    /\r\nAccept: application\/sdp\r\n/,
  ],
  [
    "a body in another coding",
    request("INVITE", { fields: ["Content-Encoding: gzip"], body: OFFER }),
    415,
    /\r\nAccept-Encoding: identity\r\n/,
  ],
  [
    "a URI of another scheme",
    request("INVITE", { uri: "tel:100" }),
    416,
    /Unsupported URI Scheme/,
  ],
  [
    "another version of SIP",
    INVITE.replace("SIP/2.0\r\n", "SIP/7.0\r\n"),
    505,
    /Version Not Supported/,
  ],
  [
    "an INVITE without Contact",
    INVITE.replace(/Contact: .*\r\n/, ""),
    400,
    /Bad Request/,
  ],
  [
    "a request without Call-ID (RFC 4475 §3.3.1)",
    INVITE.replace(/Call-ID: .*\r\n/, ""),
    400,
    /\r\nCSeq: 1 INVITE\r\n/,
  ],
  [
    "a request without Via, which cannot be answered",
    INVITE.replace(/Via: .*\r\n/, ""),
    0,
    /^$/,
  ],
  [
    "two From fields",
    request("INVITE", { body: OFFER, fields: ["From: <sip:x@y>;tag=z"] }),
    400,
    /Bad Request/,
  ],
  [
    "a CSeq of another method",
    INVITE.replace("1 INVITE", "1 BYE"),
    400,
    /Bad Request/,
  ],
  [
    "Max-Forwards that is no number",
    INVITE.replace("Max-Forwards: 70", "Max-Forwards: many"),
    400,
    /Bad Request/,
  ],
  [
    "a body that is cut short",
    INVITE.slice(0, -5),
    400,
    /Bad Request/,
  ],
  [
    "a line without a colon",
    request("INVITE", { body: OFFER, fields: ["nonsense"] }),
    400,
    /Bad Request/,
  ],
  [
    "a control character in a header name",
    INVITE.replace("Contact:", "Contact\x01:"),
    400,
    /Bad Request/,
  ],
  [
    "a head of more than 32 KiB",
    request("INVITE", {
      fields: Array.from({ length: 5 }, (_, i) => `X${i}: ${"x".repeat(8000)}`),
    }),
    513,
    /Message Too Large/,
  ],
];

for (const [what, text, status, why] of OBJECTIONABLE) {
  Deno.test(`RFC 3261 §8.2: ${what}: ${status || "nothing"}`, () => {
    const it = stage();
    it.phone.say(text);
    it.world.wind(10);
    const answers = it.world.network.sent.slice(1);
    assert.equal(answers.length, status === 0 ? 0 : 1);
    const answer = answers[0]?.text ?? "";
    assert.match(answer, why);
    if (status > 0) assert.ok(answer.startsWith(`SIP/2.0 ${status} `), answer);
    assert.equal(it.sessions.length, 0);
    atRest(it);
  });
}

Deno.test("RFC 4475 §3.3.11: Max-Forwards 0 stops a proxy, not the one who is called", () => {
  const it = stage();
  it.phone.say(request("OPTIONS").replace("Forwards: 70", "Forwards: 0"));
  it.world.wind(10);
  assert.deepEqual(it.phone.lines, ["200 OPTIONS"]);
  atRest(it);
});

Deno.test("a malformed ACK is not answered, and no response ever is", () => {
  const it = stage();
  it.phone.say(request("ACK").replace("CSeq: 1", "CSeq: x"));
  it.phone.say("SIP/2.0 200\r\nVia: nonsense\r\n\r\n");
  it.phone.say("\r\n\r\n");
  it.phone.say("hello\r\n\r\n");
  it.world.wind(10);
  assert.equal(it.world.network.sent.length, 4);
});

Deno.test("no response names the product or its version", () => {
  const it = stage();
  it.phone.say(request("OPTIONS"));
  it.phone.say(INVITE);
  it.world.wind(10);
  it.sessions[0].accept("answer");
  it.world.wind(10);
  for (const { text } of it.world.network.sent.slice(2)) {
    assert.doesNotMatch(text, /^(Server|User-Agent):|edge/im);
  }
});

Deno.test("RFC 3261 §14.2: a re-INVITE is offered to the session and answered by it", () => {
  const it = stage();
  const toTag = established(it);
  it.ears[0].answer = "held";
  const fields = ["X: y"];
  it.phone.say(request("INVITE", { cseq: 2, toTag, body: "hold", fields }));
  it.world.wind(10);
  const answer = it.phone.responses(200).at(-1);
  assert.equal(new TextDecoder().decode(answer?.body), "held");
  it.phone.say(request("ACK", { cseq: 2, branch: "z9hG4bK-a2", toTag }));
  it.world.wind(10);
  assert.deepEqual(it.ears[0].heard, ["acknowledged null", "offered hold"]);
  it.phone.say(request("BYE", { cseq: 3, toTag }));
  atRest(it);
});

Deno.test("RFC 3261 §14.2: a re-INVITE that is not acceptable gets 488, the call goes on", () => {
  const it = stage();
  const toTag = established(it);
  it.phone.say(request("INVITE", { cseq: 2, toTag, body: "g729" }));
  it.world.wind(10);
  assert.equal(it.phone.responses(488).length, 1);
  it.phone.say(request("ACK", { cseq: 2, toTag }));
  it.phone.say(request("OPTIONS", { cseq: 3, toTag }));
  it.world.wind(10);
  assert.equal(it.phone.lines.at(-1), "200 OPTIONS");
  assert.equal(it.agent.counts.sessions, 1);
  it.phone.say(request("BYE", { cseq: 4, toTag }));
  atRest(it);
});

Deno.test("RFC 3261 §12.2.2: an accepted re-INVITE moves the target, a refused one does not", () => {
  const it = stage();
  const toTag = established(it);
  const moved = (cseq: number, port: number) =>
    request("INVITE", { cseq, toTag, body: "offer" })
      .replace("10.0.0.2:5062>", `10.0.0.2:${port}>`);
  it.phone.say(moved(2, 6000));
  it.world.wind(10);
  it.phone.say(request("ACK", { cseq: 2, toTag }));
  it.ears[0].answer = "answer";
  it.phone.say(moved(3, 7000));
  it.world.wind(10);
  it.phone.say(request("ACK", { cseq: 3, branch: "z9hG4bK-a3", toTag }));
  it.world.wind(10);
  it.sessions[0].hangUp(200);
  const bye = it.world.network.sent.at(-1);
  assert.ok(bye?.text.startsWith("BYE sip:200@10.0.0.2:7000 SIP/2.0"));
  assert.equal(bye?.to.port, 7000);
  atRest(it);
});

Deno.test("RFC 3261 §14.2: a re-INVITE before the first final response gets 500 with Retry-After", () => {
  const it = stage();
  it.phone.say(INVITE);
  it.world.wind(10);
  it.sessions[0].ring();
  it.world.wind(10);
  const toTag = toTagIn(it.phone);
  it.phone.say(request("INVITE", { cseq: 2, toTag, body: "offer" }));
  it.world.wind(10);
  const seconds = it.phone.responses(500)[0].headers.first("Retry-After");
  assert.ok(Number(seconds) >= 0 && Number(seconds) <= 10, `${seconds}`);
  it.sessions[0].hangUp(486);
  atRest(it);
});

Deno.test("RFC 3261 §14.2: a re-INVITE while our 200 waits for its ACK gets 491", () => {
  const it = stage();
  it.phone.say(INVITE);
  it.world.wind(10);
  it.sessions[0].accept("answer");
  it.world.wind(10);
  const toTag = toTagIn(it.phone);
  it.phone.say(request("INVITE", { cseq: 2, toTag, body: "offer" }));
  it.world.wind(10);
  assert.equal(it.phone.responses(491).length, 1);
  it.phone.say(request("ACK", { cseq: 2, toTag }));
  it.phone.say(request("ACK", { branch: "z9hG4bK-ack", toTag }));
  it.world.wind(10);
  assert.deepEqual(it.ears[0].heard, ["acknowledged null"]);
  it.phone.say(request("BYE", { cseq: 3, toTag }));
  atRest(it);
});

Deno.test("RFC 3261 §14.2: a re-INVITE whose 200 is never acknowledged ends the session", () => {
  const it = stage();
  const toTag = established(it);
  it.ears[0].answer = "answer";
  it.phone.say(request("INVITE", { cseq: 2, toTag, body: "offer" }));
  atRest(it);
  assert.equal(it.ears[0].heard.at(-1), "ended local 408");
});

Deno.test("RFC 3264 §5: a late offer is ours in the 200, its answer comes in the ACK", () => {
  const it = stage();
  it.phone.say(request("INVITE"));
  it.world.wind(10);
  assert.equal(it.sessions[0].offer, null);
  it.sessions[0].accept("our offer");
  it.world.wind(10);
  const toTag = toTagIn(it.phone);
  const branch = "z9hG4bK-ack";
  it.phone.say(request("ACK", { branch, toTag, body: "their answer" }));
  it.world.wind(10);
  assert.deepEqual(it.ears[0].heard, ["acknowledged their answer"]);
  it.phone.say(request("BYE", { cseq: 2, toTag }));
  atRest(it);
});

Deno.test("a late offer in a re-INVITE has its answer told as well", () => {
  const it = stage();
  const toTag = established(it);
  it.ears[0].answer = "our offer";
  it.phone.say(request("INVITE", { cseq: 2, toTag }));
  it.world.wind(10);
  const branch = "z9hG4bK-a2";
  it.phone.say(request("ACK", { cseq: 2, branch, toTag, body: "answer" }));
  it.world.wind(10);
  assert.deepEqual(it.ears[0].heard.slice(1), [
    "offered null",
    "acknowledged answer",
  ]);
  it.phone.say(request("BYE", { cseq: 3, toTag }));
  atRest(it);
});

Deno.test("RFC 3261 §15: hung up before the ACK, the BYE waits for it", () => {
  const it = stage();
  it.phone.say(INVITE);
  it.world.wind(10);
  it.sessions[0].accept("answer");
  it.sessions[0].hangUp(603);
  it.world.wind(1000);
  assert.equal(it.phone.requests("BYE").length, 0);
  assert.equal(it.phone.timesOf("200 INVITE").length, 2);
  const toTag = toTagIn(it.phone);
  it.phone.say(request("ACK", { branch: "z9hG4bK-ack", toTag }));
  it.world.wind(10);
  const [bye] = it.phone.requests("BYE");
  const why = 'SIP;cause=603;text="Decline"';
  assert.equal(bye.headers.first("Reason"), why);
  it.phone.respond(bye, 200);
  assert.deepEqual(it.ears[0].heard, []);
  atRest(it);
});

Deno.test("RFC 3261 §15: hung up before an ACK that never comes, the BYE follows after 64*T1", () => {
  const it = stage();
  it.phone.say(INVITE);
  it.world.wind(10);
  it.sessions[0].accept("answer");
  it.sessions[0].hangUp(200);
  it.world.wind(32_100);
  assert.equal(it.phone.requests("BYE").length, 1);
  assert.deepEqual(it.ears[0].heard, []);
  atRest(it);
});

Deno.test("a BYE that crosses ours is answered 200, and nothing is told", () => {
  const it = stage();
  const toTag = established(it);
  it.sessions[0].hangUp(200);
  it.phone.say(request("BYE", { cseq: 2, toTag }));
  it.world.wind(10);
  assert.deepEqual(it.phone.lines.slice(-2).sort(), ["200 BYE", "BYE"]);
  assert.deepEqual(it.ears[0].heard, ["acknowledged null"]);
  atRest(it);
});

Deno.test("RFC 3261 §17.1.2.2: our BYE is repeated from T1 to T2 and given up after 64*T1", () => {
  const it = stage();
  established(it);
  it.sessions[0].hangUp(200);
  atRest(it);
  const times = it.phone.timesOf("BYE");
  assert.deepEqual(times.map((time) => time - times[0]), [
    0,
    500,
    1500,
    3500,
    7500,
    11_500,
    15_500,
    19_500,
    23_500,
    27_500,
    31_500,
  ]);
  const branches = it.phone.requests("BYE").map(({ via }) =>
    via.parameters.get("branch")
  );
  assert.equal(new Set(branches).size, 1);
});

Deno.test("RFC 3581 §4: with rport the response goes to the port that the request came from", () => {
  const it = stage();
  const via = "Via: SIP/2.0/UDP 192.168.1.7:5099;branch=z9hG4bK-nat;rport";
  it.phone.say(request("OPTIONS", { via }));
  it.world.wind(10);
  const parameters = it.phone.responses(200)[0].via.parameters;
  assert.equal(parameters.get("rport"), "5062");
  assert.equal(parameters.get("received"), "10.0.0.2");
});

Deno.test("RFC 3261 §18.2.2: without rport it goes to the source address and the port of Via", () => {
  const it = stage();
  const via = "Via: SIP/2.0/UDP host.invalid:5099;branch=z9hG4bK-name";
  it.phone.say(request("OPTIONS", { via }));
  it.world.wind(10);
  const { to, text } = it.world.network.sent[1];
  assert.deepEqual(to, { address: "10.0.0.2", port: 5099 });
  assert.match(text, /received=10\.0\.0\.2/);
});

Deno.test("RFC 3261 §8.2.6.2: all Via come back in order", () => {
  const it = stage();
  const via = "v: SIP/2.0/UDP 10.0.0.2:5062;branch=z9hG4bK1;rport\r\n" +
    "v: SIP/2.0/UDP 198.51.100.1;branch=z9hG4bK2 , SIP / 2.0 / TCP 198.51.100.2";
  it.phone.say(request("OPTIONS", { via }));
  it.world.wind(10);
  const branches = it.phone.responses(200)[0].headers.list("Via");
  assert.equal(branches.length, 3);
  assert.match(branches[1], /z9hG4bK2/);
  assert.match(branches[2], /198\.51\.100\.2/);
});

Deno.test("a stranger gets one small 403, the same each time, and leaves nothing behind", () => {
  const it = stage({ acceptsFrom: (address) => address === "10.0.0.3" });
  it.phone.say(INVITE);
  it.phone.say(INVITE);
  it.phone.say(request("OPTIONS"));
  it.phone.say(request("ACK"));
  it.world.wind(1);
  assert.deepEqual(it.agent.counts, NOTHING_LEFT);
  assert.equal(it.world.clock.pending, 3);
  it.world.wind(LONG_ENOUGH);
  assert.deepEqual(it.phone.lines, ["403 INVITE", "403 INVITE", "403 OPTIONS"]);
  const [first, second] = it.world.network.sent.slice(4).map((d) => d.text);
  assert.equal(first, second);
  const tags = it.phone.messages.map((m) => m.to.parameters.get("tag"));
  assert.equal(new Set(tags).size, 2);
  assert.ok(first.length < INVITE.length);
  assert.equal(it.sessions.length, 0);
});

Deno.test("RFC 3261 §17.2.3: requests without the magic cookie are told apart by their fields", () => {
  const it = stage();
  const branch = "old";
  it.phone.say(request("INVITE", { body: OFFER, branch }));
  it.world.wind(2);
  it.phone.say(request("INVITE", { body: OFFER, branch }));
  it.world.wind(2);
  assert.equal(it.sessions.length, 1);
  it.sessions[0].hangUp(486);
  it.world.wind(2);
  it.phone.say(request("ACK", { branch, toTag: toTagIn(it.phone) }));
  it.world.wind(20_000);
  assert.equal(it.phone.responses(486).length, 1);
  it.phone.say(request("INVITE", { body: OFFER, branch, cseq: 2 }));
  it.world.wind(2);
  assert.equal(it.sessions.length, 2);
  it.sessions[1].hangUp(486);
  atRest(it);
});

Deno.test("RFC 3261 §12.1.1: requests of the called side follow the Record-Route as it stood", () => {
  const it = stage();
  const fields = ["Record-Route: <sip:10.0.0.2:5062;lr>, <sip:10.0.0.8;lr>"];
  it.phone.say(request("INVITE", { body: OFFER, fields }));
  it.world.wind(10);
  it.sessions[0].accept("answer");
  it.world.wind(10);
  const toTag = toTagIn(it.phone);
  it.phone.say(request("ACK", { branch: "z9hG4bK-ack", toTag }));
  it.world.wind(10);
  it.sessions[0].hangUp(200);
  it.world.wind(10);
  const [bye] = it.phone.requests("BYE");
  assert.deepEqual(bye.headers.list("Route"), [
    "<sip:10.0.0.2:5062;lr>",
    "<sip:10.0.0.8;lr>",
  ]);
  assert.equal(bye.uri, "sip:200@10.0.0.2:5062");
  atRest(it);
});

Deno.test("a session that ended before anybody listened tells it to whoever does", () => {
  const world = new SipWorld();
  const sessions: IncomingSession[] = [];
  world.agent(AGENT.address, (session) => void sessions.push(session));
  const phone = world.peer(PHONE, AGENT);
  phone.say(INVITE);
  phone.say(request("CANCEL"));
  world.wind(10);
  assert.deepEqual(new Ear(sessions[0]).heard, ["ended remote 487"]);
});

Deno.test("close stops every timer", () => {
  const it = stage();
  it.phone.say(INVITE);
  it.world.wind(10);
  it.sessions[0].accept("answer");
  it.agent.close();
  assert.deepEqual(it.agent.counts, NOTHING_LEFT);
  it.world.wind(2);
  assert.equal(it.world.clock.pending, 0);
});

Deno.test("a mistake of ours over one message is logged and does not stop the next", () => {
  const logged: string[] = [];
  const error = (message: string) => void logged.push(message);
  const it = stage({
    log: { ...SILENT, error },
    onInvite: () => {
      throw new TypeError("ours");
    },
  });
  it.phone.say(INVITE);
  it.phone.say(request("OPTIONS", { cseq: 2 }));
  it.world.wind(10);
  assert.deepEqual(it.phone.lines, [
    "100 INVITE",
    "500 INVITE",
    "200 OPTIONS",
  ]);
  assert.equal(logged.length, 1);
  atRest(it);
});
