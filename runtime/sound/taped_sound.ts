import type { ReaderId, SoundPart } from "../media/sound_messages.ts";
import type { HeldSound } from "./held_sound.ts";
import type { StreamedSound } from "./streamed_sound.ts";
import type { Tape } from "./tape.ts";
import type { Turns } from "./turns.ts";

export interface TapedParts {
  readonly tape: Tape;
  readonly turns: Pick<Turns, "soon">;
  /** The same sound from its file, should the tape be dropped. */
  stream(): StreamedSound;
  released(): void;
}

/** A sound of which all is held, as one of those who play it has it. */
export class TapedSound implements HeldSound {
  readonly #parts: TapedParts;
  #stream: StreamedSound | null = null;

  constructor(parts: TapedParts) {
    this.#parts = parts;
  }

  get length(): number | null {
    const { tape } = this.#parts;
    return tape.state === "whole" ? tape.length : tape.expected;
  }

  async part(from: number, reader: ReaderId): Promise<SoundPart> {
    const { tape, turns, stream } = this.#parts;
    const isAwaited = () => tape.state === "grows" && from >= tape.length;
    while (isAwaited()) {
      await turns.soon();
      if (isAwaited()) await tape.grow();
    }
    const part = tape.part(from);
    if (part) return part;
    this.#stream ??= stream();
    return await this.#stream.part(from, reader);
  }

  leave(reader: ReaderId): void {
    this.#stream?.leave(reader);
  }

  release(): void {
    this.#stream?.release();
    this.#parts.released();
  }
}
