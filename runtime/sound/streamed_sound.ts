import type { ReaderId, SoundPart } from "../media/sound_messages.ts";
import { FIRST_READER, type HeldSound } from "./held_sound.ts";
import type { Segments } from "./segments.ts";
import type { Turns } from "./turns.ts";

/** Opens the file from its beginning. */
export type OpenSegments = () => Promise<Segments>;

/** A sound that is too long to be held: each reader reads the file by itself. */
export class StreamedSound implements HeldSound {
  readonly length: number | null;
  readonly #open: OpenSegments;
  readonly #turns: Pick<Turns, "first" | "soon">;
  readonly #reading = new Map<ReaderId, Segments>();
  /** Readers that are being given a part. */
  readonly #served = new Set<ReaderId>();
  #isReleased = false;

  /** @param opened where the first reader begins, if it is open already */
  constructor(
    opened: Segments | null,
    open: OpenSegments,
    turns: Pick<Turns, "first" | "soon">,
  ) {
    this.length = opened?.expected ?? null;
    this.#open = open;
    this.#turns = turns;
    if (opened) this.#reading.set(FIRST_READER, opened);
  }

  async part(from: number, reader: ReaderId): Promise<SoundPart> {
    this.#served.add(reader);
    try {
      return await this.#read(from, reader);
    } finally {
      // Somebody may have left, or released it, meanwhile.
      if (!this.#served.delete(reader) || this.#isReleased) this.leave(reader);
    }
  }

  leave(reader: ReaderId): void {
    this.#served.delete(reader);
    this.#reading.get(reader)?.close();
    this.#reading.delete(reader);
  }

  release(): void {
    this.#isReleased = true;
    for (const reader of [...this.#reading.keys()]) this.leave(reader);
  }

  async #read(from: number, reader: ReaderId): Promise<SoundPart> {
    const segments = await this.#reach(from, reader);
    const segment = await this.#next(segments);
    if (segments.isOver) this.leave(reader);
    return {
      segments: segment ? [segment] : [],
      last: segments.isOver,
    };
  }

  async #reach(from: number, reader: ReaderId): Promise<Segments> {
    const segments = this.#standing(from, reader) ?? await this.#open();
    this.#reading.set(reader, segments);
    while (segments.at < from && !segments.isOver) {
      await this.#next(segments);
    }
    return segments;
  }

  #next(segments: Segments): Promise<ArrayBuffer | null> {
    const next = () => segments.next();
    return segments.at === 0 ? this.#turns.first(next) : this.#turns.soon(next);
  }

  /** Who has not read yet goes on where the beginning ended, once. */
  #standing(from: number, reader: ReaderId): Segments | null {
    const own = this.#reading.get(reader);
    if (own) return own;
    const first = this.#reading.get(FIRST_READER);
    if (!first || first.at > from) return null;
    this.#reading.delete(FIRST_READER);
    return first;
  }
}
