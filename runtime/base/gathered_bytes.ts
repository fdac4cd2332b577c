/** Room that is kept while little has come, and doubled when more does. */
const FIRST_SIZE = 2048;
const NONE = new Uint8Array(0);

/** Bytes that come in pieces; room is made only for what has come. */
export class GatheredBytes {
  #buffer: Uint8Array = NONE;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** What has come so far, valid until the next change. */
  get bytes(): Uint8Array {
    return this.#buffer.subarray(0, this.#length);
  }

  append(bytes: Uint8Array): void {
    const length = this.#length + bytes.length;
    if (length > this.#buffer.length) this.#grow(length);
    this.#buffer.set(bytes, this.#length);
    this.#length = length;
  }

  /** Forgets them; views that were given stay as they are until the next. */
  clear(): void {
    if (this.#buffer.length > FIRST_SIZE) this.#buffer = NONE;
    this.#length = 0;
  }

  #grow(least: number): void {
    let size = Math.max(this.#buffer.length, FIRST_SIZE);
    while (size < least) size *= 2;
    const larger = new Uint8Array(size);
    larger.set(this.bytes);
    this.#buffer = larger;
  }
}
