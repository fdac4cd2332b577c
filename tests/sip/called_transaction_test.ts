import assert from "node:assert/strict";
import { LONG_ENOUGH } from "../support/sip_world.ts";
import { CalledStage, invited } from "./called_stage.ts";
import { INVITE, OFFER, request } from "./phone_request.ts";

Deno.test("RFC 3261 §8.2.2.2: the same request by another way is answered 482", () => {
  const it = new CalledStage();
  it.say(INVITE, request("INVITE", { body: OFFER, branch: "z9hG4bK-other" }));
  assert.deepEqual(it.phone.lines, ["100 INVITE", "482 INVITE"]);
  assert.equal(it.sessions.length, 1);
  it.session.hangUp(486);
  it.atRest();
});

Deno.test("RFC 3261 §8.2.2.2: once that request is done with, it may come again", () => {
  const it = invited();
  it.session.hangUp(486);
  it.world.wind(LONG_ENOUGH);
  it.say(request("INVITE", { body: OFFER, branch: "z9hG4bK-other" }));
  assert.equal(it.sessions.length, 2);
  it.sessions[1].hangUp(486);
  it.atRest();
});

Deno.test("RFC 3261 §17.2.3: the same branch of another sender is another transaction", () => {
  const it = new CalledStage();
  const via = "Via: SIP/2.0/UDP 10.0.0.7:5062;rport;branch=z9hG4bK-INVITE-1";
  it.say(
    INVITE,
    request("INVITE", { body: OFFER, via }).replace("call-1", "call-2"),
  );
  assert.equal(it.sessions.length, 2);
  for (const session of it.sessions) session.hangUp(486);
  it.atRest();
});

Deno.test("RFC 3261 §17.2.3: requests without the magic cookie are told apart by their fields", () => {
  const it = new CalledStage();
  const branch = "old";
  it.phone.say(request("INVITE", { body: OFFER, branch }));
  it.world.wind(2);
  it.phone.say(request("INVITE", { body: OFFER, branch }));
  it.world.wind(2);
  assert.equal(it.sessions.length, 1);
  it.session.hangUp(486);
  it.world.wind(2);
  it.phone.say(request("ACK", { branch, toTag: it.toTag }));
  it.world.wind(20_000);
  assert.equal(it.phone.responses(486).length, 1);
  it.phone.say(request("INVITE", { body: OFFER, branch, cseq: 2 }));
  it.world.wind(2);
  assert.equal(it.sessions.length, 2);
  it.sessions[1].hangUp(486);
  it.atRest();
});
