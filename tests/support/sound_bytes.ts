import assert from "node:assert/strict";

/** The bytes of 16-bit samples, as raw sound has them. */
export function bytesOf(sound: Int16Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(
    sound.buffer as ArrayBuffer,
    sound.byteOffset,
    sound.byteLength,
  );
}

export function soundOf(bytes: Uint8Array): Int16Array<ArrayBuffer> {
  return new Int16Array(bytes.slice(0, bytes.length & ~1).buffer);
}

/** Fails by where two long things differ, not by all that they hold. */
export function sameSound(
  actual: Int16Array | Uint8Array,
  expected: Int16Array | Uint8Array,
): void {
  const at = actual.findIndex((sample, n) => sample !== expected[n]);
  assert.equal(at, -1, `${actual[at]}, not ${expected[at]}, at ${at}`);
  assert.equal(actual.length, expected.length);
}
