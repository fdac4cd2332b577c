import type { Stop } from "../media/media.ts";
import type { Action } from "./action.ts";
import type { Stage } from "./stage.ts";

/** `send_dtmf_start`: keys to the peer. */
export class SendDtmf implements Action {
  readonly #stage: Stage;
  readonly #keys: string;
  #silence: Stop = () => {};

  constructor(stage: Stage, keys: string) {
    this.#stage = stage;
    this.#keys = keys;
  }

  start(): void {
    try {
      const sent = () => this.#end(null);
      this.#silence = this.#stage.port.sendKeys(this.#keys, sent);
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
