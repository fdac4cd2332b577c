/** Stretches of sound, one behind the other. */
export function concatSamples(
  parts: readonly Int16Array[],
): Int16Array<ArrayBuffer> {
  const whole = new Int16Array(parts.reduce((sum, p) => sum + p.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
