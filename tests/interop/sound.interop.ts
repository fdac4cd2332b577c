import assert from "node:assert/strict";
import { loadCore } from "../../runtime/core/mod.ts";
import type {
  FromSound,
  RecordFormat,
} from "../../runtime/media/sound_messages.ts";
import { decodeSound } from "../../runtime/sound/decode.ts";
import { KeptFile } from "../../runtime/sound/kept_file.ts";
import { SoundThread } from "../../runtime/sound/sound_thread.ts";
import { inFolder } from "../support/in_folder.ts";
import { run } from "../support/program.ts";
import {
  chunkIn,
  correlation,
  likeness,
  pcm16,
  sine,
  wavFile,
} from "../support/wav_files.ts";

const CORE = await loadCore();
const SAMPLES = 12_345;
const TONE = sine(440, SAMPLES);

/** Records a sound; `complete` or as it stands on the disk on the way. */
async function record(
  dataDir: string,
  sound: Int16Array,
  format: RecordFormat,
  { complete, channels = 1 }: { complete: boolean; channels?: 1 | 2 },
): Promise<string> {
  const reports: FromSound[] = [];
  const thread = await SoundThread.open({
    settings: { dataDir, soundRoots: [] },
    core: CORE,
    createFile: KeptFile.create,
    report: (message) => void reports.push(message),
    supply: () => {},
  });
  const ending = format === "mp3" ? "mp3" : "wav";
  const path = `${dataDir}/recordings/r.${ending}`;
  const file = { recording: 1, path, format, channels };
  await thread.obey({ type: "create", ...file, maxSilence: null });
  for (let at = 0; at < sound.length; at += 1600) {
    const samples = sound.slice(at, at + 1600);
    thread.take({ type: "chunk", recording: 1, samples });
  }
  const running = `${dataDir}/running.${ending}`;
  await Deno.copyFile(path, running);
  await thread.obey({ type: "stop" });
  return complete ? path : running;
}

/** What sox makes of a file, as 16-bit samples. */
async function bySox(path: string, ...how: string[]): Promise<Int16Array> {
  const raw = `${path}.raw`;
  await run("sox", [
    path,
    "-t",
    "raw",
    "-e",
    "signed",
    "-b",
    "16",
    raw,
    ...how,
  ]);
  return new Int16Array((await Deno.readFile(raw)).buffer);
}

async function byFfmpeg(path: string): Promise<Int16Array> {
  const raw = `${path}.raw`;
  await run("ffmpeg", ["-y", "-v", "error", "-i", path, "-f", "s16le", raw]);
  return new Int16Array((await Deno.readFile(raw)).buffer);
}

for (
  const [format, soxName, ffmpegName, likeness] of [
    ["pcm-u8", "8-bit Unsigned Integer PCM", "pcm_u8", 0.999],
    ["pcma", "8-bit A-law", "pcm_alaw", 0.9995],
    ["pcmu", "8-bit u-law", "pcm_mulaw", 0.9995],
  ] as const
) {
  Deno.test(`sox and ffmpeg read a recording as ${format}`, () =>
    inFolder(async (folder) => {
      const path = await record(folder, TONE, format, { complete: true });
      const encoding = await run("soxi", ["-e", path]);
      const bits = await run("soxi", ["-b", path]);
      assert.equal(`${bits.trim()}-bit ${encoding.trim()}`, soxName);
      assert.equal((await run("soxi", ["-s", path])).trim(), `${SAMPLES}`);
      const entries = "stream=codec_name,sample_rate,channels,duration_ts";
      const probe = ["-v", "error", "-show_entries", entries, "-of", "csv=p=0"];
      const found = await run("ffprobe", [...probe, path]);
      assert.equal(found.trim(), `${ffmpegName},8000,1,${SAMPLES}`);
      const spoken = sine(440, SAMPLES);
      for (const heard of [await bySox(path), await byFfmpeg(path)]) {
        assert.equal(heard.length, SAMPLES);
        assert.ok(correlation(spoken, heard) > likeness);
      }
    }));

  Deno.test(`sox and ffmpeg read a running ${format} recording, up to its last second`, () =>
    inFolder(async (folder) => {
      const path = await record(folder, TONE, format, { complete: false });
      for (const heard of [await bySox(path), await byFfmpeg(path)]) {
        assert.ok(heard.length > SAMPLES - 8000, `${heard.length}`);
        assert.ok(correlation(sine(440, heard.length), heard) > likeness);
      }
    }));
}

const RIGHT = sine(1000, SAMPLES, 8000, 5000);
const PAIRS = Int16Array.from(
  { length: 2 * SAMPLES },
  (_, n) => (n % 2 ? RIGHT : TONE)[n >> 1],
);

/** Blocks are filled up, and MP3 has its own delay: what is played is longer. */
for (
  const [format, channels, ffmpegName, most, least] of [
    ["ima-adpcm", 1, "adpcm_ima_wav", 12_625, 0.995],
    ["gsm-wav49", 1, "gsm_ms", 12_480, 0.95],
    ["mp3", 1, "mp3", 13_824, 0.99],
    ["pcm-u8", 2, "pcm_u8", SAMPLES, 0.999],
    ["pcma", 2, "pcm_alaw", SAMPLES, 0.999],
    ["pcmu", 2, "pcm_mulaw", SAMPLES, 0.999],
    ["ima-adpcm", 2, "adpcm_ima_wav", 12_625, 0.995],
    ["mp3", 2, "mp3", 13_824, 0.99],
  ] as const
) {
  Deno.test(`sox and ffmpeg read ${format} of ${channels}, each channel as it was said`, () =>
    inFolder(async (folder) => {
      const sound = channels === 1 ? TONE : PAIRS;
      const file = { complete: true, channels };
      const path = await record(folder, sound, format, file);
      const entries = "stream=codec_name,sample_rate,channels";
      const probe = ["-v", "error", "-show_entries", entries, "-of", "csv=p=0"];
      const found = await run("ffprobe", [...probe, path]);
      assert.equal(found.trim(), `${ffmpegName},8000,${channels}`);
      for (const heard of [await bySox(path), await byFfmpeg(path)]) {
        const length = heard.length / channels;
        assert.ok(length >= SAMPLES && length <= most, `${length}`);
        for (let channel = 0; channel < channels; channel++) {
          const one = heard.filter((_, n) => n % channels === channel);
          const said = [TONE, RIGHT][channel].subarray(1000, 9000);
          const alike = likeness(said, one.subarray(0, 12_000)).likeness;
          assert.ok(alike > least, `channel ${channel}: ${alike}`);
        }
      }
    }));
}

for (const format of ["ima-adpcm", "gsm-wav49"] as const) {
  Deno.test(`sox decodes a recording as ${format} to the sample as the core does`, () =>
    inFolder(async (folder) => {
      const path = await record(folder, TONE, format, { complete: true });
      const codec = CORE.codec(format);
      const ours = codec.decode(chunkIn(await Deno.readFile(path), "data"));
      codec.close();
      assert.deepEqual(await bySox(path), ours);
    }));
}

for (const format of ["ima-adpcm", "gsm-wav49", "mp3"] as const) {
  Deno.test(`sox and ffmpeg read a running ${format} recording, up to its last second`, () =>
    inFolder(async (folder) => {
      const path = await record(folder, TONE, format, { complete: false });
      for (const heard of [await bySox(path), await byFfmpeg(path)]) {
        assert.ok(heard.length > SAMPLES - 8000, `${heard.length}`);
        const said = TONE.subarray(1000, 3000);
        assert.ok(likeness(said, heard.subarray(0, 4500)).likeness > 0.95);
      }
    }));
}

const SOURCE = (rate: number) =>
  wavFile(pcm16(sine(600, rate, rate)), { tag: 1, bits: 16, rate });

for (
  const [what, how] of [
    ["8 bit", ["-b", "8"]],
    ["24 bit", ["-b", "24"]],
    ["32 bit", ["-b", "32"]],
    ["float", ["-e", "floating-point", "-b", "32"]],
    ["A-law", ["-e", "a-law"]],
    ["µ-law", ["-e", "u-law"]],
    ["stereo", ["-c", "2"]],
    ["IMA ADPCM", ["-e", "ima-adpcm"]],
    ["IMA ADPCM in stereo", ["-c", "2", "-e", "ima-adpcm"]],
    ["GSM", ["-e", "gsm-full-rate"]],
    ["a raw .sln file", ["-t", "raw", "-e", "signed", "-b", "16"]],
  ] as const
) {
  Deno.test(`what sox writes is read: ${what}`, () =>
    inFolder(async (folder) => {
      const [source, file] = [`${folder}/source.wav`, `${folder}/file`];
      const name = what.includes(".sln") ? `${file}.sln` : `${file}.wav`;
      await Deno.writeFile(source, SOURCE(8000));
      await run("sox", ["-D", source, ...how, name]);
      const samples = decodeSound(name, await Deno.readFile(name), CORE);
      assert.ok(typeof samples !== "string", `${samples}`);
      assert.equal(samples.length, 8000);
      const least = /ADPCM|GSM/.test(what) ? 0.99 : 0.999;
      assert.ok(correlation(sine(600, 8000), samples) > least);
    }));
}

for (const rate of [11_025, 16_000, 22_050, 44_100, 48_000]) {
  Deno.test(`${rate} Hz are resampled as sox does it`, () =>
    inFolder(async (folder) => {
      const source = `${folder}/source.wav`;
      await Deno.writeFile(source, SOURCE(rate));
      const ours = decodeSound(source, await Deno.readFile(source), CORE);
      assert.ok(typeof ours !== "string", `${ours}`);
      const theirs = await bySox(source, "rate", "-v", "8000");
      const [a, b] = [ours, theirs].map((s) => s.subarray(400, 7600));
      assert.ok(correlation(a, b) > 0.9999, `${correlation(a, b)}`);
    }));
}

Deno.test("a WAV that ffmpeg streams, its sizes never filled in, is read whole", () =>
  inFolder(async (folder) => {
    const [source, piped] = [`${folder}/source.wav`, `${folder}/piped.wav`];
    await Deno.writeFile(source, SOURCE(8000));
    const { stdout } = await new Deno.Command("ffmpeg", {
      args: ["-v", "error", "-i", source, "-f", "wav", "pipe:1"],
    }).output();
    await Deno.writeFile(piped, stdout);
    const samples = decodeSound(piped, stdout, CORE);
    assert.ok(typeof samples !== "string", `${samples}`);
    assert.deepEqual(samples, sine(600, 8000));
  }));
