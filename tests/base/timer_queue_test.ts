import assert from "node:assert/strict";
import { SeededChance } from "../../runtime/base/chance.ts";
import { HandClock } from "../../runtime/base/hand_clock.ts";
import { TimerQueue } from "../../runtime/base/timer_queue.ts";
import { milliseconds } from "../../runtime/base/units.ts";

const SPAN = milliseconds(500);

function stage() {
  const clock = new HandClock();
  const told: string[] = [];
  const queue = new TimerQueue(SPAN, clock, () => told.push("empty"));
  const start = (name: string) =>
    queue.after(() => told.push(`${name} ${clock.now()}`));
  return { clock, told, queue, start };
}

Deno.test("each runs once its span is over, by one timer of the system", () => {
  const { clock, told, start } = stage();
  start("a");
  clock.wind(100);
  start("b");
  start("c");
  assert.equal(clock.pending, 1);
  clock.wind(1000);
  assert.deepEqual(told, ["a 500", "b 600", "c 600", "empty"]);
  assert.equal(clock.pending, 0);
});

Deno.test("who is cancelled does not run, be it first, last or between", () => {
  const { clock, told, start } = stage();
  const cancels = ["a", "b", "c", "d"].map(start);
  for (const n of [1, 0, 3, 3]) cancels[n]();
  clock.wind(1000);
  assert.deepEqual(told, ["c 500", "empty"]);
});

Deno.test("when the last has left no timer of the system is kept", () => {
  const { clock, told, start } = stage();
  start("a")();
  assert.deepEqual([clock.pending, told], [0, ["empty"]]);
  start("b");
  clock.wind(500);
  assert.deepEqual(told, ["empty", "b 500", "empty"]);
});

Deno.test("what runs may start and cancel others", () => {
  const { clock, told, queue, start } = stage();
  let cancel = () => {};
  queue.after(() => {
    cancel();
    start("again");
  });
  cancel = start("cancelled");
  start("kept");
  clock.wind(2000);
  assert.deepEqual(told, ["kept 500", "again 1000", "empty"]);
});

Deno.test("10,000 random starts and cancels run as timers of their own would", () => {
  const clock = new HandClock();
  const chance = new SeededChance(7);
  const told: number[] = [];
  const expected: number[] = [];
  const queue = new TimerQueue(SPAN, clock, () => {});
  const cancels: (() => void)[] = [];
  for (let n = 0; n < 10_000; n++) {
    const own = clock.after(SPAN, () => expected.push(n));
    const ours = queue.after(() => told.push(n));
    cancels.push(() => (own(), ours()));
    if (chance.integer(2)) cancels[chance.integer(cancels.length)]();
    clock.wind(chance.integer(20));
  }
  clock.wind(SPAN);
  assert.ok(told.length > 1000);
  assert.deepEqual(told, expected);
  assert.equal(clock.pending, 0);
});
