import fc from "fast-check";
import { concat, textOf, utf8 } from "../../runtime/base/bytes.ts";

export type Mutation = (bytes: Uint8Array) => Uint8Array;

/** A place in bytes whose number is not known yet. */
const PLACE = fc.integer({ min: 0, max: 999_999 }).map((n) => n / 1e6);

const HUGE = [
  "0",
  "-1",
  "256",
  "65536",
  "2147483648",
  "4294967295",
  "4294967296",
  "9007199254740993",
  "99999999999999999999999999999999",
  "1e9",
];

/** What breaks parsers: marks, blanks, controls, bytes that are no UTF-8. */
const PIECES = [
  "\r\n",
  "\r\n ",
  "\r\n\r\n",
  "\n",
  "\0",
  "\x01",
  "\x7f",
  " ",
  "\t",
  '"',
  "\\",
  "<",
  ">",
  ";",
  ",",
  ":",
  "=",
  "@",
  "/",
  "[",
  "%00",
  "é",
  "a=",
  "m=",
  ";tag=",
  "SIP/2.0 ",
].map(utf8).concat(Uint8Array.of(0xff), Uint8Array.of(0xc3));

function splice(
  bytes: Uint8Array,
  at: number,
  removed: number,
  inserted: Uint8Array,
): Uint8Array {
  return concat([
    bytes.subarray(0, at),
    inserted,
    bytes.subarray(at + removed),
  ]);
}

const NOTHING = new Uint8Array(0);

function at(place: number, bytes: Uint8Array): number {
  return Math.floor(place * (bytes.length + 1));
}

const flip = fc.tuple(PLACE, fc.integer({ min: 1, max: 255 })).map(
  ([place, mask]): Mutation => (bytes) => {
    const copy = bytes.slice();
    if (copy.length > 0) copy[Math.floor(place * copy.length)] ^= mask;
    return copy;
  },
);
const remove = fc.tuple(PLACE, fc.integer({ min: 1, max: 40 })).map(
  ([place, length]): Mutation => (bytes) =>
    splice(bytes, at(place, bytes), length, NOTHING),
);
const insert = fc.tuple(
  PLACE,
  fc.constantFrom(...PIECES),
  fc.integer({ min: 1, max: 3 }),
).map(([place, piece, times]): Mutation => (bytes) =>
  splice(bytes, at(place, bytes), 0, concat(Array(times).fill(piece)))
);
const truncate = PLACE.map((place): Mutation => (bytes) =>
  bytes.subarray(0, at(place, bytes))
);

/** Works on the message as lines of text. */
function onLines(change: (lines: string[], at: number) => void) {
  return PLACE.map((place): Mutation => (bytes) => {
    const lines = textOf(bytes).split("\r\n");
    change(lines, Math.floor(place * lines.length));
    return utf8(lines.join("\r\n"));
  });
}

const repeatLine = onLines((lines, at) => lines.splice(at, 0, lines[at]));
const dropLine = onLines((lines, at) => lines.splice(at, 1));
const swapLines = onLines((lines, at) => lines.push(...lines.splice(at, 1)));

const number = fc.tuple(PLACE, fc.constantFrom(...HUGE)).map(
  ([place, huge]): Mutation => (bytes) => {
    const text = textOf(bytes);
    const numbers = [...text.matchAll(/[0-9]+/g)];
    if (numbers.length === 0) return bytes;
    const chosen = numbers[Math.floor(place * numbers.length)];
    const end = chosen.index + chosen[0].length;
    return utf8(text.slice(0, chosen.index) + huge + text.slice(end));
  },
);

/** One to four of the changes, one after the other. */
function several(
  ...changes: readonly fc.Arbitrary<Mutation>[]
): fc.Arbitrary<Mutation> {
  return fc.array(fc.oneof(...changes), { minLength: 1, maxLength: 4 })
    .map((chosen): Mutation => (bytes) =>
      chosen.reduce((whole, change) => change(whole), bytes)
    );
}

/** Changes of what is no text. */
export const bytesMutation = several(flip, remove, insert, truncate);

export const mutation = several(
  flip,
  remove,
  insert,
  truncate,
  repeatLine,
  dropLine,
  swapLines,
  number,
);

/** One of the messages, changed. */
export function mutated(
  messages: readonly string[],
): fc.Arbitrary<Uint8Array> {
  return fc.tuple(fc.constantFrom(...messages), mutation)
    .map(([message, change]) => change(utf8(message)));
}
