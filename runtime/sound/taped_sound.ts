import type { ReaderId, SoundPart } from "../media/sound_messages.ts";
import type { HeldSound } from "./held_sound.ts";
import type { StreamedSound } from "./streamed_sound.ts";
import type { Tape } from "./tape.ts";
import type { Turns } from "./turns.ts";

export interface TapedParts {
  readonly tape: Tape;
  readonly turns: Pick<Turns, "first" | "soon">;
  /** The same sound from its file, should the tape be dropped. */
  stream(): StreamedSound;
  released(): void;
}

/** For who has given the sound back meanwhile. */
const NOTHING: SoundPart = { segments: [], last: true };

/** A sound of which all is held, as one of those who play it has it. */
export class TapedSound implements HeldSound {
  readonly #parts: TapedParts;
  #stream: StreamedSound | null = null;
  #isReleased = false;

  constructor(parts: TapedParts) {
    this.#parts = parts;
  }

  get length(): number | null {
    const { tape } = this.#parts;
    return tape.state === "whole" ? tape.length : tape.expected;
  }

  async part(from: number, reader: ReaderId): Promise<SoundPart> {
    const { tape, stream } = this.#parts;
    await this.#reach(from);
    const part = tape.part(from);
    if (part) return part;
    if (this.#isReleased) return NOTHING;
    this.#stream ??= stream();
    return await this.#stream.part(from, reader);
  }

  leave(reader: ReaderId): void {
    this.#stream?.leave(reader);
  }

  release(): void {
    this.#isReleased = true;
    this.#stream?.release();
    this.#parts.released();
  }

  /** Until something is there that begins at this sample, or nothing follows. */
  async #reach(from: number): Promise<void> {
    const { tape, turns } = this.#parts;
    const isAwaited = () => tape.state === "grows" && from >= tape.length;
    const grow = async () => {
      // Others who wait for it too may have had their turn.
      if (isAwaited()) await tape.grow();
    };
    while (isAwaited()) {
      await (from === 0 ? turns.first(grow) : turns.soon(grow));
    }
  }
}
