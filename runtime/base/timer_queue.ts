import type { Cancel, Clock } from "./clock.ts";
import { guarded } from "./guarded.ts";
import { type Milliseconds, milliseconds } from "./units.ts";

interface Waiting {
  readonly due: number;
  readonly work: () => void;
  before: Waiting | null;
  behind: Waiting | null;
  /** Whether it is in the queue still. */
  waits: boolean;
}

/** Timers of the system fire up to a millisecond early. */
const EARLY = 1;

/**
 * Timers of one duration run out in the order in which they were started: one
 * timer of the system, for the first of them, is enough for all. To start and to
 * cancel one costs no more than a link in a list.
 */
export class TimerQueue {
  readonly #duration: Milliseconds;
  readonly #clock: Pick<Clock, "now" | "after">;
  readonly #emptied: () => void;
  #first: Waiting | null = null;
  #last: Waiting | null = null;
  #timer: Cancel | null = null;

  /** `emptied` is called whenever nobody waits any more. */
  constructor(
    duration: Milliseconds,
    clock: Pick<Clock, "now" | "after">,
    emptied: () => void,
  ) {
    this.#duration = duration;
    this.#clock = clock;
    this.#emptied = emptied;
  }

  after(work: () => void): Cancel {
    const due = this.#clock.now() + this.#duration;
    const before = this.#last;
    const waiting = { due, work, before, behind: null, waits: true };
    if (before) before.behind = waiting;
    else this.#first = waiting;
    this.#last = waiting;
    this.#timer ??= this.#clock.after(this.#duration, this.#fire);
    return () => this.#cancel(waiting);
  }

  readonly #fire = () => {
    this.#timer = null;
    const now = this.#clock.now() + EARLY;
    for (let next = this.#first; next; next = this.#first) {
      if (next.due > now) break;
      this.#leave(next);
      guarded(next.work);
    }
    this.#rest();
  };

  #cancel(waiting: Waiting): void {
    if (!waiting.waits) return;
    this.#leave(waiting);
    // The timer of one that has left is as good for who waits behind it.
    if (!this.#first) this.#rest();
  }

  #leave(waiting: Waiting): void {
    const { before, behind } = waiting;
    waiting.waits = false;
    if (before) before.behind = behind;
    else this.#first = behind;
    if (behind) behind.before = before;
    else this.#last = before;
  }

  /** Waits for the first, or for nobody. */
  #rest(): void {
    this.#timer?.();
    this.#timer = null;
    if (!this.#first) return this.#emptied();
    const left = milliseconds(this.#first.due - this.#clock.now());
    this.#timer = this.#clock.after(left, this.#fire);
  }
}
