import assert from "node:assert/strict";
import { concat } from "../../../runtime/base/bytes.ts";
import { SeededChance } from "../../../runtime/base/chance.ts";
import { WAVE64 } from "../../../runtime/sound/formats/riff.ts";
import { BrokenSound } from "../../../runtime/sound/formats/track.ts";
import { readWavHeader } from "../../../runtime/sound/formats/wav.ts";
import { parseWav } from "../../support/sound_files/parse_wav.ts";
import { streamOf } from "../../support/sound_files/stream_of.ts";
import { ascii, chunk, le, sine, wavFile } from "../../support/wav_files.ts";

const DATA = Uint8Array.of(1, 2, 3, 4, 5, 6);
const PCM = { tag: 1, bits: 16 };

/** Where in a plain file the numbers stand. */
const RIFF_SIZE = 4;
const DATA_SIZE = 40;

async function dataOf(file: Uint8Array): Promise<number[]> {
  return [...(await parseWav(file)).data];
}

/** Why a file is refused; null where it is not. */
async function refusalOf(file: Uint8Array): Promise<string | null> {
  try {
    await readWavHeader(streamOf(file));
    return null;
  } catch (error) {
    if (error instanceof BrokenSound) return error.message;
    throw error;
  }
}

function changed(at: number, bytes: Uint8Array, file = wavFile(DATA, PCM)) {
  file.set(bytes, at);
  return file;
}

Deno.test("a plain file says what it holds", async () => {
  const file = wavFile(DATA, { tag: 7, bits: 8, rate: 11_025, channels: 2 });
  assert.deepEqual(await parseWav(file), {
    encoding: "pcmu",
    bits: 8,
    channels: 2,
    rate: 11_025,
    blockBytes: 2,
    samples: null,
    data: DATA,
  });
});

Deno.test("chunks that mean nothing here are passed over, odd ones with their pad", async () => {
  const before = [chunk("LIST", ascii("odd")), chunk("fact", le(3, 4))];
  assert.deepEqual(await dataOf(wavFile(DATA, { ...PCM, before })), [...DATA]);
});

Deno.test("what follows the sound is not sound", async () => {
  const file = concat([wavFile(DATA, PCM), chunk("LIST", ascii("notes"))]);
  assert.deepEqual(await dataOf(file), [...DATA]);
});

Deno.test("the tag of WAVE_FORMAT_EXTENSIBLE is its subformat's", async () => {
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
  assert.deepEqual(await parseWav(chunk("RIFF", body)), {
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
  Deno.test(`${what}: what is there is read`, async () => {
    assert.deepEqual(await dataOf(file), expected);
  });
}

for (
  const [file, reason] of [
    [new Uint8Array(), /RIFF/],
    [ascii("RIFF"), /RIFF/],
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
  Deno.test(`${file.length} bytes are refused by ${reason}`, async () => {
    assert.match(`${await refusalOf(file)}`, reason);
  });
}

Deno.test("the count of a fact chunk is that of formats in blocks alone", async () => {
  const before = [chunk("fact", le(3, 4))];
  const pcm = await parseWav(wavFile(DATA, { ...PCM, before }));
  assert.equal(pcm.samples, null);
  const ima = await parseWav(wavFile(DATA, { tag: 0x11, bits: 4, before }));
  assert.equal(ima.samples, 3);
});

Deno.test("EBU Tech 3306: in RF64 the size is in a chunk of its own", async () => {
  const file = wavFile(concat([DATA, DATA]), {
    ...PCM,
    before: [chunk("ds64", concat([le(0, 4), le(0, 4), le(6, 4), le(0, 4)]))],
  });
  file.set(ascii("RF64"));
  file.set(le(0xffff_ffff, 4), file.length - 2 * DATA.length - 4);
  assert.deepEqual(await dataOf(file), [...DATA]);
});

Deno.test("Wave64: chunks are named by GUIDs, and count their heads", async () => {
  const guid = (name: string) => concat([ascii(name), new Uint8Array(12)]);
  const long = (name: string, body: Uint8Array) =>
    concat([
      guid(name),
      le(24 + body.length, 4),
      le(0, 4),
      body,
      new Uint8Array((8 - body.length % 8) % 8),
    ]);
  const fmt = wavFile(DATA, PCM).subarray(20, 36);
  const file = concat([
    guid("riff"),
    le(1000, 4),
    le(0, 4),
    guid("wave"),
    long("junk", ascii("odd")),
    long("fmt ", fmt),
    long("data", DATA),
  ]);
  assert.deepEqual([...(await parseWav(file, WAVE64)).data], [...DATA]);
});

Deno.test("sound before its format is read, and chunks without end are not", async () => {
  const plain = wavFile(DATA, PCM);
  const [fmt, data] = [plain.subarray(12, 36), plain.subarray(36)];
  const turned = concat([plain.subarray(0, 12), data, fmt]);
  assert.deepEqual(await dataOf(turned), [...DATA]);
  const many = concat(Array(2000).fill(chunk("junk", new Uint8Array())));
  const file = concat([plain.subarray(0, 12), many, fmt, data]);
  assert.match(`${await refusalOf(file)}`, /more than 1000 chunks/);
});

Deno.test("a file cut off anywhere is read or refused", async () => {
  const whole = wavFile(new Uint8Array(sine(440, 100).buffer), {
    ...PCM,
    before: [chunk("LIST", ascii("odd"))],
  });
  for (let length = 0; length <= whole.length; length++) {
    const refusal = await refusalOf(whole.subarray(0, length));
    assert.equal(refusal === null, length >= 56, `${length}`);
  }
});

Deno.test("CVE-2022-24792: 20,000 mutations end, and sound stays inside the file", async () => {
  const chance = new SeededChance(21);
  const whole = wavFile(new Uint8Array(sine(440, 50).buffer), {
    ...PCM,
    before: [chunk("LIST", ascii("some notes")), chunk("fact", le(50, 4))],
  });
  for (let round = 0; round < 20_000; round++) {
    const file = whole.slice(0, 1 + chance.integer(whole.length));
    for (let n = chance.integer(6); n >= 0; n--) {
      file[chance.integer(Math.min(file.length, 90))] = chance.integer(256);
    }
    const refusal = await refusalOf(file);
    if (refusal === null) {
      assert.ok((await dataOf(file)).length < file.length);
    } else assert.notEqual(refusal, "");
  }
});
