import type { Cancel, Clock } from "./clock.ts";
import type { Milliseconds } from "./units.ts";

const NOTHING: Cancel = () => {};

/** One timer that is started again and again; starting it anew resets it. */
export class Timer {
  readonly #clock: Clock;
  #cancel = NOTHING;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  start(delay: Milliseconds, work: () => void): void {
    this.#cancel();
    this.#cancel = this.#clock.after(delay, work);
  }

  stop(): void {
    this.#cancel();
    this.#cancel = NOTHING;
  }
}
