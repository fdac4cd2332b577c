import assert from "node:assert/strict";
import { SeededChance } from "../../runtime/base/chance.ts";
import { PIECE, piecesHeard, shareHeard } from "../support/pieces.ts";

/** Noise, which is nowhere like itself. */
function noise(seed: number, pieces: number): Int16Array {
  const chance = new SeededChance(seed);
  return Int16Array.from(
    { length: pieces * PIECE },
    () => chance.integer(20_000) - 10_000,
  );
}

function joined(...parts: Int16Array[]): Int16Array {
  return Int16Array.from(parts.flatMap((part) => [...part]));
}

const SPOKEN = noise(1, 10);

Deno.test("pieces: a sound is heard whole behind silence, other sound is not", () => {
  const silence = new Int16Array(1234);
  assert.equal(shareHeard(SPOKEN, joined(silence, SPOKEN, silence)), 1);
  assert.equal(shareHeard(SPOKEN, noise(2, 12)), 0);
  assert.equal(shareHeard(SPOKEN, new Int16Array(SPOKEN.length)), 0);
});

Deno.test("pieces: 10 ms that are gone or too many spoil one piece alone", () => {
  const at = 4.5 * PIECE;
  const shorter = joined(SPOKEN.subarray(0, at), SPOKEN.subarray(at + 80));
  const longer = joined(SPOKEN.subarray(0, at), SPOKEN.subarray(at - 80));
  const but = SPOKEN.length / PIECE - 1;
  for (const heard of [shorter, longer]) {
    const pieces = piecesHeard(SPOKEN, heard);
    assert.equal(pieces.filter((found) => found).length, but);
    assert.equal(pieces[4], false);
  }
});

Deno.test("pieces: halves in the wrong order are not the sound", () => {
  const half = 5 * PIECE;
  const heard = joined(SPOKEN.subarray(half), SPOKEN.subarray(0, half));
  assert.ok(shareHeard(SPOKEN, heard) <= 0.5);
});

Deno.test("pieces: a sound in which each frame is cut short is not heard", () => {
  const cut = SPOKEN.filter((_, n) => n % 160 < 150);
  assert.equal(shareHeard(SPOKEN, cut), 0);
});
