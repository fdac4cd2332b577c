import assert from "node:assert/strict";
import { SeededChance } from "../../runtime/base/chance.ts";
import { HandClock } from "../../runtime/base/hand_clock.ts";
import { milliseconds } from "../../runtime/base/units.ts";
import { LastingWire } from "../../runtime/client/lasting_wire.ts";
import { ConnectionClosed, type Wire } from "../../runtime/client/mod.ts";
import type { WireListener } from "../../runtime/client/wire.ts";
import { BreakingLine, settle, STEP } from "./breaking_line.ts";

Deno.test("a line that breaks is opened again, each time after twice the wait, with some chance in it", async () => {
  const line = new BreakingLine();
  line.outOfReach = 8;
  const seen: string[] = [];
  line.client.connection.on(({ type }) => seen.push(type));
  await line.break();
  while (line.attempts.length < 9) await line.pass(STEP);
  const waits = line.attempts.map((at, n) => at - (line.attempts[n - 1] ?? 0));
  const longest = [200, 400, 800, 1600, 3200, 6400, 10_000, 10_000, 10_000];
  waits.forEach((wait, n) => {
    const [least, most] = [longest[n] / 2, longest[n] + STEP];
    assert.ok(wait >= least && wait <= most, `${waits}`);
  });
  assert.deepEqual(seen, ["broken", "resumed"]);
  const asked = line.client.request("sys.call.nop", {});
  line.node.reply(await line.node.next("sys.call.nop"));
  assert.equal(await asked, null);
});

Deno.test("a line that works again is soon opened when it breaks once more", async () => {
  const line = new BreakingLine();
  line.outOfReach = 5;
  await line.break();
  await line.pass(20_000);
  line.node.event("ringing", { ring_time: 1 });
  await settle();
  line.attempts.length = 0;
  await line.renew();
  assert.equal(line.attempts.length, 1);
});

Deno.test("with patience at its end the line is closed and says why", async () => {
  const line = new BreakingLine(30_000);
  line.outOfReach = Infinity;
  const asked = line.client.request("sys.call.nop", {});
  await line.break();
  await line.pass(45_000);
  assert.equal(await line.client.closed, "out of reach");
  await assert.rejects(asked, ConnectionClosed);
  assert.equal(line.clock.pending, 0);
});

for (const broken of [false, true]) {
  const state = broken ? "broken" : "whole";
  Deno.test(`closing a ${state} line leaves nothing`, async () => {
    const line = new BreakingLine();
    if (broken) await line.break();
    line.client.close();
    assert.equal(await line.client.closed, "closed");
    assert.equal(line.clock.pending, 0);
    await line.pass(20_000);
    assert.deepEqual(line.attempts, []);
  });
}

Deno.test("a line that is closed while it is being opened is closed for good", async () => {
  const line = new BreakingLine();
  await line.break();
  line.clock.wind(200);
  line.client.close();
  await line.client.closed;
  await line.pass(20_000);
  assert.equal(line.clock.pending, 0);
});

Deno.test("a quiet node is asked for a sign of life; without one the line is a new one", async () => {
  const line = new BreakingLine();
  const { node } = line;
  for (let round = 0; round < 3; round++) {
    await line.pass(25_000);
    node.reply(await node.next("sys.call.exists"), false);
    await settle();
  }
  assert.deepEqual(line.attempts, []);
  await line.pass(40_000);
  assert.equal(line.attempts.length, 1);
  assert.notEqual(line.node, node);
});

Deno.test("an attempt that nobody answers is followed by the next", async () => {
  const line = new BreakingLine();
  line.swallowed = true;
  await line.break();
  await line.pass(10_300);
  assert.equal(line.attempts.length, 1);
  line.swallowed = false;
  await line.pass(1000);
  assert.equal(line.attempts.length, 2);
  assert.deepEqual(line.resumed, [null]);
  line.client.close();
  await line.client.closed;
  assert.equal(line.clock.pending, 0);
});

Deno.test("a wire that breaks is opened again although who is told of it throws", () => {
  const clock = new HandClock();
  const listeners: WireListener[] = [];
  const wire: Wire = {
    send: () => {},
    listen: (listener) => void listeners.push(listener),
    close: () => {},
  };
  let opened = 0;
  const lasting = new LastingWire(wire, {
    open: () => {
      opened++;
      return Promise.resolve(wire);
    },
    clock,
    chance: new SeededChance(1),
    patience: milliseconds(1000),
  });
  lasting.listen({
    text: () => {},
    closed: () => {},
    broken: () => {
      throw new Error("told");
    },
  });
  assert.throws(() => listeners[0].closed("gone"), /told/);
  clock.wind(1000);
  assert.equal(opened, 1);
  lasting.close();
});
