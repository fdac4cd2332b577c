import assert from "node:assert/strict";
import { calleesOf, callerOf } from "../../runtime/call/target.ts";
import { HandClock } from "../../runtime/base/hand_clock.ts";
import { readTrunks, trunksOf, TrunkWorld } from "../support/trunk_world.ts";

const A = { name: "a", hosts: ["192.0.2.7:5080", "alpha.example"] };
const B = {
  name: "b",
  hosts: "192.0.2.8",
  domain: "beta.example",
  credentials: { username: "4711", password: "p" },
};

/** The URI that a `to_uri` is called by, and how many hosts may be tried. */
function dialled(
  world: TrunkWorld,
  toUri: string,
): [uri: string, hosts: number] {
  const [candidate] = calleesOf(toUri)
    .flatMap((callee) => world.trunks.candidates(callee));
  const { to, route } = candidate(callerOf("4001"));
  return [to, route.length];
}

for (
  const [toUri, uri, hosts] of [
    ["138", "sip:138@192.0.2.7:5080", 2],
    ["138@a", "sip:138@192.0.2.7:5080", 2],
    ["sip:138@B", "sip:138@beta.example", 1],
    ["138@beta.example", "sip:138@beta.example", 1],
    ["138@192.0.2.7:5080", "sip:138@192.0.2.7:5080", 2],
    ["138@ALPHA.example:5060", "sip:138@192.0.2.7:5080", 2],
    ["138@192.0.2.8:5060", "sip:138@beta.example", 1],
    ["138@beta.example.", "sip:138@beta.example", 1],
    ["138@192.0.2.70", "sip:138@192.0.2.7:5080", 2],
    ["138@192.0.2.7", "sip:138@192.0.2.7", 0],
    ["138@b:5099", "sip:138@b:5099", 0],
    ["138@192.0.2.9", "sip:138@192.0.2.9", 0],
  ] as const
) {
  Deno.test(`${toUri} is dialled as ${uri}, by ${hosts} hosts of a trunk`, () => {
    const world = new TrunkWorld(A, B);
    world.names.set("alpha.example", ["192.0.2.70"]);
    world.start();
    assert.deepEqual(dialled(world, toUri), [uri, hosts]);
  });
}

Deno.test("ATTACKS 16: with CTI_DIAL_TO=trunks nobody is dialled but by a trunk", () => {
  const trunks = trunksOf(readTrunks(A), new HandClock(), true);
  const ways = (toUri: string) =>
    calleesOf(toUri).flatMap((callee) => trunks.candidates(callee))
      .map((candidate) => candidate(callerOf(null)));
  assert.equal(ways("138").length, 1);
  assert.equal(ways("138@a").length, 1);
  assert.throws(() => ways("138@192.0.2.200"), { fault: "dialRefused" });
});

Deno.test("a host that does not answer is tried last", () => {
  const world = new TrunkWorld({ ...A, ping_seconds: 30 });
  world.names.set("alpha.example", ["192.0.2.70"]);
  world.start();
  for (const { address, told } of world.pings) told(!address.includes(".7:"));
  const [candidate] = calleesOf("138@a")
    .flatMap((callee) => world.trunks.candidates(callee));
  const { route } = candidate(callerOf(null));
  assert.deepEqual(route.map(({ host }) => host), [
    "alpha.example",
    "192.0.2.7",
  ]);
  world.trunks.stop();
});

Deno.test("a call is of the trunk whose host it comes from", () => {
  const world = new TrunkWorld(A, B, { name: "c", hosts: "gamma.example" }, {
    name: "d",
    hosts: "192.0.2.99",
    inbound: false,
  });
  world.names.set("alpha.example", ["192.0.2.70"]);
  world.names.set("gamma.example", ["2001:DB8::1"]);
  world.start();
  const trunkAt = (remoteAddress: string) =>
    world.trunks.of({ remoteAddress, remotePort: 5060, user: null })?.name;
  assert.equal(trunkAt("192.0.2.7"), "a");
  assert.equal(trunkAt("192.0.2.70"), "a");
  assert.equal(trunkAt("::ffff:192.0.2.8"), "b");
  assert.equal(trunkAt("2001:db8:0::1"), "c");
  assert.equal(trunkAt("192.0.2.99"), undefined);
  assert.equal(trunkAt("203.0.113.9"), undefined);
  assert.equal(world.trunks.knows("192.0.2.70"), true);
  assert.equal(world.trunks.knows("203.0.113.9"), false);
  world.trunks.stop();
});

Deno.test("a call is of the trunk in whose networks it comes from", () => {
  const world = new TrunkWorld({ ...A, peers: ["198.51.100.0/24"] });
  world.start();
  assert.equal(world.trunks.knows("198.51.100.77"), true);
  assert.equal(world.trunks.knows("198.51.101.77"), false);
  world.trunks.stop();
});

Deno.test("of trunks at one address the one is meant whose user or port it is", () => {
  const hosts = (port: number) => ({ hosts: `192.0.2.8:${port}` });
  const world = new TrunkWorld(
    { name: "x", ...hosts(5070), user: "100" },
    { name: "y", ...hosts(5080), user: "200" },
  );
  world.start();
  const trunkAt = (remotePort: number, user: string | null) =>
    world.trunks.of({ remoteAddress: "192.0.2.8", remotePort, user })?.name;
  assert.equal(trunkAt(5070, "200"), "y");
  assert.equal(trunkAt(5080, "999"), "y");
  assert.equal(trunkAt(40_000, null), "x");
});

Deno.test("a trunk where we have to be registered is up when we are", () => {
  const world = new TrunkWorld({
    ...{ name: "t", hosts: "192.0.2.7" },
    ...{ register: true, ping_seconds: 30 },
  });
  const [trunk] = world.trunks.all;
  world.start();
  assert.deepEqual([trunk.state, trunk.registered], ["unknown", false]);
  world.registrar(true);
  assert.deepEqual(world.states, []);
  for (const { told } of world.pings) told(true);
  assert.deepEqual(world.states, ["t up"]);
  world.registrar(false);
  assert.equal(trunk.isDown, true);
  world.registrar(true);
  assert.deepEqual(
    world.events.map(({ state, registered }) => [state, registered]),
    [["up", true], ["down", false], ["up", true]],
  );
  world.trunks.stop();
  assert.equal(world.trunks.isLeaving, true);
});
