import { Prompt } from "../sound/prompt.ts";
import type { Action } from "./action.ts";
import type { PlayParameters } from "./parameters.ts";
import type { Stage } from "./stage.ts";

/** `play_start`: its content, `repeat` times more than once. */
export class Play implements Action {
  readonly #stage: Stage;
  readonly #options: PlayParameters;
  readonly #prompt: Prompt;

  constructor(stage: Stage, options: PlayParameters) {
    this.#stage = stage;
    this.#options = options;
    const { sound, port: player } = stage;
    this.#prompt = new Prompt({ sound, player }, options.content);
  }

  start(): void {
    this.#prompt.play(this.#options.repeat + 1, {
      played: () => this.#end(null, null),
      failed: (reason) => this.#fail(reason),
    });
  }

  key(key: string): void {
    if (this.#options.finishKeys.includes(key)) this.#end(null, key);
  }

  stop(): void {
    this.#end(null, null);
  }

  hangUp(): void {
    this.#end("hungup when playing", null);
  }

  #fail(reason: string): void {
    this.#stage.log.warn("A sound cannot be played", { reason });
    this.#end("play error", null, reason);
  }

  #end(
    error: string | null,
    finishKey: string | null,
    reason: string | null = null,
  ): void {
    this.#prompt.close();
    this.#stage.end({ type: "playCompleted", error, finishKey, reason });
  }
}
