import { wordsOf } from "../base/words_of.ts";
import type { SoundId } from "../media/messages.ts";
import type {
  FromSound,
  MediaToSound,
  SoundToMedia,
} from "../media/sound_messages.ts";
import { faultOf } from "./fault.ts";
import { FIRST_READER, type HeldSound } from "./held_sound.ts";

type Pull = Extract<MediaToSound, { type: "pull" }>;

export interface LoadSurroundings {
  /** To the control thread. */
  report(message: FromSound): void;
  /** To the media thread. */
  supply(message: SoundToMedia): void;
}

/** The sounds that the media thread can play: its reading is answered here. */
export class Loads {
  readonly #around: LoadSurroundings;
  readonly #held = new Map<SoundId, HeldSound>();
  /** What was begun before all were given back is given up. */
  #generation = 0;

  constructor(around: LoadSurroundings) {
    this.#around = around;
  }

  /** Sends the beginning, and says that the sound can be played. */
  async load(sound: SoundId, open: () => Promise<HeldSound>): Promise<void> {
    const generation = this.#generation;
    const isGivenUp = () => generation !== this.#generation;
    try {
      await this.#begin(sound, await open(), isGivenUp);
    } catch (error) {
      if (isGivenUp()) return;
      this.#around.report({ type: "notLoaded", sound, ...faultOf(error) });
    }
  }

  unload(sound: SoundId): void {
    this.#around.supply({ type: "forget", sound });
    this.#held.get(sound)?.release();
    this.#held.delete(sound);
  }

  /** Sends more. A sound that is unloaded by now means nothing. */
  async pull({ sound, reader, from }: Pull): Promise<void> {
    const { supply } = this.#around;
    const held = this.#held.get(sound);
    if (!held) return;
    try {
      supply({ type: "part", reader, ...await held.part(from, reader) });
    } catch (error) {
      supply({ type: "broken", reader, error: wordsOf(error) });
    }
  }

  leave({ sound, reader }: Omit<Pull, "type" | "from">): void {
    this.#held.get(sound)?.leave(reader);
  }

  /** Gives back all of them, and what is being loaded now. */
  close(): void {
    this.#generation++;
    for (const held of this.#held.values()) held.release();
    this.#held.clear();
  }

  async #begin(
    sound: SoundId,
    held: HeldSound,
    isGivenUp: () => boolean,
  ): Promise<void> {
    const { report, supply } = this.#around;
    try {
      const part = await held.part(0, FIRST_READER);
      if (isGivenUp()) return held.release();
      this.#held.set(sound, held);
      supply({ type: "sound", sound, ...part });
      report({ type: "loaded", sound, samples: held.length });
    } catch (error) {
      held.release();
      throw error;
    }
  }
}
