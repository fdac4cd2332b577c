import assert from "node:assert/strict";
import { SeededChance } from "../../runtime/base/chance.ts";
import { utf8 } from "../../runtime/base/bytes.ts";
import type { Accept, ConnectionUser } from "../../runtime/net/stream.ts";
import { StreamTransport } from "../../runtime/sip/stream_transport.ts";
import { SipWorld } from "../support/sip_world.ts";
import { AGENT, dial, IDLE, PHONE, request, waitFor } from "./tcp_stage.ts";

/** Hears nothing of what arrives. */
const DEAF = {
  message() {},
  broken() {},
  disconnected() {},
  unreachable() {},
  needs: () => false,
};

/** A transport, and what brings it connections. */
function bare(message: (transport: StreamTransport) => void = () => {}) {
  const world = new SipWorld();
  const transport: StreamTransport = new StreamTransport({
    name: "TCP",
    chance: new SeededChance(1),
    clock: world.clock,
    streams: world.streams.from(AGENT.address),
    local: AGENT,
    arrivals: { ...DEAF, message: () => message(transport) },
  });
  return { world, transport };
}

Deno.test("ATTACKS: connections are limited for each address and in all, in both directions", () => {
  const world = new SipWorld();
  const transport = new StreamTransport({
    name: "TCP",
    chance: new SeededChance(1),
    clock: world.clock,
    streams: world.streams.from(AGENT.address),
    local: AGENT,
    arrivals: DEAF,
    limits: { total: 3, perSource: 2 },
  });
  const lines = ["10.0.0.2", "10.0.0.2", "10.0.0.2", "10.0.0.3", "10.0.0.4"]
    .map((from) => dial(world, AGENT, from));
  const refused = () => lines.map(({ isClosed }) => isClosed);
  assert.deepEqual(refused(), [false, false, true, false, true]);
  let lost = 0;
  transport.send(utf8("x"), { address: "10.0.0.2", port: 5060 }, () => lost++);
  assert.equal(lost, 0);
  world.wind(5);
  assert.equal(lost, 1);
  lines[0].connection?.cut();
  world.wind(5);
  assert.equal(transport.size, 2);
  assert.equal(dial(world, AGENT, "10.0.0.2").isClosed, false);
  transport.close();
  assert.equal(transport.size, 0);
  world.wind(5);
  assert.deepEqual([world.streams.openEnds, world.clock.pending], [0, 0]);
});

Deno.test("what is sent keeps a connection as well as what comes", () => {
  const { world, transport } = bare();
  const lines = waitFor(world, PHONE);
  transport.send(utf8("one"), PHONE);
  world.wind(IDLE - 10_000);
  transport.send(utf8("two"), PHONE);
  world.wind(IDLE - 10_000);
  assert.deepEqual(lines.map(({ isClosed }) => isClosed), [false]);
  world.wind(10_010);
  assert.deepEqual(lines.map(({ isClosed }) => isClosed), [true]);
});

Deno.test("what follows in the same read is not taken once the transport is closed", () => {
  let messages = 0;
  const { world } = bare((transport) => {
    messages++;
    transport.close();
  });
  dial(world).say(request("OPTIONS") + request("OPTIONS"));
  world.wind(5);
  assert.equal(messages, 1);
});

Deno.test("a peer that comes again from the same port has lost its older connection", () => {
  const { clock, streams } = new SipWorld();
  const accepts: Accept[] = [];
  const transport = new StreamTransport({
    name: "TCP",
    chance: new SeededChance(1),
    clock,
    streams: {
      ...streams.from(AGENT.address),
      listen(local, accept) {
        accepts.push(accept);
        return { local, close() {} };
      },
    },
    local: AGENT,
    arrivals: DEAF,
  });
  const users: (ConnectionUser | null)[] = [];
  const said: string[] = [];
  for (const name of ["older", "newer"]) {
    const end = () => {
      said.push(`${name} closed`);
      users[0]?.closed();
    };
    const send = () => void said.push(`${name} sent`);
    users.push(accepts[0]({ remote: PHONE, send, close: end, cut: end }));
  }
  transport.send(utf8("x"), PHONE);
  assert.deepEqual(said, ["older closed", "newer sent"]);
  assert.equal(transport.size, 1);
});
