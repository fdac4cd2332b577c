import { Timer } from "../base/timer.ts";
import { inMilliseconds } from "../base/units.ts";
import type { Content } from "../media/content.ts";
import { Prompt } from "../sound/prompt.ts";
import type { Action } from "./action.ts";
import type { ReceiveDtmfParameters } from "./parameters.ts";
import type { Stage } from "./stage.ts";

/**
 * `receive_dtmf_start`: keys from the peer, asked for in `play_repeat` + 1
 * rounds. Each round begins without keys, plays the prompt if there is one and
 * then waits; both timeouts lead to the next round, in the last one to an
 * error with the keys of that round.
 */
export class ReceiveDtmf implements Action {
  readonly #stage: Stage;
  readonly #options: ReceiveDtmfParameters;
  readonly #prompt: Prompt | null;
  readonly #timer: Timer;
  #keys = "";
  #roundsLeft: number;

  constructor(stage: Stage, options: ReceiveDtmfParameters) {
    this.#stage = stage;
    this.#options = options;
    this.#timer = new Timer(stage.clock);
    this.#roundsLeft = options.playRepeat + 1;
    this.#prompt = promptOf(stage, options.playContent);
  }

  start(): void {
    this.#round();
  }

  key(key: string): void {
    const { validKeys, breakOnKey, finishKeys, maxKeys } = this.#options;
    if (!validKeys.includes(key)) return;
    if (breakOnKey) this.#prompt?.stop();
    if (finishKeys.includes(key)) return this.#finish(key);
    this.#keys += key;
    if (this.#keys.length >= maxKeys) return this.#end(null, this.#keys);
    this.#wait(this.#options.continuesKeysTimeout);
  }

  stop(): void {
    this.#end(null, this.#keys || null);
  }

  hangUp(): void {
    this.#end("hungup when receiving demf", this.#keys || null);
  }

  #round(): void {
    this.#roundsLeft--;
    this.#keys = "";
    this.#timer.stop();
    if (!this.#prompt) return this.#waitForFirstKey();
    this.#prompt.play(1, {
      played: () => this.#waitForFirstKey(),
      failed: (reason) => this.#fail(reason),
    });
  }

  /** A prompt that keys do not break may end when some are there already. */
  #waitForFirstKey(): void {
    if (this.#keys === "") this.#wait(this.#options.firstKeyTimeout);
  }

  #wait(seconds: number): void {
    this.#timer.start(inMilliseconds(seconds), () => this.#timeout());
  }

  #timeout(): void {
    if (this.#roundsLeft > 0) return this.#round();
    this.#end("receiving dtmf timeout", this.#keys || null);
  }

  #finish(key: string): void {
    const last = this.#options.includingFinishKey ? key : "";
    this.#end(null, this.#keys + last);
  }

  #fail(reason: string): void {
    this.#stage.log.warn("A prompt cannot be played", { reason });
    this.#end("receiving dtmf error", this.#keys || null, reason);
  }

  #end(
    error: string | null,
    keys: string | null,
    reason: string | null = null,
  ): void {
    this.#timer.stop();
    this.#prompt?.close();
    this.#stage.end({ type: "receiveDtmfCompleted", error, keys, reason });
  }
}

function promptOf(stage: Stage, content: Content | null): Prompt | null {
  const { sound, port: player } = stage;
  return content && new Prompt({ sound, player }, content);
}
