import assert from "node:assert/strict";
import type { RecordFormat } from "../../runtime/media/sound_messages.ts";
import type { RecordingLayout } from "../../runtime/sound/container.ts";
import { KeptFile } from "../../runtime/sound/kept_file.ts";
import { mendRecording } from "../../runtime/sound/mend_recording.ts";
import { type WavFormat, wavHeader } from "../../runtime/sound/wav_writer.ts";
import { concat } from "../../runtime/base/bytes.ts";
import { inFolder } from "../support/in_folder.ts";

function sound(length: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length }, (_, n) => 1 + n % 250);
}

/** A file with a header that tells of so many bytes, and so many in it. */
function cutOff(
  { format, channels }: RecordingLayout,
  told: number,
  there: number,
): Uint8Array<ArrayBuffer> {
  const header = wavHeader(format as WavFormat, told, channels);
  return concat([header, sound(there)]);
}

async function mended(
  content: Uint8Array,
  layout: RecordingLayout,
): Promise<Uint8Array | null> {
  let found: Uint8Array | null = null;
  await inFolder(async (folder) => {
    const path = `${folder}/x.wav`;
    await Deno.writeFile(path, content);
    const isMended = await mendRecording(path, layout);
    const after = await Deno.readFile(path);
    if (isMended) found = after;
    else assert.deepEqual(after, content);
    assert.equal(await mendRecording(path, layout), false);
  });
  return found;
}

/** Bytes in the file behind the header, and how many of them are sound. */
const CASES: readonly (readonly [
  RecordFormat,
  channels: 1 | 2,
  there: number,
  kept: number,
])[] = [
  ["pcm-u8", 1, 4001, 4001],
  ["pcm-u8", 2, 4001, 4000],
  ["pcma", 1, 12_345, 12_345],
  ["pcmu", 2, 12_346, 12_346],
  ["ima-adpcm", 1, 3 * 256 + 255, 3 * 256],
  ["ima-adpcm", 2, 3 * 512 + 511, 3 * 512],
  ["gsm-wav49", 1, 7 * 65 + 64, 7 * 65],
];

for (const [format, channels, there, kept] of CASES) {
  for (const told of [0, 1000 * channels, 0xffff_ffff]) {
    Deno.test(`${format} of ${channels} and ${there} bytes, of which ${told} were told`, async () => {
      const layout = { format, channels };
      const after = await mended(cutOff(layout, told, there), layout);
      assert.deepEqual(
        after,
        concat([
          wavHeader(format as WavFormat, kept, channels),
          sound(kept),
          new Uint8Array(kept % 2),
        ]),
      );
    });
  }
}

const A_LAW: RecordingLayout = { format: "pcma", channels: 1 };

Deno.test("what another program records there by now is left to it", () =>
  inFolder(async (folder) => {
    const path = `${folder}/x.wav`;
    const file = await KeptFile.create(path);
    file.writeSync(cutOff(A_LAW, 0xffff_ffff, 1000));
    const before = await Deno.readFile(path);
    assert.equal(await mendRecording(path, A_LAW), false);
    assert.deepEqual(await Deno.readFile(path), before);
    file.close();
    assert.equal(await mendRecording(path, A_LAW), true);
  }));

Deno.test("a file of which not even the header was written is an empty recording", async () => {
  const whole = wavHeader("pcma", 0);
  const begun = wavHeader("pcma", 0xffff_ffff);
  for (const length of [0, 1, 43, 57, 58]) {
    const after = await mended(begun.slice(0, length), A_LAW);
    assert.deepEqual(after, whole, `${length}`);
  }
});

Deno.test("what is complete stays as it is, samples and pad byte too", async () => {
  const even = concat([wavHeader("pcma", 800), sound(800)]);
  const odd = concat([wavHeader("pcma", 801), sound(801), new Uint8Array(1)]);
  // The last block holds more than was said
  const blocks = concat([
    wavHeader("ima-adpcm", 512, 1, 600),
    sound(512),
  ]);
  const ima: RecordingLayout = { format: "ima-adpcm", channels: 1 };
  assert.equal(await mended(even, A_LAW), null);
  assert.equal(await mended(odd, A_LAW), null);
  assert.equal(await mended(blocks, ima), null);
});

Deno.test("a pad byte that is missing alone is added", async () => {
  const odd = concat([wavHeader("pcma", 801), sound(801)]);
  assert.deepEqual(
    await mended(odd, A_LAW),
    concat([odd, new Uint8Array(1)]),
  );
});

Deno.test("what is no recording of that kind is left alone", async () => {
  const other: RecordingLayout = { format: "pcma", channels: 2 };
  assert.equal(await mended(cutOff(A_LAW, 0, 900), other), null);
  assert.equal(await mended(new TextEncoder().encode("hello"), A_LAW), null);
  assert.equal(await mended(sound(5000), A_LAW), null);
  const mp3: RecordingLayout = { format: "mp3", channels: 1 };
  assert.equal(await mended(sound(5000), mp3), null);
});

Deno.test("what is not there, is a folder or a link, is left alone", () =>
  inFolder(async (folder) => {
    await Deno.writeFile(`${folder}/outside`, cutOff(A_LAW, 0, 100));
    await Deno.symlink(`${folder}/outside`, `${folder}/link.wav`);
    for (const name of ["none.wav", "link.wav", ""]) {
      assert.equal(await mendRecording(`${folder}/${name}`, A_LAW), false);
    }
    assert.deepEqual(
      await Deno.readFile(`${folder}/outside`),
      cutOff(A_LAW, 0, 100),
    );
  }));
