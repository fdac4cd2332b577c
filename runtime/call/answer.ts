import { CtiError } from "../base/fault.ts";
import type { IncomingSession } from "../sip/session.ts";
import type { Action, Ending } from "./action.ts";
import type { Leg } from "./leg.ts";
import type { Stage } from "./stage.ts";

export interface AnswerParts {
  readonly leg: Leg;
  readonly session: IncomingSession;
  /** Our address as the SDP says it. */
  readonly address: string;
}

const FAILED = "Un-catchable answer error.";

function isOverload(error: unknown): boolean {
  return error instanceof CtiError && error.fault === "overloaded";
}

/** `answer`: a port, our description in a 200, and the wait for the ACK. */
export class Answer implements Action {
  readonly #stage: Stage;
  readonly #parts: AnswerParts;
  #over = false;
  /** Why it fails, where that is known before the call ends. */
  #error: string | null = null;

  constructor(stage: Stage, parts: AnswerParts) {
    this.#stage = stage;
    this.#parts = parts;
  }

  start(): void {
    this.#accept().catch((error) => this.#fail(error));
  }

  key(): void {}

  stop(): void {}

  /** The ACK came, with the peer's description where the offer was ours. */
  acknowledged(sdp: string | null): void {
    const { leg } = this.#parts;
    if (leg.isOffering && (sdp === null || !leg.settle(sdp))) {
      this.#error = FAILED;
      return this.#stage.release(488);
    }
    this.#end(null);
  }

  hangUp(ending: Ending): void {
    const error = ending.by === "network" ? FAILED : "hungup when answering";
    this.#end(this.#error ?? error);
  }

  async #accept(): Promise<void> {
    const { leg, session, address } = this.#parts;
    await leg.open();
    if (this.#over) return;
    const sdp = leg.describe(session.offer, address);
    // Whoever is told of a hold may have ended the call.
    if (!this.#over) session.accept(sdp);
  }

  #fail(error: unknown): void {
    if (this.#over) return;
    this.#stage.log.warn("A call cannot be answered", { error });
    this.#error = error instanceof Error ? error.message : FAILED;
    this.#stage.release(isOverload(error) ? 503 : 500);
  }

  #end(error: string | null): void {
    this.#over = true;
    this.#stage.end({ type: "answerCompleted", error });
  }
}
