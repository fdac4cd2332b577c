import assert from "node:assert/strict";
import { parseUri } from "../../runtime/sip/uri.ts";
import { NOTHING_LEFT, SipWorld } from "../support/sip_world.ts";
import { AGENT, PHONE } from "./calling_stage.ts";

const TIMER_F = 32_000;

/** An agent that asks whether the phone is there. */
function asked() {
  const world = new SipWorld();
  const agent = world.agent(AGENT.address);
  const phone = world.peer(PHONE, AGENT);
  const uri = parseUri("sip:10.0.0.2:5062");
  assert.ok(typeof uri !== "string");
  const told: boolean[] = [];
  agent.locate(uri, ([hop]) => {
    agent.ping(hop, uri, (isAlive) => told.push(isAlive));
  });
  world.wind(10);
  return { world, agent, phone, told };
}

for (
  const [status, isAlive] of [
    [200, true],
    [401, true],
    [404, true],
    [501, true],
    [503, false],
  ] as const
) {
  Deno.test(`RFC 3261 §11: ${status} to OPTIONS is ${isAlive ? "a" : "no"} sign of life`, () => {
    const { world, agent, phone, told } = asked();
    const [options] = phone.requests("OPTIONS");
    assert.equal(options.uri, "sip:10.0.0.2:5062");
    assert.equal(options.headers.first("Contact"), "<sip:10.0.0.1:5060>");
    phone.respond(options, 100);
    phone.respond(options, status);
    world.wind(TIMER_F);
    assert.deepEqual(told, [isAlive]);
    assert.deepEqual(agent.counts, NOTHING_LEFT);
  });
}

Deno.test("RFC 3261 §17.1.2: whoever says nothing until Timer F is not there", () => {
  const { world, phone, told } = asked();
  world.wind(TIMER_F);
  assert.deepEqual(told, [false]);
  assert.ok(phone.requests("OPTIONS").length > 4);
});

Deno.test("what cannot be sent is answered by nobody, at once", () => {
  const world = new SipWorld();
  const agent = world.agent(AGENT.address);
  world.network.forbidden.add(PHONE.address);
  const uri = parseUri("sip:10.0.0.2");
  assert.ok(typeof uri !== "string");
  const told: boolean[] = [];
  agent.locate(uri, ([hop]) => {
    agent.ping(hop, uri, (isAlive) => told.push(isAlive));
  });
  world.wind(1);
  assert.deepEqual(told, [false]);
});
