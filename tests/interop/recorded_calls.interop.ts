import assert from "node:assert/strict";
import type { RecordFormat } from "../../runtime/media/sound_messages.ts";
import { alawCode, alawOf, mulawCode, mulawOf } from "../core/support/g191.ts";
import { imaBlocks, imaSound } from "../core/support/ima.ts";
import { atDesk, CORE, create, outcome } from "../sound/sound_desk.ts";
import { openChromium } from "../support/chromium.ts";
import { compile } from "../support/native.ts";
import { pipe } from "../support/pipe.ts";
import { bytesOf, sameSound, soundOf } from "../support/sound_bytes.ts";
import { spoken } from "../support/spoken.ts";
import { chunkIn, likeness } from "../support/wav_files.ts";
import {
  byChromium,
  byFfmpeg,
  bySox,
  probed,
  type Reader,
} from "./recorded_calls/readers.ts";
import { recordedTalk, type Talk } from "./recorded_calls/talk.ts";

/** Six seconds, which no format's blocks divide. */
const SPOKEN = 48_000;
/**
 * What both say before: a jitter buffer that has too much leaves out a period of
 * a voice in its first two seconds, and after that no sample.
 */
const LEAD = 16_000;
/** Both of them together never clip. */
const HALF = 0.5;

const folder = await Deno.makeTempDir();
Deno.test.afterAll(() => Deno.remove(folder, { recursive: true }));
const LIBGSM = await compile("gsm", folder, "gsm");
const CHROMIUM = await openChromium();
Deno.test.afterAll(() => CHROMIUM.close());

const READ = await Promise.all(
  ["en-us", "fr+f2"].map((voice) => spoken(voice, 1)),
);
const VOICES = READ.map((sound) =>
  Int16Array.of(
    ...READ[0].subarray(0, LEAD),
    ...sound.subarray(LEAD, LEAD + SPOKEN),
  ).map((sample) => sample * HALF)
);
const SAID = {
  pcma: VOICES.map((sound) => Uint8Array.from(sound, alawCode)),
  pcmu: VOICES.map((sound) => Uint8Array.from(sound, mulawCode)),
};
const LINEAR = {
  pcma: SAID.pcma.map((codes) => Int16Array.from(codes, alawOf)),
  pcmu: SAID.pcmu.map((codes) => Int16Array.from(codes, mulawOf)),
};

const STEREO = { left: 1, right: 2 } as const;
type What = Talk["what"];

/** A recording: what the sound thread was given, and what it made of it. */
interface Recorded {
  readonly path: string;
  /** What was to be written, one sound for each channel. */
  readonly heard: readonly Int16Array[];
}

/** What a channel has to hold: one of the two, or both of them. */
function voicesIn(what: What, codec: Talk["codec"]): Int16Array[] {
  const [one, two] = LINEAR[codec];
  if (what === "call") return [one];
  if (what !== 1) return [one, two];
  return [one.map((sample, n) => sample + two[n])];
}

/** Records a talk, and finds in it, sample for sample, what was said. */
async function record(
  what: What,
  format: RecordFormat,
  act: (recorded: Recorded) => Promise<void>,
): Promise<void> {
  const codec = format === "pcmu" ? "pcmu" : "pcma";
  const [one, two] = SAID[codec];
  const stored = recordedTalk({ core: CORE, codec, said: [one, two], what });
  const voices = voicesIn(what, codec);
  const channels = voices.length === 1 ? 1 : 2;
  const chunks = stored.flatMap((message) =>
    message.type === "chunk" ? [...message.samples] : []
  );
  const heard = inTurns(Int16Array.from(chunks), channels);
  heard.forEach((sound, n) => holds(sound, voices[n]));
  await atDesk(async (desk) => {
    await create(desk, 1, "talk", format, channels);
    for (const message of stored) desk.thread.take(message);
    const report = await outcome(desk);
    assert.ok(report.type === "finished");
    assert.equal(report.error, null);
    assert.equal(report.samples, heard[0].length);
    const ending = format === "mp3" ? "mp3" : "wav";
    await act({ path: `${desk.dir}/recordings/talk.${ending}`, heard });
  });
}

/** Of `unit` bytes or samples that stand in turns, those of each channel. */
function inTurns<T extends Int16Array | Uint8Array>(
  all: T,
  channels: number,
  unit = 1,
): T[] {
  return Array.from(
    { length: channels },
    (_, channel) =>
      all.filter((_, n) => Math.floor(n / unit) % channels === channel) as T,
  );
}

/** Fails unless all of a voice is there, behind what was said before. */
function holds(sound: Int16Array, voice: Int16Array): void {
  const needle = voice.subarray(LEAD, LEAD + 8000);
  const { at } = likeness(needle, sound.subarray(LEAD, LEAD + 9600));
  const own = voice.subarray(LEAD);
  sameSound(sound.subarray(LEAD + at).subarray(0, own.length), own);
}

/** Says in what bytes a sound of one channel has to be stored. */
type Coding = (sound: Int16Array) => Promise<Uint8Array> | Uint8Array;

/** The upper byte, rounded, by which silence is 128. */
function upperByte(sample: number): number {
  return Math.min(255, Math.floor((sample + 128) / 256) + 128);
}

/** Filled up to whole blocks of 320 samples. */
async function libgsm(sound: Int16Array): Promise<Uint8Array> {
  const whole = new Int16Array(Math.ceil(sound.length / 320) * 320);
  whole.set(sound);
  return await pipe(LIBGSM, ["encode", "wav49"], bytesOf(whole));
}

async function libgsmSound(bytes: Uint8Array): Promise<Int16Array> {
  return soundOf(await pipe(LIBGSM, ["decode", "wav49"], bytes));
}

interface Stored {
  readonly format: Exclude<RecordFormat, "mp3">;
  /** What ffmpeg calls it. */
  readonly name: string;
  readonly coding: Coding;
  /** What its bytes sound like. */
  readonly sound: (bytes: Uint8Array) => Promise<Int16Array> | Int16Array;
  /** Bytes of one channel that stand together in stereo. */
  readonly unit?: number;
  /** What ffmpeg decodes to the bit, and with what. */
  readonly ffmpeg?: readonly string[];
  /** Of those that Chromium knows: what it takes for the loudest sample. */
  readonly chromium?: number;
}

/** Of a byte for each sample, which ffmpeg and Chromium know too. */
function bytewise(
  format: Stored["format"],
  name: string,
  codeOf: (sample: number) => number,
  sampleOf: (code: number) => number,
  chromium = 32_767,
): Stored {
  const coding = (sound: Int16Array) => Uint8Array.from(sound, codeOf);
  const sound = (bytes: Uint8Array) => Int16Array.from(bytes, sampleOf);
  return { format, name, coding, sound, ffmpeg: [], chromium };
}

const STORED: readonly Stored[] = [
  bytewise("pcm-u8", "pcm_u8", upperByte, (byte) => byte - 128 << 8, 127 << 8),
  bytewise("pcma", "pcm_alaw", alawCode, alawOf),
  bytewise("pcmu", "pcm_mulaw", mulawCode, mulawOf),
  {
    format: "ima-adpcm",
    name: "adpcm_ima_wav",
    coding: (sound) => imaBlocks(sound, 256),
    sound: (bytes) => imaSound(bytes, 256),
    unit: 4,
  },
  {
    format: "gsm-wav49",
    name: "gsm_ms",
    coding: libgsm,
    sound: libgsmSound,
    ffmpeg: ["-c:a", "libgsm_ms"],
  },
];

/** Those of channels that were kept apart, in turns again. */
function together(sounds: readonly Int16Array[]): Int16Array {
  return Int16Array.from(
    { length: sounds[0].length * sounds.length },
    (_, n) => sounds[n % sounds.length][Math.floor(n / sounds.length)],
  );
}

/** Reads to the bit what is to be heard; the last block may be filled up. */
async function reads(read: Reader, path: string, sound: Int16Array) {
  const all = await read(path);
  assert.ok(all.length <= sound.length);
  sameSound(all, sound.subarray(0, all.length));
  return all.length;
}

const WHATS = [
  ["a call", "call"],
  ["two who talk, mixed", 1],
  ["two who talk, in stereo", STEREO],
] as const;

for (const [whom, what] of WHATS) {
  for (const one of STORED) {
    if (one.format === "gsm-wav49" && what === STEREO) continue;
    Deno.test(`${whom}, as ${one.format}: the file holds what was said, and its readers hear that`, () =>
      record(what, one.format, async ({ path, heard }) => {
        assert.equal(await probed(path), `${one.name},8000,${heard.length}`);
        const data = chunkIn(await Deno.readFile(path), "data");
        const parts = inTurns(data, heard.length, one.unit);
        const coded = await Promise.all(heard.map(one.coding));
        parts.forEach((part, n) => sameSound(part, coded[n]));
        const sounds = await Promise.all(coded.map(one.sound));
        const whole = together(sounds);
        const least = heard.length * heard[0].length;
        const readers = [bySox];
        if (one.ffmpeg) readers.push((at) => byFfmpeg(at, ...one.ffmpeg ?? []));
        if (one.chromium) {
          readers.push((at) => byChromium(CHROMIUM, at, one.chromium));
        }
        for (const read of readers) {
          assert.ok(await reads(read, path, whole) >= least);
        }
      }));
  }
}

/** LAME's encoder and a decoder together, in samples (its README). */
const MP3_DELAY = 576 + 529;
/** Of every three windows of half a second one is compared. */
const WINDOW = 4000;
/** In a voice of a telephone's band it adds noise 14 dB below it, at most. */
const MP3_LIKENESS = 0.98;

for (const [whom, what] of WHATS) {
  Deno.test(`${whom}, as mp3: ffmpeg, sox and Chromium hear what was said, no later than its codec`, () =>
    record(what, "mp3", async ({ path, heard }) => {
      assert.equal(await probed(path), `mp3,8000,${heard.length}`);
      const byPage: Reader = (at) => byChromium(CHROMIUM, at);
      for (const read of [byFfmpeg, bySox, byPage]) {
        const sounds = inTurns(await read(path), heard.length);
        heard.forEach((said, n) => soundsLike(sounds[n], said));
      }
    }));
}

function soundsLike(sound: Int16Array, said: Int16Array): void {
  assert.ok(sound.length >= said.length - WINDOW);
  for (let at = LEAD; at + 2 * WINDOW <= said.length; at += 3 * WINDOW) {
    const window = said.subarray(at, at + WINDOW);
    const near = sound.subarray(at, at + WINDOW + 2 * MP3_DELAY);
    const found = likeness(window, near);
    assert.ok(found.at <= MP3_DELAY, `${found.at} samples late`);
    assert.ok(found.likeness > MP3_LIKENESS, `${found.likeness} at ${at}`);
  }
}
