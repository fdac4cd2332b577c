const ENCODER = new TextEncoder();
const DECODER = new TextDecoder();

export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return ENCODER.encode(text);
}

/** Reads UTF-8; what is not UTF-8 becomes U+FFFD, it never throws. */
export function textOf(bytes: Uint8Array): string {
  return DECODER.decode(bytes);
}

/** The same text in memory of its own, where it was cut out of a longer one. */
export function detached(text: string): string {
  return textOf(utf8(text));
}

export function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, p) => sum + p.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Whether both hold the same; not for secrets, it takes less time the sooner they differ. */
export function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}

const CR = 0x0d;
const LF = 0x0a;

/** Where CR LF CR LF begins, which ends a head; -1 where there is none. */
export function headEnd(bytes: Uint8Array, from: number): number {
  for (
    let at = bytes.indexOf(CR, from);
    at >= 0;
    at = bytes.indexOf(CR, at + 1)
  ) {
    const blank = bytes[at + 1] === LF && bytes[at + 2] === CR &&
      bytes[at + 3] === LF;
    if (blank) return at;
  }
  return -1;
}
