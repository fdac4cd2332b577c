import assert from "node:assert/strict";
import { CallingStage, CONTACT } from "./calling_stage.ts";

interface Words {
  readonly tag?: string;
  readonly status?: number;
  readonly body?: string;
  readonly fields?: readonly string[];
}

/** The phone says something provisional reliably, with that RSeq. */
function reliably(it: CallingStage, rseq: number, words: Words = {}): void {
  const { tag = "peer", status = 183, body = "", fields = [] } = words;
  const reliable = ["Require: 100rel", `RSeq: ${rseq}`];
  it.respond(status, { tag, body, fields: [CONTACT, ...reliable, ...fields] });
}

function racksOf(it: CallingStage): (string | null)[] {
  return it.phone.requests("PRACK").map(({ headers }) => headers.first("RAck"));
}

/** All PRACKs so far are answered. */
function answerPracks(it: CallingStage): void {
  for (const prack of it.phone.requests("PRACK")) it.phone.respond(prack, 200);
  it.world.wind(10);
}

function refuse(it: CallingStage): void {
  answerPracks(it);
  it.respond(486);
  it.atRest();
}

Deno.test("RFC 3262 §4: our INVITE says that it takes reliable provisional responses", () => {
  const { invite } = new CallingStage();
  assert.ok(invite.headers.list("Supported").includes("100rel"));
  assert.ok(invite.headers.list("Allow").includes("PRACK"));
});

Deno.test("RFC 3262 §4: a reliable response is acknowledged by a PRACK in its dialog", () => {
  const it = new CallingStage();
  const way = "Record-Route: <sip:10.0.0.2:5062;lr;p=1>";
  reliably(it, 776, { body: "early", fields: [way] });
  const [prack] = it.phone.requests("PRACK");
  assert.equal(
    prack.headers.first("RAck"),
    `776 ${it.invite.cseq.number} INVITE`,
  );
  assert.equal(prack.cseq.number, it.invite.cseq.number + 1);
  assert.equal(prack.uri, "sip:200@10.0.0.2:5062");
  assert.equal(prack.headers.first("Route"), "<sip:10.0.0.2:5062;lr;p=1>");
  assert.equal(prack.to.parameters.get("tag"), "peer");
  assert.equal(prack.callId, it.invite.callId);
  assert.deepEqual(it.ear.heard, ["provisional 183 early"]);
  refuse(it);
});

Deno.test("RFC 3262 §4: a PRACK is repeated like any request until it is answered", () => {
  const it = new CallingStage();
  reliably(it, 1);
  it.world.wind(4000);
  const pracks = it.phone.requests("PRACK");
  assert.equal(pracks.length, 4);
  assert.equal(
    new Set(pracks.map(({ via }) => via.parameters.get("branch"))).size,
    1,
  );
  refuse(it);
});

Deno.test("RFC 3262 §4: a reliable response that is repeated is acknowledged and told once", () => {
  const it = new CallingStage();
  reliably(it, 5);
  answerPracks(it);
  reliably(it, 5);
  reliably(it, 5);
  assert.deepEqual(racksOf(it), ["5 1 INVITE"]);
  assert.deepEqual(it.ear.heard, ["provisional 183 null"]);
  refuse(it);
});

Deno.test("RFC 3262 §4: a reliable response out of its turn is as if it had not come", () => {
  const it = new CallingStage();
  reliably(it, 5, { status: 180 });
  answerPracks(it);
  reliably(it, 7);
  reliably(it, 4);
  assert.deepEqual(racksOf(it), ["5 1 INVITE"]);
  reliably(it, 6);
  assert.deepEqual(racksOf(it), ["5 1 INVITE", "6 1 INVITE"]);
  assert.deepEqual(it.ear.heard, [
    "provisional 180 null",
    "provisional 183 null",
  ]);
  refuse(it);
});

for (
  const fields of [["RSeq: 9"], ["Require: 100rel"], [
    "Require: 100rel",
    "RSeq: 0",
  ], ["Require: 100rel", "RSeq: x"]]
) {
  Deno.test(`RFC 3262 §4: a 183 with ${fields.join(" and ")} alone is not acknowledged`, () => {
    const it = new CallingStage();
    it.respond(183, { fields: [CONTACT, ...fields] });
    assert.deepEqual(racksOf(it), []);
    assert.deepEqual(it.ear.heard, ["provisional 183 null"]);
    refuse(it);
  });
}

Deno.test("RFC 3262 §4: a 100 is not acknowledged whatever it says", () => {
  const it = new CallingStage();
  reliably(it, 1, { status: 100 });
  assert.deepEqual(racksOf(it), []);
  refuse(it);
});

Deno.test("RFC 3262 §4: each fork counts its reliable responses for itself", () => {
  const it = new CallingStage();
  reliably(it, 100, { tag: "one", status: 180 });
  reliably(it, 200, { tag: "two", status: 180 });
  answerPracks(it);
  reliably(it, 101, { tag: "one" });
  const pracks = it.phone.requests("PRACK");
  assert.deepEqual(
    pracks.map(({ to, headers, cseq }) => [
      to.parameters.get("tag"),
      headers.first("RAck"),
      cseq.number,
    ]),
    [["one", "100 1 INVITE", 2], ["two", "200 1 INVITE", 2], [
      "one",
      "101 1 INVITE",
      3,
    ]],
  );
  refuse(it);
});

Deno.test("RFC 3262 §4: the call that was hung up still acknowledges", () => {
  const it = new CallingStage();
  it.respond(180);
  it.session.hangUp(487);
  it.world.wind(10);
  reliably(it, 3);
  assert.deepEqual(racksOf(it), ["3 1 INVITE"]);
  answerPracks(it);
  it.phone.respond(it.phone.requests("CANCEL")[0], 200);
  it.respond(487);
  it.atRest();
});

Deno.test("RFC 3261 §12.2.1.1: the BYE counts on from the PRACKs of its dialog", () => {
  const it = new CallingStage();
  reliably(it, 1, { body: "answer" });
  answerPracks(it);
  it.accept();
  assert.equal(it.phone.requests("ACK")[0].cseq.number, 1);
  it.session.hangUp(200);
  it.world.wind(10);
  const [bye] = it.phone.requests("BYE");
  assert.equal(bye.cseq.number, 3);
  it.phone.respond(bye, 200);
  it.atRest();
});

Deno.test("RFC 3261 §12.2.1.1: so does the BYE to a fork that nobody wants", () => {
  const it = new CallingStage();
  reliably(it, 1, { tag: "other" });
  answerPracks(it);
  it.accept();
  it.respond(200, { tag: "other", fields: [CONTACT], body: "x" });
  const [bye] = it.phone.requests("BYE");
  assert.equal(bye.to.parameters.get("tag"), "other");
  assert.equal(bye.cseq.number, 3);
  it.phone.respond(bye, 200);
  it.session.hangUp(200);
  it.world.wind(10);
  it.phone.respond(it.phone.requests("BYE")[1], 200);
  it.atRest();
});

Deno.test("RFC 3261 §13.2.1: what was answered reliably is not answered again by the 200", () => {
  const it = new CallingStage();
  reliably(it, 1, { body: "answer" });
  answerPracks(it);
  reliably(it, 2, { body: "another" });
  answerPracks(it);
  it.respond(200, { fields: [CONTACT], body: "a third" });
  assert.deepEqual(it.ear.heard, [
    "provisional 183 answer",
    "provisional 183 null",
    "accepted null",
  ]);
  it.session.hangUp(200);
  it.world.wind(10);
  it.phone.respond(it.phone.requests("BYE")[0], 200);
  it.atRest();
});
