import type { Content } from "../media/content.ts";
import type { Playing, Stop } from "../media/media.ts";
import type { LoadedSound, Sound } from "./sound.ts";

const NOTHING: Stop = () => {};

export interface PromptListener {
  /** It was played to its end. Not called after `stop`. */
  played(): void;
  /** Something of it cannot be played. Not called after `stop`. */
  failed(error: unknown): void;
}

/** Where the sounds come from, and who hears them: a call, or a conference. */
export interface PromptParts {
  readonly sound: Pick<Sound, "load">;
  readonly player: Playing;
}

/**
 * A list of sounds for a call or a conference: loaded when it is first wanted,
 * played as often as asked, given back whatever came between. Nothing of it is
 * heard before all of it is there.
 */
export class Prompt {
  readonly #parts: PromptParts;
  readonly #content: Content;
  #loading: readonly Promise<LoadedSound>[] | null = null;
  #silence = NOTHING;
  /** Counts the playings: what belongs to an earlier one is too late. */
  #turn = 0;

  constructor(parts: PromptParts, content: Content) {
    this.#parts = parts;
    this.#content = content;
  }

  /**
   * Plays from the beginning, `rounds` times without a gap; null: for ever. A
   * list of nothing is played soon.
   */
  async play(rounds: number | null, listener: PromptListener): Promise<void> {
    this.stop();
    const turn = this.#turn;
    const current = () => turn === this.#turn;
    const played = () => current() && listener.played();
    try {
      const sounds = await Promise.all(this.#load());
      if (!current()) return;
      if (sounds.length === 0) return listener.played();
      const ids = sounds.map(({ id }) => id);
      this.#silence = this.#parts.player.play(ids, rounds, played);
    } catch (error) {
      if (current()) listener.failed(error);
    }
  }

  /** Falls silent; it can be played again. */
  stop(): void {
    this.#turn++;
    this.#silence();
    this.#silence = NOTHING;
  }

  /** Falls silent and gives the sounds back, now or when they are loaded. */
  close(): void {
    this.stop();
    for (const loading of this.#loading ?? []) {
      loading.then((sound) => sound.release(), () => {});
    }
    this.#loading = null;
  }

  #load(): readonly Promise<LoadedSound>[] {
    const { sound } = this.#parts;
    return this.#loading ??= this.#content.map((item) => sound.load(item));
  }
}
