import type { Milliseconds } from "./units.ts";

/** Lets so many through in a second, and as many as `burst` after a rest. */
export class TokenBucket {
  readonly #perSecond: number;
  readonly #burst: number;
  #tokens: number;
  #filledAt: Milliseconds;

  /** Begins full. */
  constructor(perSecond: number, burst: number, now: Milliseconds) {
    this.#perSecond = perSecond;
    this.#burst = burst;
    this.#tokens = burst;
    this.#filledAt = now;
  }

  /** Takes a token; false, and nothing is taken, when none is left. */
  take(now: Milliseconds): boolean {
    const gained = (now - this.#filledAt) / 1000 * this.#perSecond;
    this.#tokens = Math.min(this.#burst, this.#tokens + gained);
    this.#filledAt = now;
    if (this.#tokens < 1) return false;
    this.#tokens--;
    return true;
  }
}
