import assert from "node:assert/strict";
import type { IncomingSession } from "../../runtime/sip/session.ts";
import { Ear, SipWorld } from "../support/sip_world.ts";
import { AGENT, CalledStage, invited, PHONE } from "./called_stage.ts";
import { INVITE, request } from "./phone_request.ts";

Deno.test("RFC 3261 §9.2: CANCEL is answered 200, its INVITE 487 with the same tag", () => {
  const it = invited();
  it.session.ring();
  const fields = ['Reason: SIP;cause=200;text="Call completed elsewhere"'];
  it.say(request("CANCEL", { fields }));
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
  assert.deepEqual(it.ear.ends, [{
    by: "remote",
    status: 487,
    reason: 'SIP;cause=200;text="Call completed elsewhere"',
    cause: { sip: 200, q850: null, text: "Call completed elsewhere" },
  }]);
  it.phone.say(request("ACK", { toTag: it.toTag }));
  it.atRest();
});

Deno.test("RFC 3261 §9.2: CANCEL after the 200 is answered and changes nothing", () => {
  const it = invited();
  it.session.accept("answer");
  it.say(request("CANCEL"));
  assert.deepEqual(it.phone.lines, ["100 INVITE", "200 INVITE", "200 CANCEL"]);
  assert.deepEqual(it.ear.heard, []);
  assert.equal(it.agent.counts.sessions, 1);
});

Deno.test("RFC 3261 §9.2: CANCEL of nothing is answered 481", () => {
  const it = new CalledStage();
  it.say(request("CANCEL"));
  assert.deepEqual(it.phone.lines, ["481 CANCEL"]);
  it.atRest();
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
