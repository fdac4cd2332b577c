/** Decoded sound that both threads can read. */
export type Samples = SharedArrayBuffer;

/** A copy that both threads can read. */
export function shared(samples: Int16Array): Samples {
  const copy = new SharedArrayBuffer(samples.byteLength);
  new Int16Array(copy).set(samples);
  return copy;
}
