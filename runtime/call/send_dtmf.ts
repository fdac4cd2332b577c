import type { Stop } from "../media/media.ts";
import type { KeyTiming } from "../media/key_timing.ts";
import type { Action } from "./action.ts";
import type { Stage } from "./stage.ts";

/** `send_dtmf_start`: keys to the peer. */
export class SendDtmf implements Action {
  readonly #stage: Stage;
  readonly #keys: string;
  readonly #timing: KeyTiming | undefined;
  #silence: Stop = () => {};

  constructor(stage: Stage, keys: string, timing?: KeyTiming) {
    this.#stage = stage;
    this.#keys = keys;
    this.#timing = timing;
  }

  start(): void {
    try {
      const sent = () => this.#end(null);
      const { port } = this.#stage;
      this.#silence = port.sendKeys(this.#keys, sent, this.#timing);
    } catch (error) {
      this.#stage.log.warn("Keys cannot be sent", { error });
      this.#end("send dtmf error");
    }
  }

  /** What the peer presses does not concern it. */
  key(): void {}

  stop(): void {
    this.#end(null);
  }

  hangUp(): void {
    this.#end("hungup when sending dtmf");
  }

  #end(error: string | null): void {
    this.#silence();
    this.#stage.end({ type: "sendDtmfCompleted", error });
  }
}
