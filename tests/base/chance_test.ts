import assert from "node:assert/strict";
import { SeededChance, SystemChance } from "../../runtime/base/chance.ts";

for (const chance of [new SystemChance(), new SeededChance(7)]) {
  const kind = chance.constructor.name;

  Deno.test(`${kind}: integers reach every value below the bound and none above`, () => {
    const seen = new Set<number>();
    for (let i = 0; i < 1000; i++) seen.add(chance.integer(5));
    assert.deepEqual([...seen].sort(), [0, 1, 2, 3, 4]);
  });

  Deno.test(`${kind}: tokens have their length and do not repeat`, () => {
    const tokens = Array.from({ length: 1000 }, () => chance.token(12));
    assert.ok(tokens.every((token) => /^[0-9a-z]{12}$/.test(token)));
    assert.equal(new Set(tokens).size, 1000);
  });
}

Deno.test("the same seed gives the same numbers, another seed others", () => {
  const run = (seed: number) => {
    const chance = new SeededChance(seed);
    return Array.from({ length: 8 }, () => chance.integer(1_000_000));
  };
  assert.deepEqual(run(1), run(1));
  assert.notDeepEqual(run(1), run(2));
});
