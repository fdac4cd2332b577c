import type { Cancel, Clock } from "./clock.ts";
import type { Milliseconds, UnixSeconds } from "./units.ts";

interface Timer {
  readonly due: number;
  readonly work: () => void;
}

/** A clock that stands still until it is wound: for tests and simulations. */
export class HandClock implements Clock {
  #now = 0;
  readonly #start: number;
  readonly #timers = new Set<Timer>();

  constructor(start: UnixSeconds = 1_700_000_000 as UnixSeconds) {
    this.#start = start;
  }

  now(): Milliseconds {
    return this.#now as Milliseconds;
  }

  date(): UnixSeconds {
    return this.#start + Math.floor(this.#now / 1000) as UnixSeconds;
  }

  wall(): Milliseconds {
    return 1000 * this.#start + this.#now as Milliseconds;
  }

  after(delay: Milliseconds, work: () => void): Cancel {
    const timer = { due: this.#now + Math.max(0, delay), work };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  get pending(): number {
    return this.#timers.size;
  }

  /** Lets time pass, running what comes due in the order of its time. */
  wind(span: Milliseconds | number): void {
    const end = this.#now + span;
    for (let next = this.#next(end); next; next = this.#next(end)) {
      this.#now = Math.max(this.#now, next.due);
      this.#timers.delete(next);
      next.work();
    }
    this.#now = end;
  }

  #next(end: number): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.#timers) {
      if (timer.due <= end && (!first || timer.due < first.due)) first = timer;
    }
    return first;
  }
}
