import type { SoundPart } from "../media/sound_messages.ts";
import { type Samples, shared } from "./samples.ts";
import { segmentAt, type Segments } from "./segments.ts";

/** What is sent at a time of what is there: a minute. */
const MOST_SEGMENTS = 60;

/**
 * A sound that is decoded once and held whole, for all who play it. It can be
 * played while it grows.
 */
export class Tape {
  readonly expected: number | null;
  readonly #segments: Segments;
  readonly #changed: () => void;
  #kept: Samples[] = [];
  #growing: Promise<void> | null = null;
  #state: "grows" | "whole" | "broken" | "dropped" = "grows";
  #fault: unknown = null;

  /** @param changed told whenever there is more of it, or nothing follows */
  constructor(segments: Segments, changed: () => void) {
    this.expected = segments.expected;
    this.#segments = segments;
    this.#changed = changed;
  }

  get state(): "grows" | "whole" | "broken" | "dropped" {
    return this.#state;
  }

  /** Samples that there are so far. */
  get length(): number {
    return this.#segments.at;
  }

  /**
   * Decodes one segment more, or finds out why not; many may ask at once. Does
   * nothing where nothing follows.
   */
  grow(): Promise<void> {
    if (this.#state !== "grows") return Promise.resolve();
    return this.#growing ??= this.#decode().finally(() => this.#growing = null);
  }

  /**
   * What there is from this sample on; null of one that was dropped.
   * @throws {CtiError} `badParams`, saying what is broken in the file there
   */
  part(from: number): SoundPart | null {
    if (this.#state === "dropped") return null;
    if (this.#state === "broken" && from >= this.length) throw this.#fault;
    const first = segmentAt(from);
    const segments = this.#kept.slice(first, first + MOST_SEGMENTS);
    const isAtEnd = first + segments.length === this.#kept.length;
    return { segments, last: isAtEnd && this.#state === "whole" };
  }

  /** It is not held any more. */
  drop(): void {
    this.#end("dropped");
    this.#kept = [];
  }

  async #decode(): Promise<void> {
    try {
      const segment = await this.#segments.next();
      if (this.#state !== "grows") return;
      if (segment) this.#kept.push(shared(new Int16Array(segment)));
      if (this.#segments.isOver) this.#end("whole");
    } catch (error) {
      this.#fault = error;
      if (this.#state === "grows") this.#end("broken");
    }
    this.#changed();
  }

  #end(state: "whole" | "broken" | "dropped"): void {
    this.#state = state;
    this.#segments.close();
  }
}
