import assert from "node:assert/strict";
import { HandClock } from "../../runtime/base/hand_clock.ts";
import { milliseconds } from "../../runtime/base/units.ts";
import { freeMemory } from "../../runtime/net/free_memory.ts";
import { freeSpareMemory } from "../../runtime/node/spare_memory.ts";

Deno.test("memory is freed after calls have come or gone, and only then", () => {
  const clock = new HandClock();
  let [calls, freed] = [0, 0];
  const end = freeSpareMemory(clock, () => calls, () => freed++);
  const pass = () => {
    clock.wind(milliseconds(5000));
    return freed;
  };
  assert.equal(pass(), 0);
  calls = 3;
  assert.equal(pass(), 1);
  assert.equal(pass(), 1);
  calls = 0;
  assert.equal(pass(), 2);
  end();
  calls = 1;
  assert.equal(pass(), 2);
  assert.equal(clock.pending, 0);
});

Deno.test("to free memory harms nothing that is in use", () => {
  const kept = Uint8Array.from({ length: 1 << 20 }, (_, i) => i);
  freeMemory();
  assert.ok(kept.every((value, i) => value === (i & 0xff)));
});
