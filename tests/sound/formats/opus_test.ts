import assert from "node:assert/strict";
import { concat } from "../../../runtime/base/bytes.ts";
import { loadCore } from "../../../runtime/core/mod.ts";
import { openBytes } from "../../../runtime/sound/source.ts";
import { oggPage, opusFile } from "../../support/sound_files/ogg_file.ts";
import { OPUS_TONE } from "../../support/sound_files/opus_tone.ts";
import {
  readSound,
  soundOrReason,
} from "../../support/sound_files/read_sound.ts";
import { ascii, likeness, sine } from "../../support/wav_files.ts";

const CORE = await loadCore();
/** A quarter of a second, at 48 and at 8 kHz. */
const LENGTH = 12_000;
const SAMPLES = 2000;
const TONE = opusFile(OPUS_TONE, { samples: LENGTH });

function read(file: Uint8Array): Promise<Int16Array> {
  return readSound("x.opus", file, CORE);
}

async function refusalOf(file: Uint8Array): Promise<string> {
  const answer = await soundOrReason("x.opus", file, CORE);
  return typeof answer === "string" ? answer : `${answer.length} samples`;
}

function power(sound: Int16Array): number {
  return sound.reduce((sum, level) => sum + level ** 2, 0) / sound.length;
}

Deno.test("RFC 7845: what is skipped and what is cut off the end are no sound", async () => {
  const source = await openBytes("x.opus", TONE, CORE);
  assert.equal(source.expected, SAMPLES);
  source.close();
  const sound = await read(TONE);
  assert.equal(sound.length, SAMPLES);
  const found = likeness(sine(1000, 1000), sound.subarray(500));
  assert.ok(found.likeness > 0.9, `${found.likeness}`);
});

Deno.test("RFC 7845 §5.1: the gain of the header is applied", async () => {
  const louder = opusFile(OPUS_TONE, { samples: LENGTH, gain: 6 * 256 });
  const ratio = power(await read(louder)) / power(await read(TONE));
  assert.ok(Math.abs(10 * Math.log10(ratio) - 6) < 0.01);
});

Deno.test("a mono packet in a file of two channels is as loud as in one of one", async () => {
  const stereo = opusFile(OPUS_TONE, { samples: LENGTH, channels: 2 });
  assert.deepEqual(await read(stereo), await read(TONE));
});

Deno.test("streams that are chained follow each other", async () => {
  const other = opusFile(OPUS_TONE, {
    samples: LENGTH,
    serial: 8,
    preSkip: 600,
  });
  const sound = await read(concat([TONE, other]));
  assert.equal(sound.length, (LENGTH + 11_880) / 6);
});

Deno.test("the pages of other streams lie in between and are passed over", async () => {
  const film = { packets: [ascii("film".repeat(500))], position: 9, serial: 1 };
  const first = oggPage({ ...film, sequence: 0, isFirst: true });
  const second = oggPage({ ...film, sequence: 1 });
  const headEnd = 28 + 19;
  const file = concat([
    first,
    TONE.subarray(0, headEnd),
    second,
    TONE.subarray(headEnd),
  ]);
  assert.deepEqual(await read(file), await read(TONE));
});

Deno.test("a comment over many pages, a picture say, is passed over", async () => {
  const head = TONE.subarray(0, 28 + 19);
  const comment = concat([ascii("OpusTags"), new Uint8Array(255 * 600)]);
  const size = 255 * 255;
  const parts = [0, 1, 2].map((n) =>
    comment.subarray(n * size, (n + 1) * size)
  );
  const pages = parts.map((part, n) =>
    oggPage({
      packets: [part],
      position: n === 2 ? 0 : -1,
      sequence: n + 1,
      isContinued: n > 0,
      goesOn: n < 2,
    })
  );
  const sound = oggPage({
    packets: OPUS_TONE,
    position: LENGTH + 312,
    sequence: 4,
    isLast: true,
  });
  const file = concat([head, ...pages, sound]);
  assert.deepEqual(await read(file), await read(TONE));
});

Deno.test("a file that ends too soon is played to its last whole page", async () => {
  const sound = await read(TONE.subarray(0, TONE.length - 1));
  assert.equal(sound.length, (10 * 960 - 312) / 6);
});

for (
  const [what, file, reason] of [
    ["whose page is damaged", changed(-20), /a broken page at byte \d+/],
    ["that is no Ogg from here on", zeroed(-150), /a broken page|no page/],
    [
      "without Opus",
      oggPage({
        packets: [ascii("\x01vorbis")],
        position: 0,
        sequence: 0,
        isFirst: true,
      }),
      /Ogg without Opus/,
    ],
    [
      "without a whole page of sound",
      TONE.subarray(0, 120),
      /it ends before its sound begins/,
    ],
    [
      "of six channels",
      opusFile(OPUS_TONE, { samples: LENGTH, channels: 6 }),
      /6 channels; 1 or 2/,
    ],
    [
      "with a packet of nothing",
      opusFile([new Uint8Array()], { samples: 960 }),
      /damaged Opus: a packet/,
    ],
    [
      "with a packet that is too long",
      opusFile([new Uint8Array(3000)], { samples: 960 }),
      /damaged Opus: a packet/,
    ],
    [
      "with a packet of 240 ms",
      opusFile([Uint8Array.of(3 | 3 << 3, 4, 9, 9, 9, 9)], { samples: 960 }),
      /damaged Opus: a packet/,
    ],
    [
      "of which a page is missing",
      concat([
        TONE.subarray(0, 28 + 19),
        oggPage({ packets: OPUS_TONE, position: 0, sequence: 2 }),
      ]),
      /a page is missing/,
    ],
  ] as const
) {
  Deno.test(`a file ${what} says so`, async () => {
    assert.match(await refusalOf(file), reason);
  });
}

function changed(at: number): Uint8Array {
  const file = TONE.slice();
  file[file.length + at] ^= 1;
  return file;
}

function zeroed(from: number): Uint8Array {
  return TONE.slice().fill(0, from);
}
