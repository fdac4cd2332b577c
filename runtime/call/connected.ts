import type { MediaPort } from "../media/media.ts";
import type { Action, KeyOrigin } from "./action.ts";
import type { Stage } from "./stage.ts";

/** A call that another one may be connected with. */
export interface SecondParty {
  /**
   * It becomes the second party of a connection that begins now.
   * @throws {CtiError} `wrongState` when it is not Idle
   */
  beConnected(): Connected;
}

/** Who is told what the second party does. */
export interface SecondPartyListener {
  key(key: string, origin: KeyOrigin): void;
  hungUp(): void;
}

/**
 * What the second party of a connection does: it is there, until the first says
 * that it is over. No event tells of it.
 */
export class Connected implements Action {
  readonly #stage: Stage;
  #listener: SecondPartyListener | null = null;

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  get port(): MediaPort {
    return this.#stage.port;
  }

  listen(listener: SecondPartyListener): void {
    this.#listener = listener;
  }

  /** The connection is over. */
  leave(): void {
    this.#stage.leave();
  }

  start(): void {}

  key(key: string, origin: KeyOrigin): void {
    this.#listener?.key(key, origin);
  }

  /** Only the first party stops a connection. */
  stop(): void {}

  hangUp(): void {
    this.#listener?.hungUp();
  }
}
