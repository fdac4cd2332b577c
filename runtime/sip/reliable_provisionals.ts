import type { Clock } from "../base/clock.ts";
import { doubled } from "./timers.ts";
import { Unacknowledged } from "./unacknowledged.ts";

/** A provisional response that is to be acknowledged. */
interface Said {
  readonly rseq: number;
  readonly isDescribed: boolean;
  readonly send: () => void;
}

/**
 * The reliable provisional responses to one INVITE (RFC 3262 §3): each is
 * repeated after T1, 2*T1, 4*T1 … until its PRACK comes, and the next is sent
 * only then.
 */
export class ReliableProvisionals {
  readonly #clock: Clock;
  readonly #giveUp: () => void;
  #nextRSeq: number;
  /** The first is under way, the others wait for its PRACK. */
  #waiting: Said[] = [];
  #repeat: Unacknowledged | null = null;

  /** `giveUp`: no PRACK came within 64*T1. */
  constructor(clock: Clock, firstRSeq: number, giveUp: () => void) {
    this.#clock = clock;
    this.#nextRSeq = firstRSeq;
    this.#giveUp = giveUp;
  }

  /** The RSeq that a PRACK is expected for. */
  get expected(): number | null {
    return this.#repeat && this.#waiting[0].rseq;
  }

  /** Whether a 2xx has to wait: a description is not acknowledged yet. */
  get holdsSuccess(): boolean {
    return this.#waiting.some(({ isDescribed }) => isDescribed);
  }

  /** Sends one as soon as its turn comes; `isDescribed`: it carries SDP. */
  say(isDescribed: boolean, send: (rseq: number) => void): void {
    const rseq = this.#nextRSeq++;
    this.#waiting.push({ rseq, isDescribed, send: () => send(rseq) });
    if (!this.#repeat) this.#begin();
  }

  /** The PRACK that was expected has come. */
  acknowledge(): void {
    this.#repeat?.stop();
    this.#repeat = null;
    this.#waiting.shift();
    this.#begin();
  }

  /**
   * A final response goes out: nothing is sent any more, or again, but the
   * PRACK that is expected may still come.
   */
  finish(): void {
    this.#repeat?.quiet();
    this.#waiting.length = this.#repeat ? 1 : 0;
  }

  /** Waits for nothing any more. */
  close(): void {
    this.#repeat?.stop();
    this.#repeat = null;
    this.#waiting = [];
  }

  #begin(): void {
    const [first] = this.#waiting;
    if (!first) return;
    const giveUp = () => {
      this.close();
      this.#giveUp();
    };
    const { send } = first;
    this.#repeat = new Unacknowledged(this.#clock, send, giveUp, doubled);
    send();
  }
}
