import assert from "node:assert/strict";
import { textOf } from "../../runtime/base/bytes.ts";
import {
  Ear,
  LONG_ENOUGH,
  NOTHING_LEFT,
  SipWorld,
} from "../support/sip_world.ts";
import { AGENT, CONTACT, PHONE, TO } from "./calling_stage.ts";

/** An agent with so many offers, and the phone that refuses them. */
function stage(offers: readonly string[]) {
  const world = new SipWorld();
  const agent = world.agent(AGENT.address);
  const phone = world.peer(PHONE, AGENT);
  let refused = 0;
  const session = agent.invite({
    from: "100",
    to: TO,
    sdp: () => offers[refused],
    offersAgain: () => ++refused < offers.length,
  });
  const ear = new Ear(session);
  world.wind(10);
  const respond = (...said: Parameters<typeof phone.respond>) => {
    phone.respond(...said);
    world.wind(10);
  };
  const invites = () => phone.requests("INVITE");
  const atRest = () => {
    world.wind(LONG_ENOUGH);
    assert.deepEqual(agent.counts, NOTHING_LEFT);
    assert.equal(world.clock.pending, 0);
  };
  const hangUp = (status: number) => {
    session.hangUp(status);
    world.wind(10);
  };
  return { ear, phone, respond, invites, hangUp, atRest };
}

for (const status of [488, 606]) {
  Deno.test(`RFC 3261 §8.1.3.5: an offer refused with ${status} is followed by another in the same call`, () => {
    const { ear, phone, respond, invites, hangUp, atRest } = stage(["a", "b"]);
    respond(invites()[0], 180);
    respond(invites()[0], status, { tag: "first" });
    const [before, after] = invites();
    assert.deepEqual(phone.lines, ["INVITE", "ACK", "INVITE"]);
    assert.deepEqual([before, after].map(({ body }) => textOf(body)), [
      "a",
      "b",
    ]);
    assert.equal(after.callId, before.callId);
    assert.equal(after.cseq.number, before.cseq.number + 1);
    for (const name of ["From", "To", "Contact"] as const) {
      assert.equal(after.headers.first(name), before.headers.first(name));
    }
    respond(after, 200, { tag: "second", fields: [CONTACT], body: "answer" });
    assert.deepEqual(ear.heard, ["provisional 180 null", "accepted answer"]);
    hangUp(200);
    respond(phone.requests("BYE")[0], 200, { tag: "second" });
    atRest();
  });
}

Deno.test("RFC 3261 §8.1.3.5: without another offer, and for other reasons, a refusal is one", () => {
  for (const [status, offers] of [[488, ["a"]], [486, ["a", "b"]]] as const) {
    const { ear, respond, invites, atRest } = stage(offers);
    respond(invites()[0], status);
    assert.equal(invites().length, 1);
    assert.deepEqual(ear.heard, [`ended remote ${status}`]);
    atRest();
  }
});

Deno.test("RFC 3261 §9.1: who has hung up offers nothing more", () => {
  const { ear, respond, invites, hangUp, atRest } = stage(["a", "b"]);
  respond(invites()[0], 180);
  hangUp(487);
  respond(invites()[0], 488);
  assert.equal(invites().length, 1);
  assert.deepEqual(ear.heard, ["provisional 180 null"]);
  atRest();
});
