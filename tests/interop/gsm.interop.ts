import assert from "node:assert/strict";
import { SeededChance } from "../../runtime/base/chance.ts";
import { loadCore } from "../../runtime/core/mod.ts";
import { rhythms, ROUNDED } from "../core/support/rhythms.ts";
import { noise, square } from "../core/support/test_sounds.ts";
import { prompts } from "../dtmf/talk/prompts.ts";
import { speech } from "../dtmf/talk/speech.ts";
import { compile } from "../support/native.ts";
import { pipe } from "../support/pipe.ts";
import { raw } from "../support/raw.ts";
import { bytesOf, soundOf } from "../support/sound_bytes.ts";
import { samplesOf } from "../support/speech.ts";
import { chunkIn } from "../support/wav_files.ts";

const core = await loadCore();
const FRAME = 160;
/** Of all prompts each so-and-so-many-th: 8 of their 108 minutes. */
const EVERY = 13;

/** The codec, its name in the C program, and its samples and bytes. */
const FRAMINGS = [
  ["gsm", "rtp", FRAME, 33],
  ["gsm-wav49", "wav49", 2 * FRAME, 65],
] as const;

/** Whole blocks of both framings, so that states run on from part to part. */
function joined(parts: readonly Int16Array[]): Int16Array<ArrayBuffer> {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const sound = new Int16Array(Math.floor(length / (2 * FRAME)) * 2 * FRAME);
  let at = 0;
  for (const part of parts) {
    sound.set(part.subarray(0, sound.length - at), at);
    at += part.length;
  }
  return sound;
}

/** What is coded, by kind. */
async function material(): Promise<Map<string, Int16Array<ArrayBuffer>>> {
  const voices = await speech(3, new SeededChance(21));
  const read = (await prompts()).filter((_, n) => n % EVERY === 0);
  const spoken = [...voices, ...read].map(({ sound }) => sound);
  const length = 2000 * FRAME;
  return new Map([
    ["speech", joined(spoken)],
    [
      "noise",
      joined([
        noise(1, length),
        noise(2, length, 2000),
        noise(3, length, 20),
      ]),
    ],
    ["silence", new Int16Array(200 * FRAME)],
    [
      "full-scale squares",
      joined([
        ...ROUNDED.map((seed) => rhythms(seed, 200 * FRAME)),
        rhythms(4, length),
        square(length),
      ]),
    ],
  ]);
}

const folder = await Deno.makeTempDir();
Deno.test.afterAll(() => Deno.remove(folder, { recursive: true }));
const LIBGSM = await compile("gsm", folder, "gsm");
const SOUNDS = await material();

function libgsm(what: string, framing: string, input: Uint8Array) {
  return pipe(LIBGSM, [what, framing], input);
}

/** Frames that differ, the first of them by number. */
function differences(ours: Uint8Array, theirs: Uint8Array, size: number) {
  assert.equal(ours.length, theirs.length);
  const wrong: number[] = [];
  for (let at = 0; at < ours.length; at += size) {
    const frame = ours.subarray(at, at + size);
    if (frame.some((byte, n) => byte !== theirs[at + n])) wrong.push(at / size);
  }
  return { count: wrong.length, first: wrong.slice(0, 5) };
}

const NONE = { count: 0, first: [] };

Deno.test("there are 20,000 frames and more to be coded", () => {
  const samples = [...SOUNDS.values()].map(({ length }) => length);
  const frames = samples.reduce((sum, some) => sum + some, 0) / FRAME;
  assert.ok(frames >= 20_000, `only ${frames}`);
});

for (const [name, framing, samples, size] of FRAMINGS) {
  for (const [what, sound] of SOUNDS) {
    Deno.test(`${name}: ${what}, bit for bit as libgsm`, async () => {
      const codec = core.codec(name);
      const coded = await libgsm("encode", framing, bytesOf(sound));
      const ours = codec.encode(sound);
      assert.deepEqual(differences(ours, coded, size), NONE);
      const heard = await libgsm("decode", framing, coded);
      const decoded = bytesOf(codec.decode(coded));
      assert.deepEqual(differences(decoded, heard, 2 * samples), NONE);
      codec.close();
    });
  }

  Deno.test(`${name}: any bytes become the sound that libgsm makes of them`, async () => {
    const chance = new SeededChance(77);
    const bytes = Uint8Array.from(
      { length: 10_000 * size },
      () => chance.integer(256),
    );
    // One frame in 16 would have the signature by chance; let half have it
    for (let at = 0; framing === "rtp" && at < bytes.length; at += 2 * size) {
      bytes[at] = 0xd0 | (bytes[at] & 0x0f);
    }
    const heard = await libgsm("decode", framing, bytes);
    const decoded = bytesOf(core.codec(name).decode(bytes));
    assert.deepEqual(differences(decoded, heard, 2 * samples), NONE);
  });
}

Deno.test("sox -t gsm: both ways bit for bit", async () => {
  const sound = SOUNDS.get("speech")?.subarray(0, 2000 * FRAME);
  assert.ok(sound);
  const gsm = ["-t", "gsm", "-r", "8000", "-c", "1", "-"];
  const coded = await pipe(
    "sox",
    ["-D", ...raw(), "-", ...gsm],
    bytesOf(sound),
  );
  assert.deepEqual(
    differences(core.codec("gsm").encode(sound), coded, 33),
    NONE,
  );
  const heard = soundOf(
    await pipe("sox", ["-D", ...gsm, ...raw(), "-"], coded),
  );
  assert.deepEqual(core.codec("gsm").decode(coded), heard);
});

Deno.test("a WAV file of sox with tag 0x31 is decoded as sox decodes it", async () => {
  const sound = SOUNDS.get("speech")?.subarray(0, 2000 * FRAME);
  assert.ok(sound);
  const file = `${folder}/prompt.wav`;
  const coding = ["-D", ...raw(), "-", "-e", "gsm-full-rate", file];
  await pipe("sox", coding, bytesOf(sound));
  const blocks = chunkIn(await Deno.readFile(file), "data");
  assert.deepEqual(core.codec("gsm-wav49").encode(sound), blocks);
  const heard = await samplesOf(file);
  assert.deepEqual(core.codec("gsm-wav49").decode(blocks), heard);
});
