import assert from "node:assert/strict";
import type { SipResponse } from "../../runtime/sip/message.ts";
import { type CalledStage, invited } from "./called_stage.ts";
import { OFFER, request } from "./phone_request.ts";

const REQUIRED = request("INVITE", {
  body: OFFER,
  fields: ["Require: 100rel"],
});
const SUPPORTED = request("INVITE", {
  body: OFFER,
  fields: ["Supported: timer, 100rel"],
});

function rseqOf({ headers }: SipResponse): number {
  return Number(headers.first("RSeq"));
}

function isReliable({ headers }: SipResponse): boolean {
  return headers.list("Require").includes("100rel");
}

interface Words {
  readonly rack?: string;
  readonly cseq?: number;
  readonly body?: string;
}

/** The phone acknowledges the last reliable response with that status. */
function prack(it: CalledStage, status: number, words: Words = {}): void {
  const responses = it.phone.responses(status);
  const rseq = rseqOf(responses[responses.length - 1]);
  const { rack = `${rseq} 1 INVITE`, cseq = 2, body = "" } = words;
  const { toTag } = it;
  it.say(request("PRACK", { cseq, toTag, body, fields: [`RAck: ${rack}`] }));
}

function ringing(invite: string): CalledStage {
  const it = invited(invite);
  it.session.ring();
  it.world.wind(10);
  return it;
}

Deno.test("RFC 3262 §3: a 180 is reliable where the INVITE requires it, and only there", () => {
  const [reliable] = ringing(REQUIRED).phone.responses(180);
  assert.equal(isReliable(reliable), true);
  assert.ok(rseqOf(reliable) >= 1 && rseqOf(reliable) < 2 ** 31);
  assert.ok(reliable.headers.first("Contact"));
  for (const invite of [SUPPORTED, request("INVITE", { body: OFFER })]) {
    const [plain] = ringing(invite).phone.responses(180);
    assert.equal(isReliable(plain), false);
    assert.equal(plain.headers.first("RSeq"), null);
  }
});

Deno.test("RFC 3262 §3: 100 is never sent reliably", () => {
  const [trying] = ringing(REQUIRED).phone.responses(100);
  assert.equal(isReliable(trying), false);
});

Deno.test("RFC 3262 §3: a 183 with SDP is reliable where the INVITE only supports it", () => {
  const it = invited(SUPPORTED);
  it.session.progress("answer");
  it.world.wind(10);
  const [progress] = it.phone.responses(183);
  assert.equal(isReliable(progress), true);
  assert.equal(progress.headers.first("Content-Type"), "application/sdp");
  assert.equal(new TextDecoder().decode(progress.body), "answer");
  prack(it, 183);
  it.session.hangUp(486);
});

Deno.test("RFC 3262 §3: a reliable response is repeated after T1, 2*T1, 4*T1 … until its PRACK, with one RSeq", () => {
  const it = ringing(REQUIRED);
  it.world.wind(16_000);
  const [first, ...more] = it.phone.timesOf("180 INVITE");
  assert.deepEqual(more.map((time) => time - first), [
    500,
    1500,
    3500,
    7500,
    15_500,
  ]);
  assert.equal(new Set(it.phone.responses(180).map(rseqOf)).size, 1);
  prack(it, 180);
  assert.deepEqual(it.phone.lines.slice(-1), ["200 PRACK"]);
  it.world.wind(60_000);
  assert.equal(it.phone.responses(180).length, 6);
  it.session.hangUp(486);
});

Deno.test("RFC 3262 §3: without a PRACK for 64*T1 the INVITE is refused with 504", () => {
  const it = ringing(REQUIRED);
  it.world.wind(31_980);
  assert.equal(it.phone.responses(504).length, 0);
  it.world.wind(20);
  assert.equal(it.phone.responses(504).length, 1);
  assert.deepEqual(it.ear.heard, ["ended local 408"]);
  it.say(request("ACK", { toTag: it.toTag }));
  it.atRest();
});

Deno.test("RFC 3262 §3: the next reliable response waits for the PRACK of the first, and has the next RSeq", () => {
  const it = ringing(REQUIRED);
  it.session.progress("answer");
  it.world.wind(10);
  assert.equal(it.phone.responses(183).length, 0);
  prack(it, 180);
  const [first, second] = [180, 183].map((status) =>
    rseqOf(it.phone.responses(status)[0])
  );
  assert.equal(second, first + 1);
  prack(it, 183, { cseq: 3 });
  assert.equal(it.phone.responses(200).length, 2);
  it.session.hangUp(486);
  it.say(request("ACK", { toTag: it.toTag }));
  it.atRest();
});

const WRONG: Record<string, (rseq: number) => string> = {
  "another RSeq": (rseq) => `${rseq + 1} 1 INVITE`,
  "another CSeq": (rseq) => `${rseq} 2 INVITE`,
  "another method": (rseq) => `${rseq} 1 UPDATE`,
};

for (const [what, rackOf] of Object.entries(WRONG)) {
  Deno.test(`RFC 3262 §3: a PRACK with ${what} gets 481 and acknowledges nothing`, () => {
    const it = ringing(REQUIRED);
    prack(it, 180, { rack: rackOf(rseqOf(it.phone.responses(180)[0])) });
    assert.deepEqual(it.phone.lines.slice(-1), ["481 PRACK"]);
    it.world.wind(1000);
    assert.ok(it.phone.responses(180).length > 1);
    prack(it, 180, { cseq: 3 });
    it.session.hangUp(486);
  });
}

for (
  const rack of [
    "",
    "1",
    "0 1 INVITE",
    "-1 1 INVITE",
    "1 x INVITE",
    "4294967296 1 INVITE",
    "1 1 IN VITE",
  ]
) {
  Deno.test(`RFC 3262 §7.2: "RAck: ${rack}" gets 400`, () => {
    const it = ringing(REQUIRED);
    prack(it, 180, { rack });
    assert.deepEqual(it.phone.lines.slice(-1), ["400 PRACK"]);
    it.session.hangUp(486);
  });
}

Deno.test("RFC 3262 §3: a second PRACK for the same response gets 481; the same one again its 200", () => {
  const it = ringing(REQUIRED);
  prack(it, 180);
  prack(it, 180);
  prack(it, 180, { cseq: 3 });
  assert.deepEqual(it.phone.lines.slice(-3), [
    "200 PRACK",
    "200 PRACK",
    "481 PRACK",
  ]);
  it.session.hangUp(486);
});

Deno.test("RFC 3262 §6: a PRACK outside a dialog gets 481", () => {
  const it = ringing(REQUIRED);
  it.say(request("PRACK", { cseq: 2, fields: ["RAck: 1 1 INVITE"] }));
  it.say(
    request("PRACK", { cseq: 3, toTag: "other", fields: ["RAck: 1 1 INVITE"] }),
  );
  assert.deepEqual(it.phone.lines.slice(-2), ["481 PRACK", "481 PRACK"]);
  it.session.hangUp(486);
});

Deno.test("RFC 3262 §3: the 200 waits for the PRACK of a description, and does not say it again", () => {
  const it = invited(SUPPORTED);
  it.session.progress("answer");
  it.session.accept("answer");
  it.world.wind(1000);
  assert.equal(it.phone.responses(200).length, 0);
  prack(it, 183);
  assert.deepEqual(it.phone.lines.slice(-2), ["200 PRACK", "200 INVITE"]);
  assert.equal(it.phone.responses(200)[1].body.length, 0);
  it.acknowledge();
  it.world.wind(10_000);
  assert.deepEqual(it.ear.heard, ["acknowledged null"]);
  it.bye(3);
  it.atRest();
});

Deno.test("RFC 3262 §3: the 200 does not wait for a ringing that describes nothing; its PRACK is still answered", () => {
  const it = ringing(REQUIRED);
  it.session.accept("answer");
  it.world.wind(2000);
  assert.equal(it.phone.responses(180).length, 1);
  assert.equal(
    new TextDecoder().decode(it.phone.responses(200)[0].body),
    "answer",
  );
  prack(it, 180);
  assert.deepEqual(it.phone.lines.slice(-1), ["200 PRACK"]);
  it.acknowledge();
  it.bye(3);
  it.atRest();
});

Deno.test("RFC 3262 §3: a PRACK that crosses a refusal is still answered, once", () => {
  const it = ringing(REQUIRED);
  it.session.hangUp(486);
  it.world.wind(1000);
  prack(it, 180);
  assert.deepEqual(it.phone.lines.slice(-1), ["200 PRACK"]);
  prack(it, 180, { cseq: 3 });
  assert.deepEqual(it.phone.lines.filter((line) => line.endsWith("PRACK")), [
    "200 PRACK",
    "481 PRACK",
  ]);
  assert.equal(it.phone.responses(180).length, 1);
  it.say(request("ACK", { toTag: it.toTag }));
  it.atRest();
});

Deno.test("a refusal leaves nothing behind when its PRACK never comes", () => {
  const it = ringing(REQUIRED);
  it.session.hangUp(486);
  it.say(request("ACK", { toTag: it.toTag }));
  it.atRest();
});

const WAITING: Record<string, (it: CalledStage) => void> = {
  "cancelled": (it) => it.say(request("CANCEL")),
  "ended by BYE": (it) => it.bye(2),
  "hung up here": (it) => it.session.hangUp(503),
  "never acknowledged": () => {},
  "closed with its node": (it) => it.agent.close(),
};

for (const [how, end] of Object.entries(WAITING)) {
  Deno.test(`RFC 3262 §3: a call whose 200 waits for a PRACK and is ${how} leaves nothing behind`, () => {
    const it = invited(SUPPORTED);
    it.session.progress("answer");
    it.session.accept("answer");
    it.world.wind(10);
    end(it);
    it.world.wind(10);
    it.atRest();
    assert.equal(
      it.phone.responses(200).filter(({ cseq }) => cseq.method === "INVITE")
        .length,
      0,
    );
  });
}

Deno.test("RFC 3262 §5: our offer goes in the first reliable response, its answer comes in the PRACK", () => {
  const it = invited(request("INVITE", { fields: ["Require: 100rel"] }));
  it.session.ring("our offer");
  it.world.wind(10);
  assert.equal(
    new TextDecoder().decode(it.phone.responses(180)[0].body),
    "our offer",
  );
  prack(it, 180, { body: "their answer" });
  assert.deepEqual(it.ear.heard, ["described their answer"]);
  it.session.accept("our offer");
  it.world.wind(10);
  assert.equal(it.phone.responses(200)[1].body.length, 0);
  it.acknowledge();
  it.bye(3);
  it.atRest();
});

Deno.test("RFC 3262 §5: without an offer to make, nothing is said reliably where the INVITE made none", () => {
  const it = ringing(request("INVITE", { fields: ["Require: 100rel"] }));
  assert.deepEqual(it.phone.lines, ["100 INVITE"]);
  it.session.accept("our offer");
  it.world.wind(10);
  assert.equal(
    new TextDecoder().decode(it.phone.responses(200)[0].body),
    "our offer",
  );
  it.acknowledge();
  it.bye(2);
  it.atRest();
});

Deno.test("RFC 3261 §13.2.1: an unreliable 183 carries no offer of ours", () => {
  const it = invited(request("INVITE"));
  it.session.progress("our offer");
  it.world.wind(10);
  assert.equal(it.phone.responses(183)[0].body.length, 0);
  it.session.hangUp(486);
});

Deno.test("RFC 3262 §5: an offer in a PRACK is answered in its 200", () => {
  const it = invited(SUPPORTED);
  it.session.progress("answer");
  it.world.wind(10);
  it.ear.answer = "second answer";
  prack(it, 183, { body: "second offer" });
  const [answered] = it.phone.responses(200);
  assert.equal(new TextDecoder().decode(answered.body), "second answer");
  assert.deepEqual(it.ear.heard, ["offered second offer"]);
  it.session.hangUp(486);
});

Deno.test("RFC 3261 §13.2.1: an unreliable 183 foretells the answer that the 200 gives", () => {
  const it = invited();
  it.session.progress("answer");
  it.session.accept("answer");
  it.world.wind(10);
  const [progress] = it.phone.responses(183);
  const [accepted] = it.phone.responses(200);
  assert.deepEqual(progress.body, accepted.body);
  it.acknowledge();
  it.bye(2);
  it.atRest();
});

Deno.test("RFC 3262 §3: what is said reliably is said again after two and a half minutes", () => {
  const it = ringing(REQUIRED);
  prack(it, 180);
  it.world.wind(149_000);
  assert.equal(it.phone.responses(180).length, 1);
  it.world.wind(2000);
  const [first, second] = it.phone.responses(180).map(rseqOf);
  assert.equal(second, first + 1);
  prack(it, 180, { cseq: 3 });
  it.session.hangUp(486);
});

Deno.test("RFC 3261 §13.3.1: an invitation that expires is refused with 487", () => {
  const it = invited(
    request("INVITE", { body: OFFER, fields: ["Expires: 30"] }),
  );
  it.session.ring();
  it.world.wind(29_980);
  assert.deepEqual(it.ear.heard, []);
  it.world.wind(20);
  assert.equal(it.phone.responses(487).length, 1);
  assert.deepEqual(it.ear.heard, ["ended remote 487"]);
  it.say(request("ACK", { toTag: it.toTag }));
  it.atRest();
});

for (const value of ["soon", "86401", "4294967295", "99999999999"]) {
  Deno.test(`RFC 3261 §20.19: "Expires: ${value}" ends no invitation that rings`, () => {
    const it = invited(
      request("INVITE", { body: OFFER, fields: [`Expires: ${value}`] }),
    );
    it.world.wind(70_000);
    assert.deepEqual(it.ear.heard, []);
    it.session.hangUp(486);
    it.say(request("ACK", { toTag: it.toTag }));
    it.atRest();
  });
}

Deno.test("RFC 3261 §13.3.1: an invitation that was accepted does not expire", () => {
  const it = invited(
    request("INVITE", { body: OFFER, fields: ["Expires: 5"] }),
  );
  it.session.accept("answer");
  it.world.wind(10);
  it.acknowledge();
  it.world.wind(10_000);
  assert.deepEqual(it.ear.heard, ["acknowledged null"]);
  it.bye(2);
  it.atRest();
});
