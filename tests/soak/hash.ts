/** FNV-1a's prime and offset for 32 bits, applied word by word. */
const PRIME = 0x01000193;
const OFFSET = 0x811c9dc5;
/** By bytes of a piece's last word that are its own, one to three. */
const OWN = [0, 0xff, 0xffff, 0xffffff];

/**
 * A number for everything that came out. A step is one-to-one, so that a
 * single difference always shows and more of them nearly always do.
 */
export class Hash {
  readonly #number = new Float64Array(1);
  readonly #halves = new Int32Array(this.#number.buffer);
  /** Of the buffer that the last piece was in: nearly always the core's. */
  #words: Int32Array<ArrayBuffer> = this.#halves;
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

  /**
   * Adds so many bytes of `memory`, and how many they are.
   *
   * @param from where they begin, a multiple of 4
   */
  bytes(memory: ArrayBuffer, from: number, length: number): void {
    if (this.#words.buffer !== memory) this.#words = new Int32Array(memory);
    const words = this.#words;
    const first = from >> 2;
    const end = first + (length >> 2);
    let state = Math.imul(this.#state ^ length, PRIME);
    for (let i = first; i < end; i++) {
      state = Math.imul(state ^ words[i], PRIME);
    }
    const own = OWN[length & 3];
    if (own > 0) state = Math.imul(state ^ words[end] & own, PRIME);
    this.#state = state;
  }
}
