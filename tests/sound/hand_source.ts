import { CtiError } from "../../runtime/base/fault.ts";
import type { SoundSource } from "../../runtime/sound/source.ts";

/** Pieces of no particular length, as decoders give them. */
const PIECE = 1152;

export interface Shape {
  /** Samples that can be read. */
  readonly length: number;
  /** What the file says of it; the truth unless told. */
  readonly expected?: number | null;
  /** Whether it is broken behind them. */
  readonly isBroken?: boolean;
}

/** A sound that counts its samples, and who reads and closes it. */
export class HandSource implements SoundSource {
  readonly expected: number | null;
  isClosed = false;
  /** Resolves when it is. */
  readonly closed: Promise<void>;
  #close = () => {};
  #at = 0;
  readonly #shape: Shape;

  constructor(shape: Shape) {
    this.#shape = shape;
    this.closed = new Promise((resolve) => this.#close = resolve);
    this.expected = shape.expected === undefined
      ? shape.length
      : shape.expected;
  }

  /** Samples that were read. */
  get at(): number {
    return this.#at;
  }

  read(): Promise<Int16Array | null> {
    if (this.isClosed) throw new TypeError("It is closed");
    const { length, isBroken } = this.#shape;
    const count = Math.min(PIECE, length - this.#at);
    if (count === 0 && isBroken) {
      return Promise.reject(new CtiError("badParams", "It is broken there"));
    }
    if (count === 0) return Promise.resolve(null);
    const piece = counted(this.#at, count);
    this.#at += count;
    return Promise.resolve(piece);
  }

  close(): void {
    this.isClosed = true;
    this.#close();
  }
}

/** What `HandSource` says from a sample on. */
export function counted(from: number, count: number): Int16Array {
  const samples = new Int16Array(count);
  for (let n = 0; n < count; n++) samples[n] = (from + n) % 30_011;
  return samples;
}
