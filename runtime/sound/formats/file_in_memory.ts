import type { ReadableFile } from "./byte_stream.ts";

/** Bytes that are read as a file. */
export class FileInMemory implements ReadableFile {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  read(into: Uint8Array): Promise<number | null> {
    const part = this.#bytes.subarray(this.#at, this.#at + into.length);
    into.set(part);
    this.#at += part.length;
    return Promise.resolve(part.length || null);
  }

  seek(offset: number): Promise<number> {
    return Promise.resolve(this.#at = offset);
  }

  close(): void {}
}
