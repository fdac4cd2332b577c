import { Timer } from "../base/timer.ts";
import { inMilliseconds } from "../base/units.ts";
import type { Action, Ending } from "./action.ts";
import type { DialledFor } from "./dialled_for.ts";
import type { Leg } from "./leg.ts";
import type { Stage } from "./stage.ts";

export interface DialParts {
  readonly leg: Leg;
  readonly maxRingSeconds: number;
  /** What the parent does, if there is one. */
  readonly parent: DialledFor | null;
  /** The far end rings: called once at most. */
  readonly ringing: () => void;
  /** Its sound comes before it answers: called once at most. */
  readonly heard: () => void;
}

/**
 * What a far end that says 100 and nothing else is given on top of
 * `max_ring_seconds`: as long as timer B gives one that says nothing at all
 * (64 T1, RFC 3261 §17.1.1.2).
 */
const SETUP_SECONDS = 32;

const FAILED = "dial failed";

/** The dialling of an outgoing call, from its INVITE to the answer. */
export class Dial implements Action {
  readonly #stage: Stage;
  readonly #parts: DialParts;
  readonly #timer: Timer;
  #rings = false;
  /** Why it fails, where that is known before the call ends. */
  #error: string | null = null;
  #hears = false;
  #over = false;

  constructor(stage: Stage, parts: DialParts) {
    this.#stage = stage;
    this.#parts = parts;
    this.#timer = new Timer(stage.clock);
  }

  start(): void {
    this.#wait(SETUP_SECONDS + this.#parts.maxRingSeconds);
  }

  key(): void {}

  stop(): void {}

  provisional(status: number, sdp: string | null): void {
    if (status === 180 || status === 183) this.#ring(status);
    // Whoever is told of the ringing may have ended the call.
    if (sdp !== null && !this.#over) this.#preview(sdp);
  }

  accepted(sdp: string | null): void {
    if (!this.#parts.leg.settle(sdp)) {
      this.#error = FAILED;
      return this.#stage.release(488);
    }
    this.#parts.parent?.answered();
    this.#end(null);
  }

  hangUp(ending: Ending): void {
    const theirs = ending.by === "peer" || ending.by === "network";
    this.#end(this.#error ?? (theirs ? FAILED : "dial error"));
  }

  #ring(status: 180 | 183): void {
    this.#parts.parent?.rings(status);
    if (this.#rings) return;
    this.#rings = true;
    this.#wait(this.#parts.maxRingSeconds);
    this.#parts.ringing();
  }

  #preview(sdp: string): void {
    const { leg, parent, heard } = this.#parts;
    if (!leg.preview(sdp) || this.#hears) return;
    this.#hears = true;
    parent?.hears(leg);
    heard();
  }

  #wait(seconds: number): void {
    this.#timer.start(inMilliseconds(seconds), () => this.#expire());
  }

  #expire(): void {
    this.#error = "dial timeout";
    this.#stage.release(408);
  }

  #end(error: string | null): void {
    this.#over = true;
    this.#timer.stop();
    const answerTime = error === null ? this.#stage.clock.date() : null;
    this.#stage.end({ type: "dialCompleted", error, answerTime });
  }
}
