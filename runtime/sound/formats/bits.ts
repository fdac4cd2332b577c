/** Bytes ended in the middle of what was read of them. */
export class OutOfBits extends Error {
  override readonly name = "OutOfBits";
}

/** Reads numbers of any width out of bytes, the upper bits first. */
export class Bits {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  /** From the beginning of the bytes. */
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  /** Bytes that have been begun. */
  get bytesRead(): number {
    return Math.ceil(this.#at / 8);
  }

  /** @throws {OutOfBits} */
  unsigned(width: number): number {
    if (width > 32) {
      const upper = this.unsigned(width - 32);
      return upper * 2 ** 32 + this.unsigned(32);
    }
    if (width === 0) return 0;
    const value = this.#next32() >>> 32 - width;
    this.#take(width);
    return value;
  }

  /** In two's complement. @throws {OutOfBits} */
  signed(width: number): number {
    const value = this.unsigned(width);
    return value >= 2 ** (width - 1) ? value - 2 ** width : value;
  }

  /** How many zeros stand before the next one. @throws {OutOfBits} */
  zeros(): number {
    let zeros = 0;
    for (let next = this.#next32(); next === 0; next = this.#next32()) {
      this.#take(32);
      zeros += 32;
    }
    const last = Math.clz32(this.#next32());
    this.#take(last + 1);
    return zeros + last;
  }

  /**
   * Fills a part of an array with Rice codes (RFC 9639 §9.2.7).
   * @throws {OutOfBits}
   */
  rice(into: Float64Array, from: number, to: number, width: number): void {
    for (let n = from; n < to; n++) {
      const next = this.#next32();
      const zeros = Math.clz32(next);
      let code;
      if (zeros + 1 + width < 32) {
        code = zeros << width | (next << zeros + 1) >>> 31 - width >>> 1;
        this.#take(zeros + 1 + width);
      } else code = this.zeros() * 2 ** width + this.unsigned(width);
      into[n] = code % 2 === 0 ? code / 2 : -(code + 1) / 2;
    }
  }

  /** Goes on at the next whole byte. */
  align(): void {
    this.#at = this.bytesRead * 8;
  }

  #take(bits: number): void {
    this.#at += bits;
    if (this.#at > this.#bytes.length * 8) throw new OutOfBits();
  }

  /** The next 32 bits, with zeros behind the end. */
  #next32(): number {
    const at = this.#at >>> 3;
    const shift = this.#at & 7;
    if (at + 5 <= this.#bytes.length) {
      const upper = this.#view.getInt32(at) << shift;
      return upper | this.#bytes[at + 4] >>> 8 - shift;
    }
    let next = 0;
    for (let n = 0; n < 4; n++) next = next << 8 | this.#byte(at + n);
    return next << shift | this.#byte(at + 4) >>> 8 - shift;
  }

  #byte(at: number): number {
    return at < this.#bytes.length ? this.#bytes[at] : 0;
  }
}
