import {
  type Container,
  containerOf,
  type RecordingLayout,
} from "./container.ts";
import type { Encoder } from "./encoder.ts";
import { UNKNOWN_LENGTH } from "./wav_writer.ts";

/** The part of `Deno.FsFile` that a recording needs. */
export interface WritableFile {
  writeSync(bytes: Uint8Array): number;
  seekSync(offset: number, whence: Deno.SeekMode): number;
  sync(): Promise<void>;
  close(): void;
}

/**
 * A sound file that grows. Its header is brought up to date with each piece, so
 * that what a crash leaves behind can be played but for what is still on its
 * way here and in a block that is not full.
 */
export class RecordingFile {
  readonly #file: WritableFile;
  readonly #container: Container;
  readonly #encoder: Encoder;
  readonly #channels: 1 | 2;
  /** Bytes of sound on the disk, whole blocks. */
  #length = 0;
  /** Samples of each channel that were given. */
  #given = 0;

  private constructor(
    file: WritableFile,
    layout: RecordingLayout,
    encoder: Encoder,
  ) {
    this.#file = file;
    this.#container = containerOf(layout);
    this.#channels = layout.channels;
    this.#encoder = encoder;
  }

  /**
   * Takes over an empty file, and the encoder, and writes the header.
   * @throws what the system says; the file is closed then, the encoder is not
   */
  static begin(
    file: WritableFile,
    layout: RecordingLayout,
    encoder: Encoder,
  ): RecordingFile {
    const recording = new RecordingFile(file, layout, encoder);
    try {
      recording.#write(recording.#container.header(UNKNOWN_LENGTH));
      return recording;
    } catch (error) {
      file.close();
      throw error;
    }
  }

  /** Of each channel; the last block may have room for more. */
  get samples(): number {
    return Math.min(this.#given, this.#container.samplesIn(this.#length));
  }

  /** What the file takes on the disk. */
  get bytes(): number {
    return this.#container.headerBytes + this.#length + this.#padding;
  }

  /**
   * Samples of two channels stand in turns.
   * @throws what the system says, such as that the disk is full
   */
  append(samples: Int16Array): void {
    this.#given += samples.length / this.#channels;
    this.#grow(this.#encoder.encode(samples));
    this.#updateHeader();
  }

  /** Resolves when the file is complete on the disk. */
  async finish(): Promise<void> {
    try {
      this.#complete();
    } finally {
      // What was written before a fault is kept as well.
      await this.#file.sync().finally(() => this.close());
    }
  }

  /** Leaves the file as it is. */
  close(): void {
    this.#encoder.close();
    this.#file.close();
  }

  get #padding(): number {
    return this.#container.isEven ? this.#length % 2 : 0;
  }

  /** A header that says less than it could is better than one that is wrong. */
  #complete(): void {
    try {
      this.#grow(this.#encoder.flush());
    } finally {
      this.#updateHeader();
    }
    if (this.#padding) this.#write(new Uint8Array(this.#padding));
  }

  /** Encoders give whole blocks. */
  #grow(sound: Uint8Array): void {
    try {
      this.#write(sound);
      this.#length += sound.length;
    } catch (error) {
      this.#findEnd();
      throw error;
    }
  }

  /** A disk takes what fits before it says that it is full. */
  #findEnd(): void {
    const { headerBytes, blockBytes } = this.#container;
    const end = this.#file.seekSync(0, Deno.SeekMode.End) - headerBytes;
    this.#length = end - end % blockBytes;
    this.#stand(headerBytes + this.#length);
  }

  #updateHeader(): void {
    const header = this.#container.header(this.#length, this.samples);
    if (header.length === 0) return;
    this.#stand(0);
    this.#write(header);
    this.#stand(header.length + this.#length);
  }

  #stand(at: number): void {
    this.#file.seekSync(at, Deno.SeekMode.Start);
  }

  #write(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length;) {
      at += this.#file.writeSync(bytes.subarray(at));
    }
  }
}
