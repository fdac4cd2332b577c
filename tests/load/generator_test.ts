import assert from "node:assert/strict";
import { SeededChance } from "../../runtime/base/chance.ts";
import { HandClock } from "../../runtime/base/hand_clock.ts";
import type { Milliseconds } from "../../runtime/base/units.ts";
import {
  Generator,
  type GeneratorParts,
} from "../../runtime/load/generator.ts";

/** A generator whose calls last as long as they are told, and no more. */
function stage(parts: Partial<GeneratorParts>) {
  const clock = new HandClock();
  const holds: (number | null)[] = [];
  const over = new Set<() => void>();
  const call = (_number: string, hold: Milliseconds | null) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const end = () => {
      over.delete(end);
      resolve();
    };
    holds.push(hold);
    over.add(end);
    if (hold !== null) clock.after(hold, end);
    return promise;
  };
  const generator = new Generator({
    clock,
    chance: new SeededChance(4),
    calls: 3,
    rate: 10,
    hold: null,
    duration: null,
    call,
    hangUp: () => [...over].forEach((end) => end()),
    ...parts,
  });
  const seen = { finished: false };
  void generator.run().then(() => seen.finished = true);
  /** Winds the clock step by step, so that what was awaited goes on. */
  const wind = async (ms: number) => {
    for (let at = 0; at < ms; at += 10) {
      clock.wind(10);
      for (let turns = 0; turns < 5; turns++) await Promise.resolve();
    }
  };
  return { clock, generator, holds, over, seen, wind };
}

Deno.test("calls begin at their rate and each comes once", async () => {
  const { holds, seen, wind, clock } = stage({ hold: { least: 1, most: 1 } });
  assert.equal(holds.length, 1);
  await wind(100);
  assert.equal(holds.length, 2);
  await wind(150);
  assert.equal(holds.length, 3);
  await wind(900);
  assert.equal(seen.finished, false);
  await wind(100);
  assert.deepEqual([seen.finished, holds.length], [true, 3]);
  assert.equal(clock.pending, 0);
});

Deno.test("with a duration calls come and go, and the last run out", async () => {
  const hold = { least: 1, most: 2 };
  const { holds, over, seen, wind, clock } = stage({ hold, duration: 10 });
  await wind(5000);
  assert.equal(over.size, 3);
  await wind(5000);
  const begun = holds.length;
  assert.ok(begun > 15 && begun <= 33, `${begun} calls`);
  assert.ok(holds.every((ms) => ms !== null && ms >= 1000 && ms <= 2000));
  assert.ok(over.size > 0);
  await wind(2100);
  assert.deepEqual([seen.finished, holds.length], [true, begun]);
  assert.equal(clock.pending, 0);
});

Deno.test("without a length calls last until the duration is over", async () => {
  const { holds, over, seen, wind } = stage({ duration: 5 });
  await wind(4900);
  assert.equal(over.size, 3);
  await wind(200);
  assert.deepEqual([seen.finished, over.size], [true, 0]);
  assert.deepEqual(holds, [null, null, null]);
});

Deno.test("stopped, it hangs up on all and begins no more", async () => {
  const { generator, over, holds, seen, wind, clock } = stage({ duration: 60 });
  await wind(150);
  generator.stop();
  await wind(1000);
  assert.deepEqual([seen.finished, over.size, holds.length], [true, 0, 2]);
  assert.equal(clock.pending, 0);
});
