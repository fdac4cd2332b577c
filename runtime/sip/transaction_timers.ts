import type { Cancel, Clock } from "../base/clock.ts";
import type { Milliseconds } from "../base/units.ts";
import {
  backedOff,
  doubled,
  firstDuration,
  T2,
  type TimerName,
} from "./timers.ts";

interface Waiting {
  readonly duration: Milliseconds;
  readonly cancel: Cancel;
}

/** The timers of one transaction. */
export class TransactionTimers {
  readonly #clock: Clock;
  readonly #reliable: boolean;
  readonly #fire: (timer: TimerName) => void;
  readonly #waiting = new Map<TimerName, Waiting>();

  constructor(
    clock: Clock,
    reliable: boolean,
    fire: (timer: TimerName) => void,
  ) {
    this.#clock = clock;
    this.#reliable = reliable;
    this.#fire = fire;
  }

  /** Starts it with its first duration, or not at all where it has none. */
  start(timer: TimerName): void {
    const duration = firstDuration(timer, this.#reliable);
    if (duration !== null) this.#wait(timer, duration);
  }

  /** Starts it again for twice as long. */
  double(timer: TimerName): void {
    this.#again(timer, doubled);
  }

  /** Starts it again for twice as long, but at most T2. */
  backOff(timer: TimerName): void {
    this.#again(timer, backedOff);
  }

  /** Starts it again for T2. */
  slow(timer: TimerName): void {
    this.#again(timer, () => T2);
  }

  stop(): void {
    for (const { cancel } of this.#waiting.values()) cancel();
    this.#waiting.clear();
  }

  #again(timer: TimerName, next: (last: Milliseconds) => Milliseconds): void {
    const last = this.#waiting.get(timer);
    if (last) this.#wait(timer, next(last.duration));
  }

  #wait(timer: TimerName, duration: Milliseconds): void {
    this.#waiting.get(timer)?.cancel();
    const cancel = this.#clock.after(duration, () => this.#fire(timer));
    this.#waiting.set(timer, { duration, cancel });
  }
}
