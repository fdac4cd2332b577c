import type { Clock } from "../base/clock.ts";
import { milliseconds } from "../base/units.ts";

const MINUTE = milliseconds(60_000);

/** Lets so many dials begin in any 60 s, and no more. */
export class DialRate {
  readonly #clock: Clock;
  readonly #most: number;
  /** When the last of them began, the oldest first; at most `most`. */
  readonly #begun: number[] = [];

  /** @param most null lets all begin */
  constructor(clock: Clock, most: number | null) {
    this.#clock = clock;
    this.#most = most ?? Infinity;
  }

  get hasRoom(): boolean {
    const [oldest] = this.#begun;
    return this.#begun.length < this.#most ||
      this.#clock.now() - oldest >= MINUTE;
  }

  /** Another begins. */
  add(): void {
    if (this.#most === Infinity) return;
    this.#begun.push(this.#clock.now());
    if (this.#begun.length > this.#most) this.#begun.shift();
  }
}
