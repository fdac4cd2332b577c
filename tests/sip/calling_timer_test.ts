import assert from "node:assert/strict";
import type { SipRequest } from "../../runtime/sip/message.ts";
import { CallingStage, CONTACT } from "./calling_stage.ts";

function lifeIn({ headers }: SipRequest): string {
  const [life, least] = [
    headers.first("Session-Expires"),
    headers.first("Min-SE"),
  ];
  return `${life}, at least ${least}`;
}

/** A call that we made; the 200 says so of the session's life. */
function accepted(...fields: readonly string[]): CallingStage {
  const it = new CallingStage();
  it.accept(["Allow: INVITE, UPDATE", ...fields]);
  return it;
}

Deno.test("RFC 4028 §7.1: an INVITE asks for a session timer, whoever may refresh it", () => {
  const it = new CallingStage();
  assert.equal(lifeIn(it.invite), "1800, at least 90");
  assert.ok(it.invite.headers.list("Supported").includes("timer"));
  it.respond(486);
  it.atRest();
});

Deno.test("RFC 4028 §7.3: an INVITE that gets 422 is sent again and asks for longer", () => {
  const it = new CallingStage();
  it.respond(100);
  it.respond(422, { fields: ["Min-SE: 3600"] });
  const [, again] = it.phone.requests("INVITE");
  assert.equal(lifeIn(again), "3600, at least 3600");
  assert.equal(again.callId, it.invite.callId);
  assert.equal(
    again.from.parameters.get("tag"),
    it.invite.from.parameters.get("tag"),
  );
  assert.equal(again.cseq.number, it.invite.cseq.number + 1);
  assert.deepEqual(it.ear.heard, []);
  it.phone.respond(again, 200, {
    fields: [CONTACT, "Session-Expires: 3600;refresher=uac"],
    body: "answer",
  });
  it.world.wind(10);
  assert.equal(it.phone.requests("ACK").at(-1)?.cseq.number, 2);
  assert.deepEqual(it.ear.heard, ["accepted answer"]);
  it.world.wind(1_800_000);
  const invite = it.phone.requests("INVITE");
  assert.equal(invite.length, 2);
  it.session.hangUp(200);
  it.atRest();
});

Deno.test("RFC 4028 §7.3: a 422 that asks for no more than it had is a refusal", () => {
  const it = new CallingStage();
  it.respond(422, { fields: ["Min-SE: 90"] });
  assert.equal(it.phone.requests("INVITE").length, 1);
  assert.deepEqual(it.ear.heard, ["ended remote 422"]);
  it.atRest();
});

Deno.test("RFC 4028 §7.3: a peer that asks for ever more is given up", () => {
  const it = new CallingStage();
  for (let n = 0; n < 100; n++) {
    const invite = it.phone.requests("INVITE").at(-1);
    assert.ok(invite);
    it.phone.respond(invite, 422, { fields: [`Min-SE: ${10_000 + n}`] });
    it.world.wind(10);
  }
  assert.equal(it.phone.requests("INVITE").length, 71);
  assert.deepEqual(it.ear.heard, ["ended remote 422"]);
  it.atRest();
});

Deno.test("RFC 4028 §7.3: who has hung up meanwhile asks no more", () => {
  const it = new CallingStage();
  it.respond(180);
  it.session.hangUp(487);
  it.world.wind(10);
  it.respond(422, { fields: ["Min-SE: 3600"] });
  assert.equal(it.phone.requests("INVITE").length, 1);
  it.atRest();
});

Deno.test("RFC 4028 §7.2: who is to refresh, the 200 says", () => {
  const ours = accepted("Session-Expires: 200;refresher=uac");
  ours.world.wind(100_000);
  const [update] = ours.phone.requests("UPDATE");
  assert.equal(
    update.headers.first("Session-Expires"),
    "200;refresher=uac",
  );
  ours.session.hangUp(200);
  ours.atRest();

  const theirs = accepted("Session-Expires: 300;refresher=uas");
  theirs.world.wind(267_900);
  assert.deepEqual(theirs.ear.heard, ["accepted answer"]);
  theirs.world.wind(100);
  assert.equal(theirs.ear.heard.at(-1), "ended local 408");
  theirs.atRest();
});

Deno.test("RFC 4028 §7.2: a 200 without Session-Expires leaves the session without end", () => {
  const it = accepted();
  it.world.wind(40_000);
  assert.equal(it.world.clock.pending, 0);
  it.session.hangUp(200);
  it.atRest();
});

Deno.test("RFC 3261 §14.1: after 491 the caller waits from 2.1 to 4 s", () => {
  const it = accepted("Session-Expires: 200;refresher=uac");
  it.world.wind(100_000);
  it.phone.respond(it.phone.requests("UPDATE")[0], 491);
  const asked = () =>
    new Set(it.phone.requests("UPDATE").map(({ cseq }) => cseq.number)).size;
  it.world.wind(2_090);
  assert.equal(asked(), 1);
  it.world.wind(1_920);
  assert.equal(asked(), 2);
  it.session.hangUp(200);
  it.atRest();
});

Deno.test("RFC 3261 §15: a re-INVITE under way when we hang up is acknowledged and heard of no more", () => {
  const it = new CallingStage();
  it.accept(["Session-Expires: 200;refresher=uac"]);
  it.ear.description = "as before";
  it.world.wind(100_000);
  const invite = it.phone.requests("INVITE")[1];
  it.session.hangUp(200);
  it.phone.respond(invite, 200, { fields: [CONTACT], body: "late" });
  it.world.wind(10);
  assert.equal(it.phone.requests("ACK").at(-1)?.cseq.number, 2);
  assert.deepEqual(it.ear.heard, ["accepted answer"]);
  it.atRest();
});
