import assert from "node:assert/strict";
import { concat } from "../../runtime/base/bytes.ts";
import { loadCore } from "../../runtime/core/mod.ts";
import { noise, square } from "../core/support/test_sounds.ts";
import { inFolder } from "../support/in_folder.ts";
import { compile } from "../support/native.ts";
import { pipe } from "../support/pipe.ts";
import { run } from "../support/program.ts";
import { raw } from "../support/raw.ts";
import { bytesOf, sameSound, soundOf } from "../support/sound_bytes.ts";
import { samplesOf } from "../support/speech.ts";
import { spoken } from "../support/spoken.ts";
import {
  ascii,
  chunk,
  chunkIn,
  le,
  pcm16,
  wavFile,
} from "../support/wav_files.ts";

const core = await loadCore();

/** Three minutes: two voices, noise from rail to rail, square waves. */
const SOUND = Int16Array.from([
  ...await spoken("en-us", 6),
  ...await spoken("fr+f2", 6),
  ...noise(1, 240_000),
  ...square(240_000),
]);

assert.ok(SOUND.length > 180 * 8000, "less than three minutes");

function perBlock(blockBytes: number): number {
  return 2 * (blockBytes - 4) + 1;
}

/** A WAV file of tag 0x11 around blocks. */
function imaWav(blocks: Uint8Array, samples: number, blockBytes: number) {
  const rate = Math.floor(8000 * blockBytes / perBlock(blockBytes));
  const fmt = concat([
    ...[le(0x11, 2), le(1, 2), le(8000, 4), le(rate, 4), le(blockBytes, 2)],
    ...[le(4, 2), le(2, 2), le(perBlock(blockBytes), 2)],
  ]);
  const body = [
    ascii("WAVE"),
    chunk("fmt ", fmt),
    chunk("fact", le(samples, 4)),
    chunk("data", blocks),
  ];
  return chunk("RIFF", concat(body));
}

async function byFfmpeg(wav: string): Promise<Int16Array> {
  const args = ["-v", "error", "-i", wav, "-f", "s16le", "-"];
  return soundOf(await pipe("ffmpeg", args));
}

/** What a program wrote: sox and the core make the same sound of it. */
async function soundsAsInSox(wav: string, blockBytes: number): Promise<void> {
  const file = await Deno.readFile(wav);
  assert.deepEqual(chunkIn(file, "fmt ").subarray(12, 14), le(blockBytes, 2));
  const blocks = chunkIn(file, "data");
  const ours = core.codec("ima-adpcm", { blockBytes }).decode(blocks);
  const theirs = await samplesOf(wav);
  assert.ok(theirs.length >= SOUND.length);
  assert.ok(ours.length >= theirs.length);
  sameSound(ours.subarray(0, theirs.length), theirs);
}

Deno.test("sox: three minutes that it encoded sound as it decodes them", async () => {
  await inFolder(async (folder) => {
    const wav = `${folder}/sox.wav`;
    const args = ["-D", ...raw(), "-", "-e", "ima-adpcm", wav];
    await pipe("sox", args, bytesOf(SOUND));
    await soundsAsInSox(wav, 256);
  });
});

for (const blockBytes of [32, 512, 1024, 8192]) {
  Deno.test(`ffmpeg: its blocks of ${blockBytes} bytes sound as in sox`, async () => {
    await inFolder(async (folder) => {
      const [linear, wav] = [`${folder}/linear.wav`, `${folder}/ffmpeg.wav`];
      const file = wavFile(pcm16(SOUND), { tag: 1, bits: 16 });
      await Deno.writeFile(linear, file);
      const coding = ["-c:a", "adpcm_ima_wav", "-block_size", blockBytes];
      await run("ffmpeg", ["-v", "error", "-i", linear, ...coding, wav]);
      await soundsAsInSox(wav, blockBytes);
    });
  });
}

for (const blockBytes of [36, 256, 512, 1024, 2000]) {
  Deno.test(`sox and ffmpeg read our blocks of ${blockBytes} bytes`, async () => {
    await inFolder(async (folder) => {
      const codec = core.codec("ima-adpcm", { blockBytes });
      const blocks = concat([codec.encode(SOUND), codec.flush()]);
      const wav = `${folder}/ours.wav`;
      await Deno.writeFile(wav, imaWav(blocks, SOUND.length, blockBytes));
      const ours = codec.decode(blocks);
      sameSound(await samplesOf(wav), ours);
      staysNear(ours, await byFfmpeg(wav), perBlock(blockBytes));
    });
  });
}

/**
 * ffmpeg cuts off (2 code + 1) step / 8 once where the IMA cuts off its up to
 * four parts one by one: at most 2 a sample, until a header sets both right.
 */
function staysNear(ours: Int16Array, theirs: Int16Array, perBlock: number) {
  assert.ok(theirs.length >= SOUND.length);
  const astray = theirs.findIndex((sample, n) =>
    Math.abs(sample - ours[n]) > 2 * (n % perBlock)
  );
  assert.equal(astray, -1);
}

Deno.test("spandsp: DVI4 payloads are the same both ways", async () => {
  await inFolder(async (folder) => {
    const dvi4 = await compile("dvi4", folder, "spandsp");
    const whole = SOUND.subarray(0, SOUND.length - SOUND.length % 160);
    const payloads = core.codec("dvi4").encode(whole);
    const sound = core.codec("dvi4").decode(payloads);
    sameSound(await pipe(dvi4, ["encode"], bytesOf(whole)), payloads);
    sameSound(soundOf(await pipe(dvi4, ["decode"], payloads)), sound);
  });
});
