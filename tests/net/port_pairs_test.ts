import assert from "node:assert/strict";
import { SeededChance } from "../../runtime/base/chance.ts";
import { PortPairs } from "../../runtime/net/port_pairs.ts";

const itself = (port: number) => port;

function pairs(first: number, last: number, seed = 1): PortPairs {
  return new PortPairs({ first, last }, new SeededChance(seed));
}

function takeAll(from: PortPairs): number[] {
  const taken: number[] = [];
  for (let port = from.take(itself); port !== null; port = from.take(itself)) {
    taken.push(port);
  }
  return taken;
}

for (
  const [first, last, expected] of [
    [20_000, 20_009, [20_000, 20_002, 20_004, 20_006, 20_008]],
    [20_001, 20_008, [20_002, 20_004, 20_006]],
    [20_000, 20_000, []],
    [65_530, 65_535, [65_530, 65_532, 65_534]],
  ] as const
) {
  Deno.test(`RFC 3550 §11: ${first}-${last} holds the pairs at ${expected}`, () => {
    assert.deepEqual(takeAll(pairs(first, last)).sort(), expected);
  });
}

Deno.test("the order of the ports is chance", () => {
  const orders = [1, 2, 3].map((seed) => takeAll(pairs(20_000, 20_199, seed)));
  assert.notDeepEqual(orders[0], orders[1]);
  assert.notDeepEqual(orders[1], orders[2]);
});

Deno.test("a released port rests until all others were used", () => {
  const ports = pairs(20_000, 20_009);
  const used = ports.take(itself) ?? 0;
  ports.release(used);
  assert.equal(takeAll(ports).at(-1), used);
});

Deno.test("a port that cannot be bound is skipped and comes again later", () => {
  const ports = pairs(20_000, 20_009);
  const refused: number[] = [];
  const bound = ports.take((port) => {
    if (refused.length === 2) return port;
    refused.push(port);
    throw new Deno.errors.AddrInUse();
  });
  assert.ok(bound !== null && !refused.includes(bound));
  assert.equal(ports.free, 4);
  assert.deepEqual(takeAll(ports).slice(-2), refused);
});

Deno.test("when no port can be bound there is none, and none is lost", () => {
  const ports = pairs(20_000, 20_009);
  const refuse = () => {
    throw new Deno.errors.AddrInUse();
  };
  assert.equal(ports.take(refuse), null);
  assert.equal(ports.free, 5);
});
