import { wordsOf } from "../base/words_of.ts";
import type { Content } from "../media/content.ts";
import type { Playing, Stop } from "../media/media.ts";
import type { LoadingSound, Sound } from "./sound.ts";

const NOTHING: Stop = () => {};

export interface PromptListener {
  /** It was played to its end. Not called after `stop`. */
  played(): void;
  /** Something of it cannot be played, and why. Not called after `stop`. */
  failed(reason: string): void;
}

/** A listener, as long as he listens. */
interface Told extends PromptListener {
  isOver(): boolean;
}

/** Where the sounds come from, and who hears them: a call, or a conference. */
export interface PromptParts {
  readonly sound: Pick<Sound, "beginLoading">;
  readonly player: Playing;
}

/**
 * A list of sounds for a call or a conference: loaded when it is first wanted,
 * played as often as asked, given back whatever came between. It is heard as
 * soon as the first of them is there; one that cannot be played ends it.
 */
export class Prompt {
  readonly #parts: PromptParts;
  readonly #content: Content;
  #loading: readonly LoadingSound[] | null = null;
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
    const told = this.#untilStopped(listener);
    try {
      const sounds = this.#load();
      const all = Promise.all(sounds.map(({ loaded }) => loaded));
      await Promise.race([sounds[0]?.loaded, all]);
      this.#begin(sounds, rounds, told);
      await all;
    } catch (error) {
      told.failed(wordsOf(error));
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
    for (const { loaded } of this.#loading ?? []) {
      loaded.then((sound) => sound.release(), () => {});
    }
    this.#loading = null;
  }

  #begin(
    sounds: readonly LoadingSound[],
    rounds: number | null,
    told: Told,
  ): void {
    if (told.isOver()) return;
    if (sounds.length === 0) return told.played();
    const ids = sounds.map(({ id }) => id);
    this.#silence = this.#parts.player.play(ids, rounds, (error) => {
      if (error === null) told.played();
      else told.failed(error);
    });
  }

  /** What is told of this playing: nothing once it is stopped, or has failed. */
  #untilStopped({ played, failed }: PromptListener): Told {
    const turn = this.#turn;
    const isOver = () => turn !== this.#turn;
    return {
      isOver,
      played: () => {
        if (!isOver()) played();
      },
      failed: (reason) => {
        if (isOver()) return;
        this.stop();
        failed(reason);
      },
    };
  }

  #load(): readonly LoadingSound[] {
    const { sound } = this.#parts;
    return this.#loading ??= this.#content.map((item) =>
      sound.beginLoading(item)
    );
  }
}
