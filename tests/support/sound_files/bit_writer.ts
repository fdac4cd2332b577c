/** Puts numbers of any width into bytes, the upper bits first. */
export class BitWriter {
  readonly #bytes: number[] = [];
  #free = 0;

  /** Negative numbers as two's complement. */
  put(value: number, width: number): this {
    for (let bit = width - 1; bit >= 0; bit--) {
      this.#bit(Math.floor(value / 2 ** bit) & 1);
    }
    return this;
  }

  /** So many zeros, and a one. */
  unary(zeros: number): this {
    for (let n = 0; n < zeros; n++) this.#bit(0);
    this.#bit(1);
    return this;
  }

  align(): this {
    this.#free = 0;
    return this;
  }

  get bytes(): Uint8Array<ArrayBuffer> {
    return Uint8Array.from(this.#bytes);
  }

  #bit(bit: number): void {
    if (this.#free === 0) {
      this.#bytes.push(0);
      this.#free = 8;
    }
    this.#bytes[this.#bytes.length - 1] |= bit << --this.#free;
  }
}
