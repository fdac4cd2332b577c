import { BLOCK, type Blocks } from "./blocks.ts";

/** What a reader has asked for must be there within so many blocks: 3 s. */
const AHEAD = 30;
/** What has been read and may be gone back to, such as what a player held: 1 s. */
const BEHIND = 10;

/** A sound as far as it has crossed to this thread. */
export interface Beginning {
  readonly blocks: Blocks;
  /** Whether that is all of it. */
  readonly isWhole: boolean;
}

/** What a reader tells the sound thread. */
export interface Line {
  /** It needs what begins at this sample, which is the first of a block. */
  pull(from: number): void;
  /** It needs nothing any more. */
  leave(): void;
}

/** Why there is no block: more is on its way, it is over, or it is broken there. */
export type NoBlock = "coming" | "end" | "broken";

/**
 * Reads one sound once, block by block; asks for more as it goes on, and forgets
 * what it has left behind, so that the length of a sound costs nothing.
 */
export class SoundReader {
  readonly #beginning: Blocks;
  readonly #line: Line;
  /** What came after the beginning, without what is left behind. */
  #rest: Int16Array[] = [];
  /** The place in the sound of the first block of the rest. */
  #restAt: number;
  #at = 0;
  #isAsking = false;
  /** What comes behind the last block that is there. */
  #behind: NoBlock;
  #fault: string | null = null;

  constructor({ blocks, isWhole }: Beginning, line: Line) {
    this.#beginning = blocks;
    this.#restAt = blocks.length;
    this.#behind = isWhole ? "end" : "coming";
    this.#line = line;
    this.#ask();
  }

  /** Reads what is all there. */
  static of(blocks: Blocks): SoundReader {
    const nobody = { pull() {}, leave() {} };
    return new SoundReader({ blocks, isWhole: true }, nobody);
  }

  /** The next block, which stays the next until it is `taken`. */
  get next(): Int16Array | NoBlock {
    return this.#blockAt(this.#at) ?? this.#behind;
  }

  /** Why it is broken. */
  get fault(): string | null {
    return this.#fault;
  }

  taken(): void {
    this.#at++;
    this.#ask();
  }

  /** Blocks of at least so many samples, as far as they are there, come again. */
  goBack(samples: number): void {
    for (let left = samples; left > 0;) {
      const block = this.#blockAt(this.#at - 1);
      if (!block) return;
      this.#at--;
      left -= block.length;
    }
  }

  /** What was asked for. */
  take(blocks: Blocks, isLast: boolean): void {
    this.#isAsking = false;
    this.#forget();
    this.#rest.push(...blocks);
    if (isLast) this.#behind = "end";
    this.#ask();
  }

  /** What was asked for cannot be read. */
  break(fault: string): void {
    this.#behind = "broken";
    this.#fault = fault;
  }

  close(): void {
    this.#line.leave();
    giveBack(this.#rest);
    this.#rest = [];
  }

  #blockAt(place: number): Int16Array | undefined {
    return place < this.#beginning.length
      ? this.#beginning[place]
      : this.#rest[place - this.#restAt];
  }

  #ask(): void {
    const there = this.#restAt + this.#rest.length;
    const isComing = this.#behind === "coming" && !this.#isAsking;
    if (!isComing || there - this.#at >= AHEAD) return;
    this.#isAsking = true;
    this.#line.pull(there * BLOCK);
  }

  #forget(): void {
    const left = this.#at - BEHIND - this.#restAt;
    if (left <= 0) return;
    giveBack(this.#rest.splice(0, left), this.#rest[0]?.buffer);
    this.#restAt += left;
  }
}

/**
 * Frees what is behind these blocks, unless others play it too, or `kept` is
 * still needed. The collector would let it grow: it sees how small the objects
 * are, not what is behind them.
 */
function giveBack(blocks: Blocks, kept?: ArrayBufferLike): void {
  for (const { buffer } of blocks) {
    const isOurs = buffer instanceof ArrayBuffer && buffer !== kept;
    if (isOurs && !buffer.detached) buffer.transfer(0);
  }
}
