import assert from "node:assert/strict";
import { loadCore } from "../../../runtime/core/mod.ts";
import {
  ByteStream,
  type ReadableFile,
} from "../../../runtime/sound/formats/byte_stream.ts";
import { openTrack } from "../../../runtime/sound/formats/open_track.ts";
import { flacFile } from "../../support/sound_files/flac_file.ts";
import { mp3File } from "../../support/sound_files/mp3_file.ts";
import { sine, wavFile } from "../../support/wav_files.ts";

const CORE = await loadCore();
const STEP = 64 * 1024;
const GIGABYTE = 1e9;

/** A beginning, and then the same again and again: as long as one likes. */
class EndlessFile implements ReadableFile {
  bytesRead = 0;
  mostAtOnce = 0;
  #at = 0;

  constructor(readonly head: Uint8Array, readonly again: Uint8Array) {}

  read(into: Uint8Array): Promise<number> {
    const { head, again } = this;
    const from = this.#at < head.length ? head : again;
    const at = from === head
      ? this.#at
      : (this.#at - head.length) % again.length;
    const part = from.subarray(at, at + into.length);
    into.set(part);
    this.#at += part.length;
    this.bytesRead += part.length;
    this.mostAtOnce = Math.max(this.mostAtOnce, into.length);
    return Promise.resolve(part.length);
  }

  seek(offset: number): Promise<number> {
    return Promise.resolve(this.#at = offset);
  }

  close(): void {}
}

/** Its header says that it is as long as can be. */
function endlessWav(rate: number): EndlessFile {
  const data = new Uint8Array(44_100);
  const file = wavFile(data, { tag: 1, bits: 16, channels: 2, rate });
  file.set([0xff, 0xff, 0xff, 0xff], 40);
  return new EndlessFile(file.subarray(0, 44), data);
}

const NOTHING = new Uint8Array();
const MP3 = await mp3File(sine(440, 8000));
const FLAC = flacFile([sine(440, 5760)], { says: 0 });
/** Behind the stream's information, up to where a frame follows a frame. */
const FLAC_HEAD = 4 + 4 + 34;

for (
  const [what, file] of [
    ["WAV of 44.1 kHz", endlessWav(44_100)],
    ["WAV of 192 kHz", endlessWav(192_000)],
    ["MP3", new EndlessFile(NOTHING, MP3.subarray(0, 10 * 576))],
    [
      "FLAC",
      new EndlessFile(FLAC.subarray(0, FLAC_HEAD), FLAC.subarray(FLAC_HEAD)),
    ],
  ] as const
) {
  Deno.test(`the sound of a ${what} file of a gigabyte comes with its first bytes, and as they come`, async () => {
    const stream = new ByteStream(file, GIGABYTE);
    const track = await openTrack(stream, "x", CORE);
    for (let piece = 1; piece <= 40; piece++) {
      const sound = await track.read();
      assert.ok(sound && sound.length <= track.rate, `${sound?.length}`);
      assert.ok(
        file.bytesRead <= (piece + 2) * STEP,
        `${file.bytesRead} bytes`,
      );
    }
    assert.ok(file.mostAtOnce <= STEP + 8192, `${file.mostAtOnce} at once`);
    track.close();
  });
}
