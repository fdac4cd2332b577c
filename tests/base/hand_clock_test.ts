import assert from "node:assert/strict";
import { HandClock } from "../../runtime/base/hand_clock.ts";
import { milliseconds } from "../../runtime/base/units.ts";

Deno.test("a wound clock runs what is due, in the order of its time", () => {
  const clock = new HandClock();
  const ran: string[] = [];
  clock.after(milliseconds(20), () => ran.push("later"));
  clock.after(milliseconds(10), () => ran.push("sooner"));
  clock.after(milliseconds(31), () => ran.push("not yet"));
  clock.wind(30);
  assert.deepEqual(ran, ["sooner", "later"]);
  assert.equal(clock.pending, 1);
});

Deno.test("work sees the time at which it was due", () => {
  const clock = new HandClock();
  const seen: number[] = [];
  clock.after(milliseconds(10), () => seen.push(clock.now()));
  clock.wind(50);
  assert.deepEqual([...seen, clock.now()], [10, 50]);
});

Deno.test("what work schedules within the span runs in the same winding", () => {
  const clock = new HandClock();
  let rounds = 0;
  const again = () => {
    rounds++;
    clock.after(milliseconds(10), again);
  };
  again();
  clock.wind(45);
  assert.equal(rounds, 5);
});

Deno.test("a cancelled timer does not run and does not wait", () => {
  const clock = new HandClock();
  const cancel = clock.after(milliseconds(10), () => assert.fail("ran"));
  cancel();
  clock.wind(20);
  assert.equal(clock.pending, 0);
});

Deno.test("a delay of 0 waits for the caller to return", () => {
  const clock = new HandClock();
  let ran = false;
  clock.after(milliseconds(0), () => ran = true);
  assert.equal(ran, false);
  clock.wind(0);
  assert.equal(ran, true);
});
