import assert from "node:assert/strict";
import { SILENT } from "../../runtime/base/log.ts";
import { METHODS } from "../../runtime/sip/capabilities.ts";
import { LONG_ENOUGH, NOTHING_LEFT } from "../support/sip_world.ts";
import { CalledStage, invited } from "./called_stage.ts";
import { INVITE, OFFER, request } from "./phone_request.ts";

Deno.test("RFC 3261 §11.2: OPTIONS is answered with what we can do, and forgotten", () => {
  const it = new CalledStage();
  it.say(request("OPTIONS"));
  const [answer] = it.phone.responses(200);
  assert.deepEqual(answer.headers.list("Allow"), [...METHODS]);
  assert.equal(answer.headers.first("Accept"), "application/sdp");
  assert.notEqual(answer.headers.first("Supported"), null);
  assert.equal(it.agent.counts.sessions + it.agent.counts.dialogs, 0);
  it.atRest();
});

Deno.test("a stranger gets one small 403, the same each time, and leaves nothing behind", () => {
  const it = new CalledStage({
    acceptsFrom: (address) => address === "10.0.0.3",
  });
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

Deno.test("close stops every timer", () => {
  const it = invited();
  it.session.accept("answer");
  it.agent.close();
  assert.deepEqual(it.agent.counts, NOTHING_LEFT);
  it.world.wind(2);
  assert.equal(it.world.clock.pending, 0);
});

Deno.test("a mistake of ours over one message is logged and does not stop the next", () => {
  const logged: string[] = [];
  const error = (message: string) => void logged.push(message);
  const it = new CalledStage({
    log: { ...SILENT, error },
    onInvite: () => {
      throw new TypeError("ours");
    },
  });
  it.say(INVITE, request("OPTIONS", { cseq: 2 }));
  assert.deepEqual(it.phone.lines, ["500 INVITE", "200 OPTIONS"]);
  assert.equal(logged.length, 1);
  it.atRest();
});

Deno.test("RFC 3261 §21.5.4: without room an INVITE gets one 503 that says when to come again, and leaves nothing behind", () => {
  const it = new CalledStage({ isFull: () => true });
  it.say(INVITE, INVITE);
  assert.deepEqual(it.agent.counts, NOTHING_LEFT);
  assert.equal(it.sessions.length, 0);
  const refusals = it.phone.responses(503);
  assert.equal(refusals.length, 2);
  const tags = refusals.map(({ to }) => to.parameters.get("tag"));
  assert.equal(new Set(tags).size, 1);
  for (const { headers } of refusals) {
    assert.match(headers.first("Retry-After") ?? "", /^\d+$/);
  }
  it.say(request("ACK", { toTag: tags[0] ?? "" }), request("OPTIONS"));
  assert.equal(it.phone.lines.at(-1), "200 OPTIONS");
  it.atRest();
});

Deno.test("who is in a call already notices nothing of a node that is full", () => {
  let full = false;
  const it = new CalledStage({ isFull: () => full });
  it.say(INVITE);
  full = true;
  it.session.accept("answer");
  it.world.wind(10);
  it.acknowledge();
  it.say(request("INVITE", { cseq: 2, toTag: it.toTag, body: OFFER }));
  assert.notEqual(it.phone.lines.at(-1), "503 INVITE");
  it.acknowledge(2);
  it.bye(3);
  assert.equal(it.phone.lines.at(-1), "200 BYE");
  it.atRest();
});
