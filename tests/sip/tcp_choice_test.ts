import assert from "node:assert/strict";
import { SeededChance } from "../../runtime/base/chance.ts";
import { CtiError } from "../../runtime/base/fault.ts";
import { SILENT } from "../../runtime/base/log.ts";
import { UserAgent } from "../../runtime/sip/user_agent.ts";
import { SipWorld } from "../support/sip_world.ts";
import { AGENT, agentIn, dial } from "./tcp_stage.ts";
import { MemoryDns } from "../support/memory_dns.ts";

Deno.test("RFC 3263 §4.1: a URI that names no transport goes by UDP", () => {
  const world = new SipWorld();
  const agent = agentIn(world, AGENT);
  agent.invite({ from: "100", to: "sip:200@10.0.0.2", sdp: "offer" });
  world.wind(10);
  assert.match(world.network.sent[0].text, /^INVITE /);
  assert.deepEqual(world.streams.attempts, []);
});

Deno.test("an agent that has TCP alone uses it for a URI that names no transport", () => {
  const world = new SipWorld();
  const agent = new UserAgent({
    clock: world.clock,
    chance: new SeededChance(1),
    log: SILENT,
    streams: world.streams.from(AGENT.address),
    local: AGENT,
    advertisedHost: null,
    routeTo: () => AGENT.address,
    dns: new MemoryDns(),
    onInvite: () => {},
  });
  assert.deepEqual(agent.places.map(({ transport }) => transport), ["tcp"]);
  agent.invite({ from: "100", to: "sip:200@10.0.0.2", sdp: "offer" });
  world.wind(10);
  assert.deepEqual(world.streams.attempts, ["10.0.0.2:5060"]);
});

for (const to of ["sips:200@10.0.0.2", "sips:200@10.0.0.2;transport=tcp"]) {
  Deno.test(`RFC 3261 §26.2.2: ${to} is never called without TLS`, () => {
    const agent = agentIn(new SipWorld(), AGENT);
    assert.throws(
      () => agent.invite({ from: "100", to, sdp: "offer" }),
      (error) => error instanceof CtiError && error.fault === "dialRefused",
    );
  });
}

Deno.test("port 0 is one port, free for UDP and for TCP", () => {
  const world = new SipWorld();
  const taken = world.network.bind({ ...AGENT, port: 50_000 }, () => {});
  const agent = agentIn(world, { ...AGENT, port: 0 });
  const { port } = agent.local;
  assert.equal(port, 50_001);
  assert.deepEqual(agent.places.map(({ transport }) => transport), [
    "udp",
    "tcp",
  ]);
  assert.equal(dial(world, { ...AGENT, port }).isClosed, false);
  assert.equal(dial(world, { ...AGENT, port: 50_000 }).isClosed, true);
  agent.close();
  taken.close();
});

Deno.test("where UDP is taken TCP is not left open, and the error says so", () => {
  const world = new SipWorld();
  const taken = world.network.bind(AGENT, () => {});
  assert.throws(() => agentIn(world, AGENT), Deno.errors.AddrInUse);
  taken.close();
  agentIn(world, AGENT).close();
});
