import assert from "node:assert/strict";
import { SeededChance } from "../../runtime/base/chance.ts";
import { concat } from "../../runtime/base/bytes.ts";
import type { RecordFormat } from "../../runtime/media/sound_messages.ts";
import { soundOrReason } from "../support/sound_files/read_sound.ts";
import { chunkIn, sine } from "../support/wav_files.ts";
import {
  atDesk,
  CORE,
  create,
  type Desk,
  outcome,
  say,
  soundAt,
} from "./sound_desk.ts";

/** Two seconds and a bit: no whole number of blocks of any format. */
const SAMPLES = 16_123;
const LEFT = sine(440, SAMPLES);
const RIGHT = sine(1000, SAMPLES, 8000, 5000);
const PAIRS = Int16Array.from(
  { length: 2 * SAMPLES },
  (_, n) => (n % 2 ? RIGHT : LEFT)[n >> 1],
);

type WavFormat = Exclude<RecordFormat, "mp3">;

/** All of it as the codec makes it in one go, the last block filled up. */
function encoded(format: WavFormat, sound: Int16Array): Uint8Array {
  const codec = CORE.codec(format);
  const bytes = concat([codec.encode(sound), codec.flush()]);
  codec.close();
  return bytes;
}

/** Says the sound in pieces as they come from a call, 200 ms each. */
function sayAll(desk: Desk, sound: Int16Array, channels: 1 | 2): void {
  const piece = 1600 * channels;
  for (let at = 0; at < sound.length; at += piece) {
    say(desk, 1, sound.subarray(at, at + piece));
  }
}

/** Records all of it, and gives the file as it is in the end. */
async function record(
  desk: Desk,
  format: RecordFormat,
  channels: 1 | 2,
): Promise<Uint8Array<ArrayBuffer>> {
  await create(desk, 1, "x", format, channels);
  sayAll(desk, channels === 1 ? LEFT : PAIRS, channels);
  const report = await outcome(desk);
  const ending = format === "mp3" ? "mp3" : "wav";
  const file = await Deno.readFile(`${desk.dir}/recordings/x.${ending}`);
  const told = { samples: SAMPLES, bytes: file.length, error: null };
  assert.deepEqual(report, { type: "finished", recording: 1, ...told });
  return file;
}

/** `fmt ` as numbers: tag, channels, rate, bytes a second, align, bits, more. */
function formatOf(file: Uint8Array): number[] {
  const fmt = chunkIn(file, "fmt ");
  const view = new DataView(fmt.buffer, fmt.byteOffset, fmt.length);
  const at16 = (at: number) => view.getUint16(at, true);
  const at32 = (at: number) => view.getUint32(at, true);
  const more = Array.from({ length: (fmt.length - 16) / 2 }, (_, n) => n);
  return [
    at16(0),
    at16(2),
    at32(4),
    at32(8),
    at16(12),
    at16(14),
    ...more.map((n) => at16(16 + 2 * n)),
  ];
}

/** Of a file of all samples, whose sizes are right. */
function checkSizes(file: Uint8Array): void {
  const view = new DataView(file.buffer, file.byteOffset);
  assert.equal(view.getUint32(4, true), file.length - 8);
  assert.equal(file.length % 2, 0);
  if (formatOf(file)[0] === 1) return;
  const fact = chunkIn(file, "fact");
  const samples = new DataView(fact.buffer, fact.byteOffset).getUint32(0, true);
  assert.equal(samples, SAMPLES);
}

for (
  const [format, fmt] of [
    ["pcm-u8", [1, 1, 8000, 8000, 1, 8]],
    ["pcma", [6, 1, 8000, 8000, 1, 8, 0]],
    ["pcmu", [7, 1, 8000, 8000, 1, 8, 0]],
    ["ima-adpcm", [0x11, 1, 8000, 4055, 256, 4, 2, 505]],
    ["gsm-wav49", [0x31, 1, 8000, 1625, 65, 0, 2, 320]],
  ] as const
) {
  Deno.test(`${format}: the file says what it holds, and holds what was said`, () =>
    atDesk(async (desk) => {
      const file = await record(desk, format, 1);
      checkSizes(file);
      assert.deepEqual(formatOf(file), fmt);
      assert.deepEqual(chunkIn(file, "data"), encoded(format, LEFT));
    }));
}

for (
  const [format, fmt] of [
    ["pcm-u8", [1, 2, 8000, 16_000, 2, 8]],
    ["pcma", [6, 2, 8000, 16_000, 2, 8, 0]],
    ["pcmu", [7, 2, 8000, 16_000, 2, 8, 0]],
  ] as const
) {
  Deno.test(`${format} in stereo: the channels stand sample by sample`, () =>
    atDesk(async (desk) => {
      const file = await record(desk, format, 2);
      checkSizes(file);
      assert.deepEqual(formatOf(file), fmt);
      const data = chunkIn(file, "data");
      const channel = (n: number) => data.filter((_, at) => at % 2 === n);
      assert.deepEqual(channel(0), encoded(format, LEFT));
      assert.deepEqual(channel(1), encoded(format, RIGHT));
    }));
}

Deno.test("ima-adpcm in stereo: the channels stand word by word", () =>
  atDesk(async (desk) => {
    const file = await record(desk, "ima-adpcm", 2);
    checkSizes(file);
    assert.deepEqual(formatOf(file), [0x11, 2, 8000, 8110, 512, 4, 2, 505]);
    const data = chunkIn(file, "data");
    const channel = (n: number) => data.filter((_, at) => (at >> 2) % 2 === n);
    assert.deepEqual(channel(0), encoded("ima-adpcm", LEFT));
    assert.deepEqual(channel(1), encoded("ima-adpcm", RIGHT));
  }));

function decoded(format: WavFormat, sound: Int16Array): Int16Array {
  const codec = CORE.codec(format);
  const samples = codec.decode(encoded(format, sound));
  codec.close();
  return samples.subarray(0, SAMPLES);
}

for (
  const [format, channels] of [
    ["pcm-u8", 2],
    ["pcma", 2],
    ["ima-adpcm", 1],
    ["ima-adpcm", 2],
    ["gsm-wav49", 1],
  ] as const
) {
  Deno.test(`${format} of ${channels}: what was recorded can be played, to the sample`, () =>
    atDesk(async (desk) => {
      await record(desk, format, channels);
      await desk.thread.obey({ type: "load", sound: 1, path: "x.wav" });
      const left = decoded(format, LEFT);
      const right = channels === 1 ? left : decoded(format, RIGHT);
      const both = left.map((sample, n) => sample + right[n] + 1 >> 1);
      assert.deepEqual(await soundAt(desk, 1), both);
    }));
}

Deno.test("a file of blocks that was broken decodes or is refused, never a throw", () =>
  atDesk(async (desk) => {
    const chance = new SeededChance(3);
    for (
      const [format, channels] of [["ima-adpcm", 2], ["gsm-wav49", 1]] as const
    ) {
      const whole = (await record(desk, format, channels)).subarray(0, 4000);
      for (let round = 0; round < 500; round++) {
        const file = whole.slice(0, 1 + chance.integer(whole.length));
        for (let n = chance.integer(4); n >= 0; n--) {
          file[chance.integer(Math.min(file.length, 70))] = chance.integer(256);
        }
        const answer = await soundOrReason("x.wav", file, CORE);
        assert.ok(typeof answer === "string" || answer instanceof Int16Array);
      }
    }
  }));

/** ISO/IEC 11172-3 and its extension to 8 kHz (MPEG-2.5): Layer III. */
const MPEG25_LAYER3 = 0xffe2;
const KBPS = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const FRAME_SAMPLES = 576;
const RATES = [11_025, 12_000, 8000];
const MONO = 3;

/** The frames of an MP3 file, which follow each other without anything between. */
function framesOf(file: Uint8Array): { kbps: number; mode: number }[] {
  const view = new DataView(file.buffer, file.byteOffset);
  const frames = [];
  for (let at = 0; at < file.length;) {
    assert.equal(view.getUint16(at) & 0xfffe, MPEG25_LAYER3, `at ${at}`);
    const how = file[at + 2];
    const kbps = KBPS[how >> 4];
    assert.equal(RATES[how >> 2 & 3], 8000);
    frames.push({ kbps, mode: file[at + 3] >> 6 });
    at += 72 * kbps * 1000 / 8000 + (how >> 1 & 1);
    assert.ok(at <= file.length, "the last frame is cut off");
  }
  return frames;
}

for (const [channels, kbps] of [[1, 32], [2, 64]] as const) {
  Deno.test(`mp3 of ${channels}: whole frames at ${kbps} kbit/s, as long as was said`, () =>
    atDesk(async (desk) => {
      const frames = framesOf(await record(desk, "mp3", channels));
      assert.ok(frames.every((frame) => frame.kbps === kbps));
      assert.ok(
        frames.every(({ mode }) => (mode === MONO) === (channels === 1)),
      );
      const missing = SAMPLES - FRAME_SAMPLES * frames.length;
      assert.ok(missing <= 0 && missing > -4 * FRAME_SAMPLES, `${missing}`);
    }));
}

for (
  const [format, channels] of [
    ["pcma", 2],
    ["ima-adpcm", 1],
    ["ima-adpcm", 2],
    ["gsm-wav49", 1],
    ["mp3", 1],
  ] as const
) {
  Deno.test(`${format} of ${channels}: what is on disk is whole but for the last second`, () =>
    atDesk(async (desk) => {
      await create(desk, 1, "x.wav", format, channels);
      for (let said = 1600; said < 5 * 8000; said += 1600) {
        say(desk, 1, new Int16Array(1600 * channels));
        const file = await Deno.readFile(`${desk.dir}/recordings/x.wav`);
        const seconds = format === "mp3"
          ? file.length / 4000
          : chunkIn(file, "data").length / formatOf(file)[3];
        assert.ok(seconds <= said / 8000, `${seconds}`);
        assert.ok(seconds > said / 8000 - 0.8, `${seconds} of ${said / 8000}`);
      }
    }));
}
