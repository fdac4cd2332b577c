import { concat } from "../base/bytes.ts";

/** One element of DER (ITU-T X.690 §8.1). */
export interface Element {
  /** The identifier octet; tags above 30 do not come here. */
  readonly tag: number;
  readonly value: Uint8Array;
}

/** Identifier octets (X.690 §8.1.2). */
export const TAGS = {
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  utf8String: 0x0c,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

const LONG = 0x80;
/** Four octets of length: more than any certificate has. */
const MOST_LENGTH_OCTETS = 4;

/** Reads the elements that stand one after another; null if they do not. */
export function readDer(bytes: Uint8Array): Element[] | null {
  const elements: Element[] = [];
  for (let at = 0; at < bytes.length;) {
    const [length, start] = lengthAt(bytes, at + 1);
    if (start + length > bytes.length) return null;
    elements.push({
      tag: bytes[at],
      value: bytes.subarray(start, start + length),
    });
    at = start + length;
  }
  return elements;
}

/** A length and where it ends; past all bytes where there is none. */
function lengthAt(bytes: Uint8Array, at: number): [number, number] {
  const first = bytes[at] ?? LONG;
  if (first < LONG) return [first, at + 1];
  const octets = first - LONG;
  if (octets === 0 || octets > MOST_LENGTH_OCTETS) return [Infinity, at];
  let length = 0;
  for (let n = 1; n <= octets; n++) {
    length = length * 256 + (bytes[at + n] ?? Infinity);
  }
  return [length, at + 1 + octets];
}

/** Writes one element around others, or around bytes. */
export function der(
  tag: number,
  ...parts: readonly Uint8Array[]
): Uint8Array<ArrayBuffer> {
  const value = concat(parts);
  return concat([Uint8Array.of(tag, ...lengthOf(value.length)), value]);
}

function lengthOf(length: number): number[] {
  if (length < LONG) return [length];
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest >>>= 8) octets.unshift(rest & 0xff);
  return [LONG | octets.length, ...octets];
}

/** An object identifier (X.690 §8.19), given as its dotted text. */
export function derOid(dotted: string): Uint8Array<ArrayBuffer> {
  const [first, second, ...rest] = dotted.split(".").map(Number);
  const octets = [40 * first + second, ...rest].flatMap(base128);
  return der(TAGS.oid, Uint8Array.from(octets));
}

function base128(number: number): number[] {
  const octets = [number & 0x7f];
  for (let rest = number >>> 7; rest > 0; rest >>>= 7) {
    octets.unshift(0x80 | rest & 0x7f);
  }
  return octets;
}

/** A whole number from big-endian bytes, which is never negative. */
export function derInteger(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start++;
  const digits = bytes.subarray(start);
  const sign = digits[0] >= 0x80 ? Uint8Array.of(0) : new Uint8Array(0);
  return der(TAGS.integer, sign, digits);
}
