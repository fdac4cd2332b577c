import assert from "node:assert/strict";
import { collectGarbage } from "../../runtime/base/garbage.ts";
import { HandClock } from "../../runtime/base/hand_clock.ts";
import { milliseconds } from "../../runtime/base/units.ts";
import { freeMemory } from "../../runtime/net/free_memory.ts";
import { freeSpareMemory } from "../../runtime/node/spare_memory.ts";

/** A node whose calls and transactions are set by hand, and what it did by then. */
function spare() {
  const clock = new HandClock();
  const done: string[] = [];
  const node = { calls: 0, transactions: 0 };
  const remembered = {
    calls: () => node.calls,
    transactions: () => node.transactions,
  };
  const end = freeSpareMemory(clock, remembered, {
    free: () => done.push("free"),
    collect: () => done.push("collect"),
  });
  const pass = (seconds: number) => {
    clock.wind(milliseconds(1000 * seconds));
    return done.splice(0).join(" ");
  };
  return { clock, node, pass, end };
}

Deno.test("memory is freed after calls have come or gone, and only then", () => {
  const { clock, node, pass, end } = spare();
  assert.equal(pass(600), "");
  node.calls = 3;
  assert.equal(pass(5), "free");
  assert.equal(pass(5), "");
  node.calls = 2;
  assert.equal(pass(5), "free");
  node.calls = 0;
  assert.equal(pass(5), "free");
  end();
  node.calls = 1;
  assert.equal(pass(5), "");
  assert.equal(clock.pending, 0);
});

Deno.test("when the last transaction of the last call is over garbage is collected, once, and what it was is freed", () => {
  const { node, pass, end } = spare();
  [node.calls, node.transactions] = [1, 2];
  assert.equal(pass(600), "free");
  node.calls = 0;
  assert.equal(pass(32), "free");
  node.calls = 1;
  assert.equal(pass(8), "free");
  node.calls = 0;
  assert.equal(pass(60), "free");
  node.transactions = 0;
  assert.equal(pass(5), "collect");
  assert.equal(pass(5), "free");
  assert.equal(pass(3600), "");
  end();
});

Deno.test("garbage is collected though others than calls go on asking", () => {
  const { node, pass, end } = spare();
  [node.calls, node.transactions] = [1, 2];
  assert.equal(pass(5), "free");
  node.calls = 0;
  assert.equal(pass(70), "free");
  assert.equal(pass(10), "collect free");
  assert.equal(pass(3600), "");
  end();
});

Deno.test("what is not used any more is collected", () => {
  const objects = Array.from({ length: 100_000 }, (_, n) => ({ n }));
  collectGarbage();
  const { heapUsed: before } = Deno.memoryUsage();
  objects.length = 0;
  collectGarbage();
  const { heapUsed: after } = Deno.memoryUsage();
  assert.ok(before - after > 1_000_000, `${before}, ${after}`);
});

Deno.test("to free memory harms nothing that is in use", () => {
  const kept = Uint8Array.from({ length: 1 << 20 }, (_, i) => i);
  freeMemory();
  assert.ok(kept.every((value, i) => value === (i & 0xff)));
});
