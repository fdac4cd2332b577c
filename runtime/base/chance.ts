/** All the randomness the node knows. Real in `main.ts`, seeded in tests. */
export interface Chance {
  /** A whole number from 0 up to, not including, `below` (at most 2^32). */
  integer(below: number): number;
  /** Letters and digits that nobody can guess (RFC 3261 §19.3). */
  token(length: number): string;
}

const ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz";

function tokenFrom(integer: (below: number) => number, length: number): string {
  let text = "";
  while (text.length < length) text += ALPHABET[integer(ALPHABET.length)];
  return text;
}

/** Randomness fit for keys, tags, branches and SSRCs (Web Crypto's). */
export class SystemChance implements Chance {
  readonly #pool = new Uint32Array(256);
  #used = this.#pool.length;

  integer(below: number): number {
    if (this.#used === this.#pool.length) {
      crypto.getRandomValues(this.#pool);
      this.#used = 0;
    }
    return Math.floor(this.#pool[this.#used++] / 2 ** 32 * below);
  }

  token(length: number): string {
    return tokenFrom((below) => this.integer(below), length);
  }
}

/** The same numbers for the same seed (mulberry32): for tests and benches. */
export class SeededChance implements Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  integer(below: number): number {
    this.#state = this.#state + 0x6d2b79f5 >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ mixed >>> 15, mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ mixed >>> 7, mixed | 61);
    return Math.floor(((mixed ^ mixed >>> 14) >>> 0) / 2 ** 32 * below);
  }

  token(length: number): string {
    return tokenFrom((below) => this.integer(below), length);
  }
}
