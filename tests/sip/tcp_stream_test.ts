import assert from "node:assert/strict";
import fc from "fast-check";
import { concat, utf8 } from "../../runtime/base/bytes.ts";
import { mutation } from "../support/mutate.ts";
import {
  Ear,
  LONG_ENOUGH,
  NOTHING_LEFT,
  SipWorld,
} from "../support/sip_world.ts";
import { SPECIMENS } from "./specimens.ts";
import {
  AGENT,
  agentIn,
  dial,
  dialled,
  forgotten,
  IDLE,
  request,
} from "./tcp_stage.ts";

Deno.test("RFC 5626 §3.5.1: a ping is answered by a pong", () => {
  const { world, line } = dialled();
  line.say("\r\n\r\n");
  line.say(`${request("OPTIONS")}\r\n\r\n`);
  world.wind(5);
  assert.ok(line.text.startsWith("\r\nSIP/2.0 200"));
  assert.ok(line.text.endsWith("\r\n\r\n\r\n"));
});

const BROKEN: [what: string, length: string, status: string][] = [
  ["no Content-Length", "X: 1", "SIP/2.0 400"],
  ["a negative Content-Length", "Content-Length: -5", "SIP/2.0 400"],
  ["two Content-Lengths", "l: 0\r\nl: 0", "SIP/2.0 400"],
  ["a Content-Length of 1 GB", "Content-Length: 1073741824", "SIP/2.0 513"],
  ["a head of 40 KiB", `X: ${"x".repeat(40_000)}`, "SIP/2.0 513"],
];
for (const [what, length, status] of BROKEN) {
  Deno.test(`RFC 3261 §18.3: a request with ${what} is answered with ${status}, and its connection closed`, () => {
    const { world, agent, line } = dialled();
    line.say(request("OPTIONS", "0"));
    line.say(request("OPTIONS").replace("Content-Length: 0", length));
    line.say(request("OPTIONS", "2"));
    world.wind(5);
    assert.deepEqual(line.statuses, ["SIP/2.0 200", status]);
    assert.ok(line.isClosed);
    world.wind(LONG_ENOUGH);
    forgotten(world, agent);
  });
}

Deno.test("a message that cannot be read but measured leaves the connection as it is", () => {
  const { world, line } = dialled();
  line.say(request("OPTIONS").replace("CSeq: 1", "CSeq: x"));
  line.say(request("OPTIONS", "2"));
  world.wind(5);
  assert.deepEqual(line.statuses, ["SIP/2.0 400", "SIP/2.0 200"]);
});

Deno.test("a message that does not end within 30 s ends its connection, however it drips", () => {
  const { world, line } = dialled();
  line.say(request("OPTIONS"));
  world.wind(1000);
  for (const letter of "OPTIONS sip:100@10.0.0.1 SIP/2") {
    assert.equal(line.isClosed, false);
    line.say(letter);
    world.wind(1000);
  }
  world.wind(2);
  assert.ok(line.isClosed);
  assert.equal(world.clock.pending, 0);
});

Deno.test("a connection that says nothing ends after 30 s", () => {
  const { world, line } = dialled();
  world.wind(29_000);
  assert.equal(line.isClosed, false);
  world.wind(1000);
  assert.ok(line.isClosed);
});

Deno.test("a connection without a message ends after 10 minutes; a ping keeps it", () => {
  const { world, line } = dialled();
  line.say(request("OPTIONS"));
  world.wind(IDLE - 10_000);
  line.say("\r\n\r\n");
  world.wind(IDLE - 10_000);
  assert.equal(line.isClosed, false);
  world.wind(10_010);
  assert.ok(line.isClosed);
  assert.equal(world.clock.pending, 0);
});

Deno.test("a stranger gets its 403 over TCP too, and nothing stays", () => {
  const world = new SipWorld();
  const agent = world.agent(AGENT.address, () => assert.fail(), {
    streams: world.streams.from(AGENT.address),
    acceptsFrom: () => false,
  });
  const line = dial(world);
  line.say(request("INVITE"));
  world.wind(5);
  assert.deepEqual(line.statuses, ["SIP/2.0 403"]);
  assert.deepEqual(agent.counts, NOTHING_LEFT);
});

Deno.test("5,000 mutated streams do nothing to an agent that it cannot undo", () => {
  const world = new SipWorld();
  const agent = agentIn(world, AGENT, (session) => {
    new Ear(session);
    session.ring();
    session.hangUp(486);
  });
  const specimens = fc.array(fc.constantFrom(...SPECIMENS), {
    minLength: 1,
    maxLength: 3,
  });
  fc.assert(
    fc.property(specimens, mutation, (texts, change) => {
      const line = dial(world);
      line.say(change(concat(texts.map(utf8))));
      world.wind(5);
      line.connection?.cut();
      world.wind(100);
      world.network.sent.length = 0;
    }),
    { numRuns: 5000, seed: 3261 },
  );
  world.wind(LONG_ENOUGH + IDLE);
  assert.deepEqual(agent.counts, NOTHING_LEFT);
  assert.deepEqual([world.streams.openEnds, world.clock.pending], [0, 0]);
});
