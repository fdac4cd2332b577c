import type { Cancel, Clock } from "../base/clock.ts";
import { FRAME, type Milliseconds, milliseconds } from "../base/units.ts";
import { Lateness } from "./lateness.ts";

/** Beats run back to back after a delay, before packets get their turn again. */
const MOST_AT_ONCE = 3;
/** Further behind than this the lost time is given up: nobody plays it back. */
const TOO_FAR_BEHIND = milliseconds(200);
/** Timers fire up to a millisecond early; a beat that early is on time. */
const EARLY = milliseconds(1);

/**
 * Calls `beat` every 20 ms, to deadlines counted from the start, so that being
 * late once moves nothing that comes after.
 */
export class Heartbeat {
  readonly lateness = new Lateness();
  /** Beats that took place. */
  beats = 0;
  /** Beats given up because the thread stood still for too long. */
  skipped = 0;
  /** Time spent inside `beat`. */
  busy = milliseconds(0);
  readonly #clock: Clock;
  readonly #beat: () => void;
  #deadline = 0;
  #cancel: Cancel | null = null;

  constructor(clock: Clock, beat: () => void) {
    this.#clock = clock;
    this.#beat = beat;
  }

  /** The first beat comes 20 ms from now. */
  start(): void {
    this.#deadline = this.#clock.now() + FRAME;
    this.#wait();
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  /** Begins the figures anew. */
  forget(): void {
    this.lateness.forget();
    this.beats = 0;
    this.skipped = 0;
    this.busy = milliseconds(0);
  }

  #wait(): void {
    const span = Math.max(0, this.#deadline - this.#clock.now());
    this.#cancel = this.#clock.after(milliseconds(span), this.#wake);
  }

  readonly #wake = () => {
    let now = this.#clock.now();
    this.#skip(now);
    for (let n = 0; n < MOST_AT_ONCE && this.#isDue(now); n++) {
      this.lateness.note(milliseconds(now - this.#deadline));
      this.#deadline += FRAME;
      this.beats++;
      this.#beat();
      const end = this.#clock.now();
      this.busy = milliseconds(this.busy + end - now);
      now = end;
    }
    // `beat` may have stopped it.
    if (this.#cancel) this.#wait();
  };

  #isDue(now: Milliseconds): boolean {
    return now >= this.#deadline - EARLY && this.#cancel !== null;
  }

  #skip(now: Milliseconds): void {
    if (now - this.#deadline <= TOO_FAR_BEHIND) return;
    const lost = Math.floor((now - this.#deadline) / FRAME);
    this.lateness.note(milliseconds(now - this.#deadline));
    this.#deadline += lost * FRAME;
    this.skipped += lost;
  }
}
