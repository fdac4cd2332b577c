import assert from "node:assert/strict";
import { SeededChance } from "../../runtime/base/chance.ts";
import type { Srv } from "../../runtime/net/dns.ts";
import { inOrder } from "../../runtime/sip/srv_order.ts";

const DRAWS = 4000;

function server(target: string, priority: number, weight: number): Srv {
  return { target, priority, weight, port: 5060 };
}

/** How often each stands first, of all draws. */
function shares(records: readonly Srv[]): Record<string, number> {
  const chance = new SeededChance(7);
  const first: Record<string, number> = {};
  for (let draw = 0; draw < DRAWS; draw++) {
    const [{ target }] = inOrder(records, chance);
    first[target] = (first[target] ?? 0) + 1 / DRAWS;
  }
  return first;
}

Deno.test("RFC 2782: the lowest priority stands first, whatever the weights", () => {
  const records = [server("c", 30, 9), server("a", 10, 0), server("b", 20, 99)];
  const order = inOrder(records, new SeededChance(1));
  assert.deepEqual(order.map(({ target }) => target), ["a", "b", "c"]);
});

Deno.test("RFC 2782: among equals each stands first as often as its weight says", () => {
  const { a, b, c } = shares([
    server("a", 1, 10),
    server("b", 1, 30),
    server("c", 1, 60),
  ]);
  // Three standard deviations of so many draws are 0.024 at most.
  assert.ok(Math.abs(a - 0.1) < 0.03, `${a}`);
  assert.ok(Math.abs(b - 0.3) < 0.03, `${b}`);
  assert.ok(Math.abs(c - 0.6) < 0.03, `${c}`);
});

Deno.test("RFC 2782: weight 0 has a very small chance beside others, and not none", () => {
  const { never, often } = shares([
    server("often", 1, 49),
    server("never", 1, 0),
  ]);
  assert.ok(never > 0 && never < 0.05, `${never}`);
  assert.ok(often > 0.95, `${often}`);
});

Deno.test("every server is in the order once", () => {
  const records = [1, 2, 3, 4, 5].map((n) => server(`${n}`, 1, n % 2));
  const order = inOrder(records, new SeededChance(3));
  assert.deepEqual(order.map(({ target }) => target).toSorted(), [
    ..."12345",
  ]);
});
