import assert from "node:assert/strict";
import { SystemClock } from "../../runtime/base/system_clock.ts";
import { milliseconds } from "../../runtime/base/units.ts";

Deno.test("the system clock counts the timers that wait", async () => {
  const clock = new SystemClock();
  const ran = new Promise<void>((done) => clock.after(milliseconds(1), done));
  const cancel = clock.after(milliseconds(60_000), () => {});
  assert.equal(clock.pending, 2);
  cancel();
  cancel();
  assert.equal(clock.pending, 1);
  await ran;
  assert.equal(clock.pending, 0);
});

Deno.test("a delay of 0 runs after the caller and its microtasks", async () => {
  const clock = new SystemClock();
  const order: string[] = [];
  const ran = new Promise<void>((done) =>
    clock.after(milliseconds(0), () => {
      order.push("work");
      done();
    })
  );
  order.push("caller");
  await Promise.resolve();
  order.push("microtask");
  await ran;
  assert.deepEqual(order, ["caller", "microtask", "work"]);
});

Deno.test("date() is Unix time in whole seconds", () => {
  const date = new SystemClock().date();
  assert.ok(Number.isInteger(date));
  assert.ok(Math.abs(date - Date.now() / 1000) < 2);
});
