import assert from "node:assert/strict";
import { SeededChance } from "../../runtime/base/chance.ts";
import { HandClock } from "../../runtime/base/hand_clock.ts";
import { PortPairs, QUARANTINE } from "../../runtime/net/port_pairs.ts";

const itself = (port: number) => port;

function pairs(first: number, last: number, seed = 1): PortPairs {
  return on(new HandClock(), first, last, seed);
}

function on(
  clock: HandClock,
  first: number,
  last: number,
  seed = 1,
): PortPairs {
  return new PortPairs({ first, last }, new SeededChance(seed), clock);
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

Deno.test("a pair that was released rests, though no other is left", () => {
  const clock = new HandClock();
  const ports = on(clock, 20_000, 20_001);
  assert.equal(ports.take(itself), 20_000);
  ports.release(20_000);
  clock.wind(QUARANTINE - 1);
  assert.equal(ports.free, 0);
  assert.equal(ports.take(itself), null);
  clock.wind(1);
  assert.equal(ports.free, 1);
  assert.equal(ports.take(itself), 20_000);
});

Deno.test("whoever has rested long waits behind those that were not used", () => {
  const clock = new HandClock();
  const ports = on(clock, 20_000, 20_009);
  const used = ports.take(itself) ?? 0;
  ports.release(used);
  clock.wind(QUARANTINE);
  assert.equal(takeAll(ports).at(-1), used);
});

Deno.test("who rests keeps nobody waiting who does not", () => {
  const clock = new HandClock();
  const ports = on(clock, 20_000, 20_003);
  const used = ports.take(itself) ?? 0;
  ports.release(used);
  assert.equal(
    ports.take(() => {
      throw new Error("EMFILE: too many open files");
    }),
    null,
  );
  assert.equal(ports.take(itself), 40_002 - used);
});

Deno.test("calls that come and go for long lose no pair and meet none too soon", () => {
  const [clock, chance] = [new HandClock(), new SeededChance(3)];
  const ports = on(clock, 20_000, 20_039);
  const held: number[] = [];
  const closed = new Map<number, number>();
  for (let n = 0; n < 20_000; n++) {
    clock.wind(chance.integer(1000));
    if (held.length > 0 && chance.integer(2) === 0) {
      const [port] = held.splice(chance.integer(held.length), 1);
      closed.set(port, clock.now());
      ports.release(port);
    } else {
      const port = ports.take((port) => {
        if (chance.integer(3) === 0) throw new Deno.errors.AddrInUse();
        return port;
      });
      if (port === null) continue;
      assert.ok(!held.includes(port));
      const rested = clock.now() - (closed.get(port) ?? -QUARANTINE);
      assert.ok(rested >= QUARANTINE, `${rested} ms`);
      held.push(port);
    }
  }
  for (const port of held) ports.release(port);
  clock.wind(QUARANTINE);
  assert.equal(new Set(takeAll(ports)).size, 20);
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
