import assert from "node:assert/strict";
import { loadCore } from "../../runtime/core/mod.ts";
import type { RecordFormat } from "../../runtime/media/sound_messages.ts";
import type { RecordingLayout } from "../../runtime/sound/container.ts";
import {
  RecordingFile,
  type WritableFile,
} from "../../runtime/sound/recording_file.ts";

import { chunkIn, sine } from "../support/wav_files.ts";

const CORE = await loadCore();

function mono(format: RecordFormat): RecordingLayout {
  return { format, channels: 1 };
}

/** A disk with so much room; it takes `most` bytes at a time. */
class SmallDisk implements WritableFile {
  content = new Uint8Array();
  closed = false;
  synced = false;
  #at = 0;

  constructor(public room: number, readonly most = 1000) {}

  writeSync(bytes: Uint8Array): number {
    const count = Math.min(bytes.length, this.most, this.room - this.#at);
    if (count <= 0) throw new Error("No space left on device (os error 28)");
    const end = this.#at + count;
    const grown = new Uint8Array(Math.max(this.content.length, end));
    grown.set(this.content);
    grown.set(bytes.subarray(0, count), this.#at);
    this.content = grown;
    this.#at = end;
    return count;
  }

  seekSync(offset: number, whence: Deno.SeekMode): number {
    const from = whence === Deno.SeekMode.End ? this.content.length : 0;
    this.#at = from + offset;
    return this.#at;
  }

  sync(): Promise<void> {
    this.synced = true;
    return Promise.resolve();
  }

  close(): void {
    this.closed = true;
  }
}

Deno.test("a disk that takes little at a time gets all of it", async () => {
  const disk = new SmallDisk(1e6, 7);
  const file = RecordingFile.begin(disk, mono("pcmu"), CORE.codec("pcmu"));
  file.append(new Int16Array(1000));
  await file.finish();
  assert.equal(disk.content.length, 58 + 1000);
  assert.equal(file.bytes, 1058);
  assert.ok(disk.synced && disk.closed);
});

Deno.test("a disk that fills up throws what it says; the header says what is there", async () => {
  const disk = new SmallDisk(58 + 2941);
  const file = RecordingFile.begin(disk, mono("pcma"), CORE.codec("pcma"));
  file.append(new Int16Array(2000));
  assert.throws(() => file.append(new Int16Array(2000)), /No space left/);
  // There is no room for the pad byte either.
  await assert.rejects(file.finish(), /No space left/);
  const size = new DataView(disk.content.buffer).getUint32(54, true);
  assert.equal(size, 2941);
  assert.equal(file.samples, 2941);
  assert.ok(disk.synced && disk.closed);
});

Deno.test("a disk that fills up within a block leaves whole blocks, and goes on behind them", async () => {
  const disk = new SmallDisk(60 + 3 * 256 + 100, 77);
  const codec = CORE.codec("ima-adpcm");
  const file = RecordingFile.begin(disk, mono("ima-adpcm"), codec);
  const spoken = sine(440, 6 * 505);
  file.append(spoken.subarray(0, 2 * 505));
  assert.throws(() => file.append(spoken.subarray(2 * 505)), /No space left/);
  assert.deepEqual([file.samples, file.bytes], [3 * 505, 60 + 3 * 256]);
  // Somebody has made room
  disk.room = 1e6;
  file.append(sine(1000, 505));
  await file.finish();
  const data = chunkIn(disk.content, "data");
  const whole = CORE.codec("ima-adpcm");
  const expected = whole.encode(spoken);
  assert.equal(data.length, 4 * 256);
  assert.deepEqual(data.subarray(0, 3 * 256), expected.subarray(0, 3 * 256));
  whole.close();
});

Deno.test("a file is closed even when its end cannot be written", async () => {
  const disk = new SmallDisk(1000);
  const file = RecordingFile.begin(disk, mono("pcma"), CORE.codec("pcma"));
  file.append(new Int16Array(941));
  disk.writeSync = () => {
    throw new Error("Input/output error (os error 5)");
  };
  await assert.rejects(file.finish(), /Input\/output error/);
  assert.ok(disk.closed);
});
