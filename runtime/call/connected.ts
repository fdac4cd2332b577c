import type { MediaPort } from "../media/media.ts";
import type { Action } from "./action.ts";
import type { Stage } from "./stage.ts";

/** A call that another one may be connected with. */
export interface SecondParty {
  /**
   * It becomes the second party of a connection that begins now.
   * @throws {CtiError} `wrongState` when it is not Idle
   */
  beConnected(): Connected;
}

/**
 * What the second party of a connection does: it is there, until the first says
 * that it is over. No event tells of it.
 */
export class Connected implements Action {
  readonly #stage: Stage;
  #hungUp = () => {};

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  get port(): MediaPort {
    return this.#stage.port;
  }

  /** Says who is told when this party hangs up. */
  listen(hungUp: () => void): void {
    this.#hungUp = hungUp;
  }

  /** The connection is over. */
  leave(): void {
    this.#stage.leave();
  }

  start(): void {}

  key(): void {}

  /** Only the first party stops a connection. */
  stop(): void {}

  hangUp(): void {
    this.#hungUp();
  }
}
