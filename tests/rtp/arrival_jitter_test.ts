import assert from "node:assert/strict";
import { SeededChance } from "../../runtime/base/chance.ts";
import { milliseconds } from "../../runtime/base/units.ts";
import { ArrivalJitter, isLookedAt } from "../../runtime/rtp/arrival_jitter.ts";

const PTIME = 20;
const COUNT = 20_000;

function packet(
  sequence: number,
  { timestamp = 160 * sequence, type = 8, ssrc = 7 } = {},
): Uint8Array {
  const bytes = new Uint8Array(12);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 0x8000 | type);
  view.setUint16(2, sequence & 0xffff);
  view.setUint32(4, timestamp >>> 0);
  view.setUint32(8, ssrc);
  return bytes;
}

/** Packets as a network brings them that delays each by 0 to `spread` ms. */
function arrivals(spread: number): { at: number; sequence: number }[] {
  const chance = new SeededChance(6);
  const come = Array.from({ length: COUNT }, (_, sequence) => ({
    at: 1e6 + PTIME * sequence + spread * chance.integer(1000) / 1000,
    sequence,
  }));
  return come.sort((a, b) => a.at - b.at);
}

/** Of all packets as RFC 3550 A.8 has it, and as ours: both in the mean, ms. */
function measured(spread: number) {
  const ours = new ArrivalJitter();
  let [exact, transit, all, some] = [0, NaN, 0, 0];
  for (const { at, sequence } of arrivals(spread)) {
    const next = at - PTIME * sequence;
    exact += (Math.abs(next - transit || 0) - exact) / 16;
    transit = next;
    const came = packet(sequence);
    if (isLookedAt(came)) ours.note(came, milliseconds(at));
    all += exact;
    some += ours.value ?? 0;
  }
  return { exact: all / COUNT, ours: some / COUNT };
}

for (const spread of [0, 0.5, 5, 20, 35]) {
  Deno.test(`RFC 3550 §6.4.1: delays of 0 to ${spread} ms give the jitter of A.8`, () => {
    const { exact, ours } = measured(spread);
    const apart = Math.abs(ours - exact);
    assert.ok(apart <= 0.06 * exact + 1e-6, `${ours} ms, exact ${exact} ms`);
  });
}

Deno.test("three packets of 32 are looked at", () => {
  const looked = Array.from({ length: 3200 }, (_, n) => isLookedAt(packet(n)));
  assert.equal(looked.filter(Boolean).length, 300);
});

Deno.test("before there are two neighbours there is no jitter", () => {
  const jitter = new ArrivalJitter();
  assert.equal(jitter.value, null);
  jitter.note(packet(1), milliseconds(0));
  jitter.note(packet(32), milliseconds(700));
  assert.equal(jitter.value, null);
  jitter.note(packet(33), milliseconds(725));
  assert.equal(jitter.value, 5);
});

Deno.test("neighbours are so across the end of numbers and of timestamps, and swapped", () => {
  const jitter = new ArrivalJitter();
  jitter.note(packet(65_535, { timestamp: -160 }), milliseconds(0));
  jitter.note(packet(0, { timestamp: 0 }), milliseconds(21));
  assert.equal(jitter.value, 1);
  const swapped = new ArrivalJitter();
  swapped.note(packet(2), milliseconds(0));
  swapped.note(packet(1), milliseconds(1));
  assert.equal(swapped.value, 21);
});

for (
  const [what, second] of [
    ["a key that goes on with its timestamp", packet(2, { timestamp: 160 })],
    ["another payload type", packet(2, { type: 101 })],
    ["another sender", packet(2, { ssrc: 8 })],
  ] as const
) {
  Deno.test(`of ${what} comes no jitter`, () => {
    const jitter = new ArrivalJitter();
    jitter.note(packet(1), milliseconds(0));
    jitter.note(second, milliseconds(100));
    assert.equal(jitter.value, null);
  });
}

Deno.test("RFC 7587 §4.1: a clock of 48 kHz gives the same time, and reports its own units", () => {
  const [narrow, wide] = [new ArrivalJitter(), new ArrivalJitter()];
  for (const [n, at] of [0, 25, 38].entries()) {
    narrow.note(packet(n), milliseconds(at));
    wide.note(packet(n, { timestamp: 960 * n }), milliseconds(at), 48);
  }
  assert.equal(narrow.value, 6);
  assert.equal(wide.value, 6);
  assert.deepEqual([narrow.units, wide.units], [48, 288]);
});

Deno.test("a sender whose numbers are all 0 is one as well", () => {
  const jitter = new ArrivalJitter();
  jitter.note(packet(1, { type: 0, ssrc: 0 }), milliseconds(0));
  assert.equal(jitter.value, null);
  jitter.note(packet(2, { type: 0, ssrc: 0 }), milliseconds(20));
  assert.equal(jitter.value, 0);
});
