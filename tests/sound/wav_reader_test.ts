import assert from "node:assert/strict";
import { concat } from "../../runtime/base/bytes.ts";
import { SeededChance } from "../../runtime/base/chance.ts";
import { parseWav } from "../../runtime/sound/wav_reader.ts";
import { ascii, chunk, le, sine, wavFile } from "../support/wav_files.ts";

const DATA = Uint8Array.of(1, 2, 3, 4, 5, 6);
const PCM = { tag: 1, bits: 16 };

/** Where in a plain file the numbers stand. */
const RIFF_SIZE = 4;
const DATA_SIZE = 40;

function dataOf(file: Uint8Array): number[] {
  const sound = parseWav(file);
  assert.ok(typeof sound !== "string", `${sound}`);
  return [...sound.data];
}

function changed(at: number, bytes: Uint8Array, file = wavFile(DATA, PCM)) {
  file.set(bytes, at);
  return file;
}

Deno.test("a plain file says what it holds", () => {
  const file = wavFile(DATA, { tag: 7, bits: 8, rate: 11_025, channels: 2 });
  assert.deepEqual(parseWav(file), {
    encoding: "pcmu",
    bits: 8,
    channels: 2,
    rate: 11_025,
    blockBytes: 2,
    samples: null,
    data: DATA,
  });
});

Deno.test("chunks that mean nothing here are passed over, odd ones with their pad", () => {
  const before = [chunk("LIST", ascii("odd")), chunk("fact", le(3, 4))];
  assert.deepEqual(dataOf(wavFile(DATA, { ...PCM, before })), [...DATA]);
});

Deno.test("what follows the sound is not sound", () => {
  const file = concat([wavFile(DATA, PCM), chunk("LIST", ascii("notes"))]);
  assert.deepEqual(dataOf(file), [...DATA]);
});

Deno.test("the tag of WAVE_FORMAT_EXTENSIBLE is its subformat's", () => {
  const fmt = concat([
    le(0xfffe, 2),
    le(1, 2),
    le(48_000, 4),
    le(144_000, 4),
    le(3, 2),
    le(24, 2),
    le(22, 2),
    le(24, 2),
    le(4, 4),
    le(1, 2),
    new Uint8Array(14),
  ]);
  const body = concat([ascii("WAVE"), chunk("fmt ", fmt), chunk("data", DATA)]);
  assert.deepEqual(parseWav(chunk("RIFF", body)), {
    encoding: "pcm",
    bits: 24,
    channels: 1,
    rate: 48_000,
    blockBytes: 3,
    samples: null,
    data: DATA,
  });
});

for (
  const [what, file, expected] of [
    [
      "a size of 0xFFFFFFFF",
      changed(DATA_SIZE, le(0xffff_ffff, 4)),
      [...DATA],
    ],
    [
      "a size of 0 that was never filled in",
      changed(RIFF_SIZE, le(0, 4), changed(DATA_SIZE, le(0, 4))),
      [...DATA],
    ],
    [
      "a size beyond the end of the file",
      changed(DATA_SIZE, le(1_000_000, 4)),
      [...DATA],
    ],
    [
      "a file that was cut off in its sound",
      wavFile(DATA, PCM).subarray(0, 47),
      [1, 2, 3],
    ],
    ["a file that is rightly empty", wavFile(new Uint8Array(), PCM), []],
  ] as const
) {
  Deno.test(`${what}: what is there is read`, () => {
    assert.deepEqual(dataOf(file), expected);
  });
}

for (
  const [file, reason] of [
    [new Uint8Array(), /RIFF/],
    [ascii("RIFF"), /RIFF/],
    [ascii("RIFX....WAVE"), /RIFF/],
    [ascii("RIFF....AVI "), /RIFF/],
    [ascii("RIFF....WAVE"), /no fmt/],
    [concat([ascii("RIFF....WAVE"), chunk("data", DATA)]), /no fmt/],
    [wavFile(DATA, PCM).subarray(0, 36), /no data/],
    [wavFile(DATA, { tag: 0x55, bits: 16 }), /format 0x55/],
    [wavFile(DATA, { tag: 1, bits: 12 }), /12 bits; 8, 16, 24, 32/],
    [wavFile(DATA, { tag: 6, bits: 16 }), /16 bits; 8/],
    [wavFile(DATA, { ...PCM, channels: 6 }), /6 channels; 1 or 2/],
    [wavFile(DATA, { ...PCM, channels: 0 }), /0 channels/],
  ] as const
) {
  Deno.test(`${file.length} bytes are refused by ${reason}`, () => {
    const answer = parseWav(file);
    assert.ok(typeof answer === "string");
    assert.match(answer, reason);
  });
}

Deno.test("a file cut off anywhere is read or refused, never a throw", () => {
  const whole = wavFile(new Uint8Array(sine(440, 100).buffer), {
    ...PCM,
    before: [chunk("LIST", ascii("odd"))],
  });
  for (let length = 0; length <= whole.length; length++) {
    const answer = parseWav(whole.subarray(0, length));
    if (length < 56) assert.equal(typeof answer, "string", `${length}`);
    else assert.equal(typeof answer, "object", `${length}`);
  }
});

Deno.test("CVE-2022-24792: 100,000 mutations end, and sound stays inside the file", () => {
  const chance = new SeededChance(21);
  const whole = wavFile(new Uint8Array(sine(440, 50).buffer), {
    ...PCM,
    before: [chunk("LIST", ascii("some notes")), chunk("fact", le(50, 4))],
  });
  for (let round = 0; round < 100_000; round++) {
    const file = whole.slice(0, 1 + chance.integer(whole.length));
    for (let n = chance.integer(6); n >= 0; n--) {
      file[chance.integer(Math.min(file.length, 90))] = chance.integer(256);
    }
    const answer = parseWav(file);
    if (typeof answer === "string") assert.notEqual(answer, "");
    else assert.ok(answer.data.length <= file.length);
  }
});
