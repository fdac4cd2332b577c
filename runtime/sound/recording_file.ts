import type { Codec } from "../core/mod.ts";
import { SAMPLE_RATE } from "../base/units.ts";
import type { RecordFormat } from "../media/messages.ts";
import { UNKNOWN_LENGTH, wavHeader, wavHeaderLength } from "./wav_writer.ts";

/** The part of `Deno.FsFile` that a recording needs. */
export interface WritableFile {
  writeSync(bytes: Uint8Array): number;
  seekSync(offset: number, whence: Deno.SeekMode): number;
  sync(): Promise<void>;
  close(): void;
}

/**
 * A WAV file that grows. Its header is brought up to date every second, so that
 * what a crash leaves behind can be played but for the last second.
 */
export class RecordingFile {
  readonly #file: WritableFile;
  readonly #format: RecordFormat;
  readonly #codec: Codec;
  /** Samples, and bytes of sound: every format has one byte a sample. */
  #length = 0;
  #headerAge = 0;

  private constructor(file: WritableFile, format: RecordFormat, codec: Codec) {
    this.#file = file;
    this.#format = format;
    this.#codec = codec;
  }

  /**
   * Takes over an empty file and writes its header.
   * @throws what the system says; the file is closed then
   */
  static begin(
    file: WritableFile,
    format: RecordFormat,
    codec: Codec,
  ): RecordingFile {
    const recording = new RecordingFile(file, format, codec);
    try {
      recording.#write(wavHeader(format, UNKNOWN_LENGTH));
      return recording;
    } catch (error) {
      recording.close();
      throw error;
    }
  }

  get samples(): number {
    return this.#length;
  }

  /** What the file takes on the disk. */
  get bytes(): number {
    return wavHeaderLength(this.#format) + this.#length + this.#length % 2;
  }

  /** @throws what the system says, such as that the disk is full */
  append(samples: Int16Array): void {
    this.#headerAge += samples.length;
    try {
      this.#write(this.#codec.encode(samples));
    } finally {
      // A disk takes what fits before it says that it is full.
      const end = this.#file.seekSync(0, Deno.SeekMode.End);
      this.#length = end - wavHeaderLength(this.#format);
    }
    if (this.#headerAge >= SAMPLE_RATE) this.#updateHeader();
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

  #updateHeader(): void {
    this.#headerAge = 0;
    this.#file.seekSync(0, Deno.SeekMode.Start);
    this.#write(wavHeader(this.#format, this.#length));
    this.#file.seekSync(0, Deno.SeekMode.End);
  }

  #write(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length;) {
      at += this.#file.writeSync(bytes.subarray(at));
    }
  }
}
