import assert from "node:assert/strict";
import { TrunkWorld } from "../support/trunk_world.ts";

const PINGED = {
  name: "t",
  hosts: ["192.0.2.7", "name.example"],
  ping_seconds: 30,
};
/** Longer than a host may take to answer, and shorter than the pause. */
const VERDICT = 8_000;
const PAUSE = 30_000;

function pinged(settings: object = {}): TrunkWorld {
  const world = new TrunkWorld({ ...PINGED, ...settings });
  world.names.set("name.example", ["192.0.2.70", "192.0.2.71"]);
  world.start();
  return world;
}

/** Answers, or not, what was asked since the last time. */
function answer(world: TrunkWorld, isAlive: (address: string) => boolean) {
  for (const { address, told } of world.pings.splice(0)) told(isAlive(address));
}

Deno.test("RFC 3261 §11: every address of every host is asked by OPTIONS, again and again", () => {
  const world = pinged();
  const all = ["192.0.2.7:5060", "192.0.2.70:5060", "192.0.2.71:5060"];
  assert.deepEqual(world.pings.map(({ address }) => address), all);
  assert.equal(world.pings[1].uri, "sip:name.example");
  world.clock.wind(PAUSE);
  assert.equal(world.pings.length, 6);
  world.trunks.stop();
  assert.equal(world.clock.pending, 0);
});

Deno.test("a trunk is up as soon as one of its hosts answers", () => {
  const world = pinged();
  const [trunk] = world.trunks.all;
  assert.equal(trunk.isDown, false);
  answer(world, (address) => address === "192.0.2.71:5060");
  assert.deepEqual([world.states, trunk.isDown], [["t up"], false]);
});

Deno.test("a trunk is down when none of its hosts answers in time, and up again", () => {
  const world = pinged();
  const [trunk] = world.trunks.all;
  world.clock.wind(VERDICT);
  assert.deepEqual([world.states, trunk.isDown], [["t down"], true]);
  world.clock.wind(PAUSE);
  answer(world, () => true);
  assert.deepEqual(world.states, ["t down", "t up"]);
  assert.equal(trunk.isDown, false);
});

Deno.test("a trunk is down at once when every host is known to be gone", () => {
  const world = pinged();
  answer(world, () => false);
  assert.deepEqual(world.states, ["t down"]);
});

Deno.test("an older OPTIONS that fails late says nothing of a host that answers now", () => {
  const world = pinged();
  const late = world.pings.splice(0);
  world.clock.wind(PAUSE);
  answer(world, () => true);
  for (const { told } of late) told(false);
  assert.deepEqual(world.states, ["t down", "t up"]);
});

Deno.test("a name that DNS does not know is a host that is down", () => {
  const world = pinged({ hosts: "name.example" });
  answer(world, () => true);
  world.names.set("name.example", []);
  world.clock.wind(PAUSE);
  assert.deepEqual(world.states, ["t up", "t down"]);
  // A call that comes from where it was is still its own.
  assert.equal(world.trunks.knows("192.0.2.70"), true);
});

Deno.test("without ping_seconds nobody is asked, and names are looked up every minute", () => {
  const world = pinged({ ping_seconds: 0 });
  world.names.set("name.example", ["192.0.2.80"]);
  world.clock.wind(60_000);
  assert.deepEqual(world.pings, []);
  assert.equal(world.trunks.knows("192.0.2.80"), true);
  assert.deepEqual(world.events, []);
  world.trunks.stop();
  assert.equal(world.clock.pending, 0);
});

Deno.test("a change of state is told once, with the trunk's resource", () => {
  const world = pinged({ hosts: "192.0.2.7" });
  answer(world, () => true);
  world.clock.wind(PAUSE);
  answer(world, () => true);
  assert.deepEqual(world.events, [{
    type: "trunkState",
    resId: "0.0.0-sys.trunk-t",
    trunk: "t",
    state: "up",
    registered: null,
    time: 1_700_000_000,
  }]);
});
