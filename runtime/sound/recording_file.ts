import type { Codec } from "../core/mod.ts";
import { SAMPLE_RATE } from "../base/units.ts";
import type { RecordFormat } from "../media/messages.ts";
import {
  samplesIn,
  UNKNOWN_LENGTH,
  wavHeader,
  wavHeaderLength,
} from "./wav_writer.ts";

/** The part of `Deno.FsFile` that a recording needs. */
export interface WritableFile {
  writeSync(bytes: Uint8Array): number;
  seekSync(offset: number, whence: Deno.SeekMode): number;
  sync(): Promise<void>;
  close(): void;
}

/** What is recorded. */
export interface RecordingLayout {
  readonly format: RecordFormat;
  readonly channels: 1 | 2;
}

/**
 * A WAV file that grows. Its header is brought up to date every second, so that
 * what a crash leaves behind can be played but for the last second.
 */
export class RecordingFile {
  readonly #file: WritableFile;
  readonly #layout: RecordingLayout;
  readonly #codec: Codec;
  /** Bytes of sound. */
  #length = 0;
  /** Samples of all channels since the header was brought up to date. */
  #headerAge = 0;

  private constructor(
    file: WritableFile,
    layout: RecordingLayout,
    codec: Codec,
  ) {
    this.#file = file;
    this.#layout = layout;
    this.#codec = codec;
  }

  /**
   * Takes over an empty file and writes its header.
   * @throws what the system says; the file is closed then
   */
  static begin(
    file: WritableFile,
    layout: RecordingLayout,
    codec: Codec,
  ): RecordingFile {
    const recording = new RecordingFile(file, layout, codec);
    try {
      recording.#write(recording.#header(UNKNOWN_LENGTH));
      return recording;
    } catch (error) {
      recording.close();
      throw error;
    }
  }

  /** Of each channel. */
  get samples(): number {
    const { format, channels } = this.#layout;
    return samplesIn(format, this.#length, channels);
  }

  /** What the file takes on the disk. */
  get bytes(): number {
    return this.#headerLength + this.#length + this.#length % 2;
  }

  /**
   * Samples of two channels stand in turns.
   * @throws what the system says, such as that the disk is full
   */
  append(samples: Int16Array): void {
    this.#headerAge += samples.length;
    try {
      this.#write(this.#codec.encode(samples));
    } finally {
      // A disk takes what fits before it says that it is full.
      const end = this.#file.seekSync(0, Deno.SeekMode.End);
      this.#length = end - this.#headerLength;
    }
    const second = SAMPLE_RATE * this.#layout.channels;
    if (this.#headerAge >= second) this.#updateHeader();
  }

  /** Resolves when the file is complete on the disk. */
  async finish(): Promise<void> {
    try {
      this.#updateHeader();
      // RIFF: a chunk of odd length is padded, which its size does not count.
      if (this.#length % 2 === 1) this.#write(new Uint8Array(1));
      await this.#file.sync();
    } finally {
      this.close();
    }
  }

  /** Leaves the file as it is. */
  close(): void {
    this.#codec.close();
    this.#file.close();
  }

  get #headerLength(): number {
    return wavHeaderLength(this.#layout.format);
  }

  #header(bytes: number): Uint8Array {
    const { format, channels } = this.#layout;
    return wavHeader(format, bytes, channels);
  }

  #updateHeader(): void {
    this.#headerAge = 0;
    this.#file.seekSync(0, Deno.SeekMode.Start);
    this.#write(this.#header(this.#length));
    this.#file.seekSync(0, Deno.SeekMode.End);
  }

  #write(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length;) {
      at += this.#file.writeSync(bytes.subarray(at));
    }
  }
}
