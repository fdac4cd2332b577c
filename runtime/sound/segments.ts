import { concatSamples } from "./concat_samples.ts";
import type { SoundSource } from "./source.ts";

/** The first half second is soon there; then seconds, all of whole blocks. */
const FIRST = 4000;
const SEGMENT = 8000;
const NOTHING = new Int16Array();

/** Which segment it is that begins at a sample. */
export function segmentAt(sample: number): number {
  return sample === 0 ? 0 : 1 + (sample - FIRST) / SEGMENT;
}

/** A sound file in segments that cross to the media thread; read by one at a time. */
export class Segments {
  readonly #source: SoundSource;
  /** Of the last piece, what is not in a segment yet. */
  #piece: Int16Array = NOTHING;
  #at = 0;
  /** What is wrong behind the last piece. */
  #fault: { readonly error: unknown } | null = null;
  #isReading = false;
  #isOver = false;
  #isClosed = false;

  constructor(source: SoundSource) {
    this.#source = source;
  }

  /** As `SoundSource.expected`. */
  get expected(): number | null {
    return this.#source.expected;
  }

  /** Where the next segment begins, in samples. */
  get at(): number {
    return this.#at;
  }

  /** Whether nothing follows; it may show only at the next one, which is null. */
  get isOver(): boolean {
    return this.#isClosed || this.#isOver && this.#piece.length === 0;
  }

  /**
   * Decodes so much that the first segment can be had at once; what is wrong in
   * it shows then.
   */
  async begin(): Promise<void> {
    const pieces: Int16Array[] = [];
    let length = 0;
    while (length < FIRST && await this.#hasPiece()) {
      pieces.push(this.#piece);
      length += this.#piece.length;
      this.#piece = NOTHING;
    }
    this.#piece = concatSamples(pieces);
  }

  /**
   * The next segment; null at the end, and once it is closed. What comes before
   * a broken place can be played.
   * @throws {CtiError} `badParams`, saying what is broken
   */
  async next(): Promise<ArrayBuffer | null> {
    // Who waits for his turn may leave meanwhile.
    if (this.#isClosed) return null;
    this.#isReading = true;
    try {
      return await this.#gather(this.#at === 0 ? FIRST : SEGMENT);
    } finally {
      this.#isReading = false;
      if (this.#isClosed) this.#source.close();
    }
  }

  /** Gives back the file, once what is being read has been. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    if (!this.#isReading) this.#source.close();
  }

  async #gather(size: number): Promise<ArrayBuffer | null> {
    const samples = new ArrayBuffer(2 * size);
    const gathered = new Int16Array(samples);
    let filled = 0;
    while (filled < size && await this.#hasPiece()) {
      const taken = this.#piece.subarray(0, size - filled);
      gathered.set(taken, filled);
      filled += taken.length;
      this.#piece = this.#piece.subarray(taken.length);
    }
    this.#at += filled;
    if (filled === size) return samples;
    if (filled > 0) return samples.slice(0, 2 * filled);
    if (this.#fault) throw this.#fault.error;
    return null;
  }

  /** Reads on where there is none. */
  async #hasPiece(): Promise<boolean> {
    while (this.#piece.length === 0 && !this.#isOver && !this.#fault) {
      await this.#readPiece();
    }
    return this.#piece.length > 0;
  }

  async #readPiece(): Promise<void> {
    try {
      const piece = await this.#source.read();
      this.#isOver = piece === null;
      this.#piece = piece ?? NOTHING;
    } catch (error) {
      this.#fault = { error };
    }
  }
}
