import assert from "node:assert/strict";
import { concat } from "../../../runtime/base/bytes.ts";
import { loadCore } from "../../../runtime/core/mod.ts";
import { ByteStream } from "../../../runtime/sound/formats/byte_stream.ts";
import { FileInMemory } from "../../../runtime/sound/formats/file_in_memory.ts";
import { openTrack } from "../../../runtime/sound/formats/open_track.ts";
import { openBytes } from "../../../runtime/sound/source.ts";
import { infoFrame, mp3File } from "../../support/sound_files/mp3_file.ts";
import {
  readSound,
  soundOrReason,
} from "../../support/sound_files/read_sound.ts";
import { ascii, likeness, sine } from "../../support/wav_files.ts";

const CORE = await loadCore();
/** LAME's delay, and what it put behind a second of 8 kHz. */
const DELAY = 576;
/** MPEG-2.5 Layer III. */
const FRAME = 576;
const SECOND = await mp3File(sine(440, 8000));
/** 64 kbit/s at 8 kHz. */
const FRAME_BYTES = 576;
const FRAMES = Math.floor(SECOND.length / FRAME_BYTES);
const PADDING = FRAMES * FRAME - 8000 - DELAY;
const TOLD = concat([
  infoFrame(SECOND, FRAME_BYTES, FRAMES, DELAY, PADDING),
  SECOND,
]);
const TAG = concat([ascii("TAG"), new Uint8Array(125)]);

function read(file: Uint8Array, name = "x.mp3"): Promise<Int16Array> {
  return readSound(name, file, CORE);
}

function assertTone(sound: Int16Array, hertz = 440): void {
  const expected = sine(hertz, 4000);
  const found = likeness(expected, sound.subarray(2000, 6100));
  assert.ok(found.likeness > 0.999, `${found.likeness}`);
}

Deno.test("a file that tells its delay is as long as what was encoded, and in place", async () => {
  const source = await openBytes("x.mp3", TOLD, CORE);
  assert.equal(source.expected, 8000);
  source.close();
  const sound = await read(TOLD);
  assert.equal(sound.length, 8000);
  const shift = likeness(sine(440, 4000), sound.subarray(0, 4050));
  assert.ok(shift.at === 0 && shift.likeness > 0.98, JSON.stringify(shift));
});

Deno.test("how long a file is that does not tell shows its bit rate, and its end its frames", async () => {
  const file = new FileInMemory(SECOND);
  const stream = new ByteStream(file, 3600 * SECOND.length);
  const track = await openTrack(stream, "x.mp3", CORE);
  assert.equal(track.length, 3600 * FRAMES * FRAME);
  let length = 0;
  for (let piece; (piece = await track.read()) !== null;) {
    length += piece.length;
  }
  assert.equal(length, (await read(SECOND)).length);
  track.close();
});

Deno.test("a file that does not is taken for LAME's, and loses its delay", async () => {
  const sound = await read(SECOND);
  assert.ok(sound.length >= 8000 && sound.length < 8000 + 2 * FRAME);
  const shift = likeness(sine(440, 4000), sound.subarray(0, 4050));
  assert.ok(shift.at === 0 && shift.likeness > 0.98, JSON.stringify(shift));
});

for (const rate of [16_000, 22_050, 44_100, 48_000] as const) {
  for (const channels of [1, 2] as const) {
    Deno.test(`${rate} Hz of ${channels} channels become 8 kHz of one`, async () => {
      const file = await mp3File(sine(440, rate, rate), rate, channels);
      assertTone(await read(file));
    });
  }
}

Deno.test("frames are known without a name, and behind a tag with a picture", async () => {
  assertTone(await read(SECOND, "x"));
  const tag = concat([ascii("ID3"), Uint8Array.of(3, 0, 0, 0, 4, 0, 0)]);
  assertTone(await read(concat([tag, new Uint8Array(65_536), SECOND]), "x"));
});

Deno.test("what lies before, between and behind the frames is no sound", async () => {
  const rubbish = Uint8Array.from({ length: 500 }, (_, n) => n * 37 & 0x7f);
  const middle = 6 * FRAME_BYTES;
  const sound = await read(concat([
    rubbish,
    SECOND.subarray(0, middle),
    rubbish,
    SECOND.subarray(middle),
    TAG,
  ]));
  const plain = await read(SECOND);
  assert.equal(sound.length, plain.length);
});

Deno.test("a file that ends too soon is played to its last whole frame", async () => {
  const sound = await read(SECOND.subarray(0, 5 * FRAME_BYTES + 100));
  assert.ok(
    sound.length >= 4 * FRAME - DELAY - 529 && sound.length <= 5 * FRAME,
  );
});

for (
  const [what, file] of [
    ["nothing", new Uint8Array()],
    ["text", ascii("This is no music. ".repeat(500))],
    ["zeros", new Uint8Array(100_000)],
    ["ones", new Uint8Array(100_000).fill(0xff)],
    ["a frame's header alone", SECOND.subarray(0, 4)],
  ] as const
) {
  Deno.test(`an MP3 file that holds ${what} is refused`, async () => {
    const answer = await soundOrReason("x.mp3", file, CORE);
    assert.match(`${answer}`, /x\.mp3.*no MP3 frames/);
  });
}
