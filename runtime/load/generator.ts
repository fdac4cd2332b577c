import type { Chance } from "../base/chance.ts";
import type { Cancel, Clock } from "../base/clock.ts";
import {
  inMilliseconds,
  type Milliseconds,
  milliseconds,
} from "../base/units.ts";

export interface GeneratorParts {
  readonly clock: Clock;
  readonly chance: Chance;
  /** Calls at once. */
  readonly calls: number;
  /** Calls begun a second. */
  readonly rate: number;
  /** Seconds, drawn for each call; null: to the end. */
  readonly hold: { readonly least: number; readonly most: number } | null;
  /** Seconds in which calls come and go; null: each comes once. */
  readonly duration: number | null;
  /** Makes a call of so many ms; resolves when nothing of it is left. */
  call(number: string, hold: Milliseconds | null): Promise<void>;
  /** Ends every call that is under way. */
  hangUp(): void;
}

/** Callers have numbers from here on. */
const FIRST_NUMBER = 1_000_000;

/** Keeps so many calls up, and begins no more a second than it may. */
export class Generator {
  readonly #parts: GeneratorParts;
  readonly #finished = Promise.withResolvers<void>();
  #running = 0;
  #begun = 0;
  /** No more calls begin. */
  #enough = false;
  /** When the next call may begin, and what waits for it. */
  #next: number;
  #cancel: Cancel | null = null;

  constructor(parts: GeneratorParts) {
    this.#parts = parts;
    this.#next = parts.clock.now();
  }

  /** Resolves when all calls are over. */
  run(): Promise<void> {
    const { clock, duration, hold } = this.#parts;
    if (duration !== null) {
      const end = () => hold ? this.#runOut() : this.stop();
      const cancel = clock.after(inMilliseconds(duration), end);
      void this.#finished.promise.then(cancel);
    }
    this.#pump();
    return this.#finished.promise;
  }

  /** Hangs up on all. */
  stop(): void {
    this.#runOut();
    this.#parts.hangUp();
  }

  /** Begins no more. */
  #runOut(): void {
    this.#enough = true;
    this.#cancel?.();
    this.#settle();
  }

  /** Begins what is due, then waits for what is next. */
  readonly #pump = (): void => {
    const { clock, rate } = this.#parts;
    this.#cancel?.();
    while (this.#mayBegin() && this.#next <= clock.now()) {
      this.#next += 1000 / rate;
      void this.#begin();
    }
    if (!this.#mayBegin()) return;
    const wait = milliseconds(Math.max(1, this.#next - clock.now()));
    this.#cancel = clock.after(wait, this.#pump);
  };

  #mayBegin(): boolean {
    return this.#running < this.#parts.calls && !this.#enough;
  }

  async #begin(): Promise<void> {
    this.#running++;
    const { calls, duration } = this.#parts;
    const number = `${FIRST_NUMBER + this.#begun++}`;
    // Without a duration every call comes once
    this.#enough ||= duration === null && this.#begun === calls;
    try {
      await this.#parts.call(number, this.#hold());
    } finally {
      this.#running--;
      // Free places are not saved up for a burst.
      this.#next = Math.max(this.#next, this.#parts.clock.now());
      this.#pump();
      this.#settle();
    }
  }

  #settle(): void {
    if (this.#running === 0 && this.#enough) this.#finished.resolve();
  }

  #hold(): Milliseconds | null {
    const { hold, chance } = this.#parts;
    if (!hold) return null;
    const [least, most] = [hold.least * 1000, hold.most * 1000];
    return milliseconds(least + chance.integer(most - least + 1));
  }
}
