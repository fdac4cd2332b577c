import assert from "node:assert/strict";
import { Pacing } from "../../runtime/media/pacing.ts";

const PORT = 1;

function packet(sequence: number, payloadType = 8): Uint8Array {
  const bytes = new Uint8Array(172);
  bytes.set([0x80, payloadType, sequence >> 8, sequence & 0xff]);
  return bytes;
}

type Arrival = readonly [sequence: number, at: number, payloadType?: number];

function noted(...arrivals: Arrival[]): Pacing {
  const pacing = new Pacing(2);
  for (const [sequence, at, payloadType] of arrivals) {
    pacing.note(PORT, packet(sequence, payloadType), at);
  }
  return pacing;
}

Deno.test("a gap strays from 20 ms whether it is shorter or longer", () => {
  const { gaps, strayMax, strayP50 } = noted([7, 0], [8, 23], [9, 42]).report();
  assert.equal(gaps, 2);
  assert.equal(strayMax, 3);
  assert.ok(strayP50 >= 1 && strayP50 < 1.1, `${strayP50}`);
});

const NO_GAP: Record<string, readonly Arrival[]> = {
  "over a packet that is lost": [[7, 0], [9, 40]],
  "to a packet that came twice": [[7, 0], [7, 1]],
  "to a packet that comes behind the next": [[7, 0], [6, 5]],
  "to the marker after a pause (RFC 3551 §4.1)": [[7, 0], [8, 900, 0x88]],
  "between sound and an event": [[7, 0], [8, 90, 101]],
};

for (const [name, arrivals] of Object.entries(NO_GAP)) {
  Deno.test(`there is no gap ${name}`, () => {
    assert.equal(noted(...arrivals).report().gaps, 0);
  });
}

Deno.test("RFC 3550 §5.1: the number after 65535 is 0", () => {
  assert.equal(noted([65_535, 0], [0, 20]).report().gaps, 1);
});

Deno.test("what a closed port heard is no gap of the next call's", () => {
  const pacing = noted([7, 0]);
  pacing.begin(PORT);
  pacing.note(PORT, packet(8), 900);
  assert.equal(pacing.report().gaps, 0);
});

Deno.test("each port has gaps of its own", () => {
  const pacing = noted([7, 0]);
  pacing.note(0, packet(8), 1);
  pacing.note(PORT, packet(8), 20);
  const { gaps, strayMax } = pacing.report();
  assert.deepEqual([gaps, strayMax], [1, 0]);
});
