/** The part of `Deno.FsFile` that reading needs. */
export interface ReadableFile {
  read(into: Uint8Array): Promise<number | null>;
  seek(offset: number, whence: Deno.SeekMode): Promise<number>;
  close(): void;
}

/** What is read at once. */
const STEP = 64 * 1024;

/** A file from its beginning to its end, with a look ahead of what is asked. */
export class ByteStream {
  /** As long as the file was when it was opened. */
  readonly size: number;
  readonly #file: ReadableFile;
  #held = new Uint8Array(STEP);
  #from = 0;
  #to = 0;
  #at = 0;

  constructor(file: ReadableFile, size: number) {
    this.#file = file;
    this.size = size;
  }

  /** Where in the file `ahead` begins. */
  get at(): number {
    return this.#at;
  }

  /** What has been read and not taken; good until the next `need` or `goTo`. */
  get ahead(): Uint8Array<ArrayBuffer> {
    return this.#held.subarray(this.#from, this.#to);
  }

  /**
   * Has at least so many bytes ahead, or all there are.
   * @returns whether there are so many
   */
  async need(bytes: number): Promise<boolean> {
    while (this.#to - this.#from < bytes) {
      this.#makeRoom(bytes);
      const read = await this.#file.read(this.#held.subarray(this.#to));
      if (read === null || read === 0) return false;
      this.#to += read;
    }
    return true;
  }

  /** The next bytes, which are taken; fewer at the end. */
  async take(bytes: number): Promise<Uint8Array<ArrayBuffer>> {
    await this.need(bytes);
    const taken = this.ahead.subarray(0, bytes);
    this.drop(taken.length);
    return taken;
  }

  /** Goes on behind so many of the bytes ahead. */
  drop(bytes: number): void {
    const dropped = Math.min(bytes, this.#to - this.#from);
    this.#from += dropped;
    this.#at += dropped;
  }

  /** Goes on at this place of the file, or at its end. */
  async goTo(at: number): Promise<void> {
    const target = Math.min(at, this.size);
    const ahead = target - this.#at;
    if (ahead >= 0 && ahead <= this.#to - this.#from) return this.drop(ahead);
    await this.#file.seek(target, Deno.SeekMode.Start);
    this.#from = 0;
    this.#to = 0;
    this.#at = target;
  }

  close(): void {
    this.#file.close();
  }

  #makeRoom(bytes: number): void {
    const ahead = this.ahead;
    const larger = bytes > this.#held.length;
    const held = larger ? new Uint8Array(bytes + STEP) : this.#held;
    if (this.#from > 0 || larger) {
      held.set(ahead);
      this.#held = held;
      this.#from = 0;
      this.#to = ahead.length;
    }
  }
}
