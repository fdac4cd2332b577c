import { inMilliseconds } from "../base/units.ts";
import type { Action, Ending } from "./action.ts";
import type { Leg } from "./leg.ts";
import type { Stage } from "./stage.ts";
import { Timer } from "./timer.ts";

export interface DialParts {
  readonly leg: Leg;
  readonly maxRingSeconds: number;
  /** The far end rings: called once at most. */
  readonly ringing: () => void;
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
  /** What a 18x said, for a 2xx that leaves its description out. */
  #early: string | null = null;

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
    this.#early = sdp ?? this.#early;
    if (this.#rings || (status !== 180 && status !== 183)) return;
    this.#rings = true;
    this.#wait(this.#parts.maxRingSeconds);
    this.#parts.ringing();
  }

  accepted(sdp: string | null): void {
    const answer = sdp ?? this.#early;
    if (answer === null || !this.#parts.leg.settle(answer)) {
      this.#error = FAILED;
      return this.#stage.release(488);
    }
    this.#end(null);
  }

  hangUp(ending: Ending): void {
    const theirs = ending.by === "peer" || ending.by === "network";
    this.#end(this.#error ?? (theirs ? FAILED : "dial error"));
  }

  #wait(seconds: number): void {
    this.#timer.start(inMilliseconds(seconds), () => this.#expire());
  }

  #expire(): void {
    this.#error = "dial timeout";
    this.#stage.release(408);
  }

  #end(error: string | null): void {
    this.#timer.stop();
    const answerTime = error === null ? this.#stage.clock.date() : null;
    this.#stage.end({ type: "dialCompleted", error, answerTime });
  }
}
