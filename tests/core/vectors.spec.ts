import { expect, test } from "vitest";
import { loadExports } from "./support/exports.ts";
import { noise, testSounds } from "./support/test_sounds.ts";

const core = await loadExports();
const FROM = core.heapBase();
const TO = FROM + 65536;
const memory = new Uint8Array(core.memory.buffer);
/** No code of either law and no sample is written beyond the end: this stays. */
const UNTOUCHED = 0x5a;

type Convert = (from: number, to: number, samples: number) => void;

/** What is written, with 32 bytes behind it that must stay as they were. */
function written(
  convert: Convert,
  input: Uint8Array,
  samples: number,
  width: number,
  [from, to]: readonly [number, number],
): Uint8Array {
  memory.set(input, FROM + from);
  memory.fill(UNTOUCHED, TO, TO + 65536);
  convert(FROM + from, TO + to, samples);
  return memory.slice(TO, TO + to + samples * width + 32);
}

type Both = readonly [vectors: Convert, plain: Convert];

const LAWS = [["µ-law", 1], ["A-law", 2]] as const;
const ENCODINGS: readonly [name: string, ...Both][] = [
  ...LAWS.map(([name, law]): [string, Convert, Convert] => [
    `${name} encoding`,
    (from, to, samples) => core.encodeG711(law, from, to, samples),
    (from, to, samples) => core.encodeG711Plain(law, from, to, samples),
  ]),
  ["8-bit linear encoding", core.encodePcmU8, core.encodePcmU8Plain],
];
const DECODINGS: readonly [name: string, ...Both][] = [
  ...LAWS.map(([name, law]): [string, Convert, Convert] => [
    `${name} decoding`,
    (from, to, samples) => core.decodeG711(law, from, to, samples),
    (from, to, samples) => core.decodeG711Plain(law, from, to, samples),
  ]),
  ["8-bit linear decoding", core.decodePcmU8, core.decodePcmU8Plain],
];

/** Shorter than a vector, just as long, and with every rest. */
const LENGTHS = Array.from({ length: 50 }, (_, length) => length);
const PLACES = [[0, 0], [2, 1], [1, 3], [6, 15], [13, 2]] as const;

function areEqual(
  [vectors, plain]: Both,
  input: Uint8Array,
  samples: number,
  width: number,
  place: readonly [number, number],
): void {
  const actual = written(vectors, input, samples, width, place);
  const expected = written(plain, input, samples, width, place);
  expect(actual).toEqual(expected);
}

/** What both ways are fed with, and the bytes that come of each sample. */
const FED = [
  ...ENCODINGS.map(([name, ...both]) => {
    const input = new Uint8Array(noise(11, 50).buffer);
    return { name, both, input, width: 1 };
  }),
  ...DECODINGS.map(([name, ...both]) => {
    const input = Uint8Array.from(noise(12, 50), (x) => x & 255);
    return { name, both, input, width: 2 };
  }),
];

for (const { name, both, input, width } of FED) {
  test(`${name} by vectors is the plain one at any length and place`, () => {
    for (const length of LENGTHS) {
      for (const place of PLACES) areEqual(both, input, length, width, place);
    }
  });
}

for (const [name, ...both] of ENCODINGS) {
  test(`${name} by vectors is the plain one for all sounds`, () => {
    for (const [, sound] of testSounds(20_000)) {
      areEqual(both, new Uint8Array(sound.buffer), sound.length, 1, [0, 0]);
    }
  });
}

for (const [name, ...both] of DECODINGS) {
  test(`${name} by vectors is the plain one for all 256 codes`, () => {
    const codes = Uint8Array.from({ length: 256 }, (_, code) => code);
    areEqual(both, codes, 256, 2, [0, 0]);
  });
}
