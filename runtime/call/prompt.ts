import type { Stop } from "../media/media.ts";
import type { LoadedSound } from "../sound/sound.ts";
import type { Stage } from "./stage.ts";

const NOTHING: Stop = () => {};

export interface PromptListener {
  /** It was played to its end. Not called after `stop`. */
  played(): void;
  /** The file cannot be played. Not called after `stop`. */
  failed(error: unknown): void;
}

/**
 * A sound file played to a call: loaded when it is first wanted, played as
 * often as asked, given back whatever came between.
 */
export class Prompt {
  readonly #stage: Stage;
  readonly #path: string;
  #loading: Promise<LoadedSound> | null = null;
  #silence = NOTHING;
  /** Counts the playings: what belongs to an earlier one is too late. */
  #turn = 0;

  constructor(stage: Stage, path: string) {
    this.#stage = stage;
    this.#path = path;
  }

  /** Plays from the beginning, `rounds` times without a gap. */
  async play(rounds: number, listener: PromptListener): Promise<void> {
    this.stop();
    const turn = this.#turn;
    const current = () => turn === this.#turn;
    const played = () => current() && listener.played();
    try {
      this.#loading ??= this.#stage.sound.load(this.#path);
      const sound = await this.#loading;
      if (!current()) return;
      this.#silence = this.#stage.port.play([sound.id], rounds, played);
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

  /** Falls silent and gives the sound back, now or when it has been loaded. */
  close(): void {
    this.stop();
    this.#loading?.then((sound) => sound.release(), () => {});
    this.#loading = null;
  }
}
