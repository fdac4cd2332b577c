/** FNV-1a's prime and offset for 32 bits, applied word by word. */
const PRIME = 0x01000193;
const OFFSET = 0x811c9dc5;
/** Longer pieces are added in parts of so many words. */
const WORDS = 1024;

/**
 * A number for everything that came out. A step is one-to-one, so that a
 * single difference always shows and more of them nearly always do.
 */
export class Hash {
  readonly #words = new Int32Array(WORDS);
  readonly #bytes = new Uint8Array(this.#words.buffer);
  readonly #number = new Float64Array(1);
  readonly #halves = new Int32Array(this.#number.buffer);
  #state = OFFSET | 0;

  get value(): number {
    return this.#state >>> 0;
  }

  /** Adds a whole number of 32 bits. */
  word(word: number): void {
    this.#state = Math.imul(this.#state ^ word, PRIME);
  }

  /** Adds any number, to its last bit. */
  number(value: number): void {
    this.#number[0] = value;
    this.word(this.#halves[0]);
    this.word(this.#halves[1]);
  }

  /** Adds bytes; how they are cut into words is known from their count. */
  bytes(bytes: Uint8Array): void {
    this.word(bytes.length);
    for (let at = 0; at < bytes.length; at += 4 * WORDS) {
      this.#part(
        bytes.length > 4 * WORDS ? bytes.subarray(at, at + 4 * WORDS) : bytes,
      );
    }
  }

  #part(bytes: Uint8Array): void {
    const count = (bytes.length + 3) >> 2;
    const words = this.#words;
    words[count - 1] = 0;
    this.#bytes.set(bytes);
    let state = this.#state;
    for (let i = 0; i < count; i++) state = Math.imul(state ^ words[i], PRIME);
    this.#state = state;
  }
}
