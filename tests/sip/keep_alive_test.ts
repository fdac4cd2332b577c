import assert from "node:assert/strict";
import { SipWorld } from "../support/sip_world.ts";
import { calling, type Line, PHONE, waitFor } from "./tcp_stage.ts";

const LEAST = 95_000;
const MOST = 120_000;
const PING = "\r\n\r\n";

/** A phone that was called over TCP, and how often it was pinged. */
function called(): { world: SipWorld; line: Line; pings: () => number } {
  const world = new SipWorld();
  const lines = waitFor(world, PHONE);
  calling(world);
  world.wind(10);
  const [line] = lines;
  const { length } = line.text;
  const pings = () => (line.text.length - length) / PING.length;
  return { world, line, pings };
}

Deno.test("RFC 5626 §4.4.1: a connection that we opened is pinged every 95 to 120 s", () => {
  const { world, line, pings } = called();
  for (let ping = 1; ping <= 4; ping++) {
    const before = world.clock.now();
    while (pings() < ping) world.wind(100);
    const passed = world.clock.now() - before;
    assert.ok(passed >= LEAST - 200 && passed <= MOST + 200, `${passed}`);
    line.say("\r\n");
    world.wind(5);
  }
  assert.ok(line.text.endsWith(PING.repeat(4)));
});

Deno.test("RFC 5626 §4.4.1: a peer that has answered pings and does no more is gone after 10 s", () => {
  const { world, line, pings } = called();
  while (pings() < 1) world.wind(1000);
  line.say("\r\n");
  while (pings() < 2) world.wind(100);
  world.wind(9800);
  assert.equal(line.isClosed, false);
  world.wind(300);
  assert.equal(line.isClosed, true);
});

Deno.test("a peer that never answers a ping is not thought to be gone", () => {
  const { world, line, pings } = called();
  while (pings() < 4) world.wind(1000);
  assert.equal(line.isClosed, false);
});

Deno.test("RFC 5626 §3.5.1: pongs do not add up to a ping, and a ping of the peer's is answered", () => {
  const { world, line, pings } = called();
  for (let ping = 1; ping <= 3; ping++) {
    while (pings() < ping) world.wind(1000);
    line.say("\r\n");
    world.wind(5);
  }
  assert.equal(pings(), 3);
  line.say(PING);
  world.wind(5);
  assert.ok(line.text.endsWith(`${PING}\r\n`));
});
