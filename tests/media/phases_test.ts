import assert from "node:assert/strict";
import { GRAIN, type Phased, Phases } from "../../runtime/media/phases.ts";

function phases() {
  const beating = new Set<number>();
  const started: number[] = [];
  const all = new Phases<Phased>({
    start: (phase) => {
      assert.ok(!beating.has(phase));
      beating.add(phase);
      started.push(phase);
    },
    stop: (phase) => void assert.ok(beating.delete(phase)),
  });
  const add = (count: number, phase?: number) =>
    Array.from({ length: count }, () => {
      const member = { phase: phase ?? all.free };
      all.add(member);
      return member;
    });
  const counts = () => [0, 1, 2, 3].map((phase) => all.in(phase).length);
  return { all, add, counts, beating: () => [...beating].sort() };
}

Deno.test("few fill one phase, the others rest", () => {
  const { add, counts, beating } = phases();
  add(GRAIN);
  assert.deepEqual(counts(), [GRAIN, 0, 0, 0]);
  assert.deepEqual(beating(), [0]);
  add(1);
  assert.deepEqual(counts(), [GRAIN, 1, 0, 0]);
  assert.deepEqual(beating(), [0, 1]);
});

Deno.test("many are spread evenly", () => {
  const { add, counts } = phases();
  add(4 * GRAIN + 42);
  assert.deepEqual(counts(), [11, 11, 10, 10].map((more) => GRAIN + more));
});

Deno.test("a phase that is left rests, and is filled first again", () => {
  const { all, add, counts, beating } = phases();
  const members = add(3 * GRAIN);
  for (const member of members.slice(0, GRAIN)) all.remove(member);
  assert.deepEqual(counts(), [0, GRAIN, GRAIN, 0]);
  assert.deepEqual(beating(), [1, 2]);
  add(1);
  assert.deepEqual(counts(), [1, GRAIN, GRAIN, 0]);
});

Deno.test("one that moves goes right after a beat of the phase it goes to", () => {
  const { all, add, counts, beating } = phases();
  const [member] = add(1);
  let moved = 0;
  all.move(member, 3, () => moved++);
  assert.deepEqual(beating(), [0, 3]);
  for (const phase of [0, 1, 2]) all.settle(phase);
  assert.deepEqual([counts(), moved, member.phase], [[1, 0, 0, 0], 0, 0]);
  all.settle(3);
  assert.deepEqual([counts(), moved, member.phase], [[0, 0, 0, 1], 1, 3]);
  assert.deepEqual(beating(), [3]);
  all.settle(3);
  assert.equal(moved, 1);
});

Deno.test("one that is there already has moved at once", () => {
  const { all, add } = phases();
  const [member] = add(1, 2);
  let moved = 0;
  all.move(member, 2, () => moved++);
  assert.equal(moved, 1);
});

Deno.test("one that is removed, or sent elsewhere, does not arrive", () => {
  const { all, add, counts, beating } = phases();
  const [one, two] = add(2);
  const fail = () => assert.fail("it was given up");
  let moved = 0;
  all.move(one, 1, fail);
  all.move(two, 1, fail);
  all.remove(one);
  all.move(two, 2, () => moved++);
  assert.deepEqual(beating(), [0, 2]);
  for (const phase of [1, 2]) all.settle(phase);
  assert.deepEqual([counts(), moved], [[0, 0, 1, 0], 1]);
});

Deno.test("a phase can be held without a member", () => {
  const { all, add, beating } = phases();
  all.hold(1);
  const [member] = add(1, 1);
  all.remove(member);
  assert.deepEqual(beating(), [1]);
  all.release(1);
  assert.deepEqual(beating(), []);
});
