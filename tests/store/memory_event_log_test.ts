import assert from "node:assert/strict";
import { HandClock } from "../../runtime/base/hand_clock.ts";
import { milliseconds } from "../../runtime/base/units.ts";
import { MemoryEventLog } from "../../runtime/store/memory_event_log.ts";

function logOf(bounds: { events: number; age: number }) {
  const clock = new HandClock();
  const age = milliseconds(bounds.age);
  const all = { characters: 1000, ...bounds, age };
  return { clock, log: new MemoryEventLog(clock, all) };
}

const ids = (rows: { eventId: number }[]) => rows.map((row) => row.eventId);

Deno.test("event ids rise by one from 1, whatever the resource", () => {
  const { log } = logOf({ events: 10, age: 1000 });
  assert.deepEqual([log.first, log.last], [1, 0]);
  assert.equal(log.append("a", "m", { x: 1 }), 1);
  assert.equal(log.append("b", "m", { x: 2 }), 2);
  assert.deepEqual([log.first, log.last], [1, 2]);
});

Deno.test("after gives what came later, oldest first, up to the limit", () => {
  const { log } = logOf({ events: 10, age: 1000 });
  for (const resId of ["a", "b", "a", "b", "a"]) log.append(resId, "m", {});
  assert.deepEqual(ids(log.after(1, 3)), [2, 3, 4]);
  assert.deepEqual(ids(log.after(4, 3)), [5]);
  assert.deepEqual(ids(log.after(5, 3)), []);
  assert.deepEqual(ids(log.after(1, 9, "a")), [3, 5]);
  assert.deepEqual(ids(log.after(0, 1, "b")), [2]);
  assert.deepEqual(ids(log.after(0, 9, "none")), []);
});

Deno.test("past its count the oldest events are forgotten, and it says so", () => {
  const { log } = logOf({ events: 3, age: 1000 });
  for (const resId of ["a", "b", "a", "b", "a"]) log.append(resId, "m", {});
  assert.deepEqual([log.first, log.last], [3, 5]);
  assert.deepEqual(ids(log.after(0, 9)), [3, 4, 5]);
  assert.deepEqual(ids(log.after(0, 9, "b")), [4]);
});

Deno.test("past its size the oldest events are forgotten: as many as it takes", () => {
  const { log } = logOf({ events: 10, age: 1000 });
  const text = "x".repeat(300);
  for (const resId of ["a", "b", "c"]) log.append(resId, "m", { text });
  assert.equal(log.first, 1);
  log.append("d", "m", { text: text + text });
  assert.deepEqual([log.first, log.last], [3, 4]);
});

Deno.test("an event stays as it was told", () => {
  const { log } = logOf({ events: 10, age: 1000 });
  const params = { list: ["a"] };
  log.append("a", "m", params);
  params.list.push("b");
  assert.deepEqual(log.after(0, 1)[0].params, { list: ["a"] });
});

Deno.test("past its age an event is forgotten, and ids go on", () => {
  const { clock, log } = logOf({ events: 10, age: 1000 });
  log.append("a", "m", {});
  clock.wind(900);
  log.append("b", "m", {});
  clock.wind(101);
  assert.equal(log.append("b", "m", {}), 3);
  assert.deepEqual(ids(log.after(0, 9)), [2, 3]);
  assert.deepEqual(ids(log.after(0, 9, "a")), []);
});
