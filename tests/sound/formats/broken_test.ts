import assert from "node:assert/strict";
import { SeededChance } from "../../../runtime/base/chance.ts";
import { loadCore } from "../../../runtime/core/mod.ts";
import { flacFile } from "../../support/sound_files/flac_file.ts";
import { mp3File } from "../../support/sound_files/mp3_file.ts";
import { opusFile } from "../../support/sound_files/ogg_file.ts";
import { OPUS_TONE } from "../../support/sound_files/opus_tone.ts";
import { soundOrReason } from "../../support/sound_files/read_sound.ts";
import { pcm16, sine, wavFile } from "../../support/wav_files.ts";

const CORE = await loadCore();
const TONE = sine(440, 1600);
const IMA = CORE.codec("ima-adpcm").encode(sine(440, 2020));
/** Of IMA ADPCM of one channel, in `wavFile`'s header of 44 bytes. */
const BLOCK_ALIGN_AT = 32;

/** A file of each kind. */
const FILES: Readonly<Record<string, Uint8Array>> = {
  "x.wav": wavFile(pcm16(TONE), { tag: 1, bits: 16 }),
  "stereo.wav": wavFile(new Uint8Array(new Float32Array(3200).buffer), {
    tag: 3,
    bits: 32,
    channels: 2,
    rate: 16_000,
  }),
  "ima.wav": imaFile(),
  "gsm.wav": wavFile(CORE.codec("gsm-wav49").encode(TONE), {
    tag: 0x31,
    bits: 0,
  }),
  "x.gsm": CORE.codec("gsm").encode(TONE),
  "x.flac": flacFile([TONE, TONE], {
    subframe: { type: "fixed", order: 2 },
    stereo: "mid-side",
    riceBits: 9,
    rate: 16_000,
    blockSize: 200,
  }),
  "x.mp3": await mp3File(TONE),
  "x.opus": opusFile(OPUS_TONE, { samples: 12_000 }),
};

function imaFile(): Uint8Array {
  const file = wavFile(IMA, { tag: 0x11, bits: 4 });
  file[BLOCK_ALIGN_AT] = 0;
  file[BLOCK_ALIGN_AT + 1] = 1;
  return file;
}

/** No byte of the files here says more than this many samples. */
const MOST_PER_BYTE = 5760;

async function assertEnds(name: string, file: Uint8Array): Promise<boolean> {
  const answer = await soundOrReason(name, file, CORE);
  if (typeof answer === "string") {
    assert.match(answer, /^Not a sound file ".+": .+/);
    return false;
  }
  assert.ok(answer.length <= MOST_PER_BYTE * file.length, `${answer.length}`);
  return true;
}

/** How many lines libraries print, where nobody reads them. */
async function printed(work: () => Promise<void>): Promise<number> {
  let lines = 0;
  const restore = globalThis.console;
  const count = () => lines++;
  globalThis.console = { ...restore, error: count, warn: count, log: count };
  try {
    await work();
  } finally {
    globalThis.console = restore;
  }
  return lines;
}

for (const [name, whole] of Object.entries(FILES)) {
  Deno.test(`${name} is sound`, async () => {
    assert.ok(await assertEnds(name, whole));
  });

  Deno.test(`${name}, cut off anywhere, is played as far as it goes or refused`, async () => {
    const step = Math.max(1, Math.floor(whole.length / 300));
    for (let length = 0; length < whole.length; length += step) {
      await assertEnds(name, whole.subarray(0, length));
    }
  });

  Deno.test(`1,000 mutations of ${name} end, in sound or words, and print nothing`, async () => {
    const chance = new SeededChance(whole.length);
    const lines = await printed(async () => {
      for (let round = 0; round < 1000; round++) {
        await assertEnds(name, mutated(whole, chance));
      }
    });
    assert.equal(lines, 0);
  });
}

/** A few bytes changed, more often at its head; parts of it left out or twice. */
function mutated(whole: Uint8Array, chance: SeededChance): Uint8Array {
  let file = whole.slice();
  for (let n = chance.integer(5); n >= 0; n--) {
    const reach = chance.integer(2) === 0
      ? Math.min(64, file.length)
      : file.length;
    file[chance.integer(reach)] = chance.integer(256);
  }
  if (chance.integer(4) === 0) {
    const [from, to] = [
      chance.integer(file.length),
      chance.integer(file.length),
    ];
    file = new Uint8Array([...file.subarray(0, from), ...file.subarray(to)]);
  }
  return file;
}
