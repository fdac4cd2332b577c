import { setImmediate } from "node:timers";

/** Runs work in a turn of the event loop of its own. */
export type Later = (work: () => void) => void;

/**
 * Lets long work be done a step at a time, each in a turn of its own, so that
 * messages come in between. A step that somebody waits for comes first.
 */
export class Turns {
  readonly #later: Later;
  readonly #awaited: (() => void)[] = [];
  readonly #unhurried: (() => void)[] = [];
  #isTurning = false;

  constructor(later: Later = setImmediate) {
    this.#later = later;
  }

  /** Resolves when a step may be done that somebody waits for. */
  soon(): Promise<void> {
    return this.#queue(this.#awaited);
  }

  /** Resolves when a step may be done that nobody waits for. */
  atLeisure(): Promise<void> {
    return this.#queue(this.#unhurried);
  }

  #queue(steps: (() => void)[]): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    steps.push(resolve);
    if (!this.#isTurning) this.#turnLater();
    return promise;
  }

  #turnLater(): void {
    this.#isTurning = true;
    this.#later(() => this.#turn());
  }

  #turn(): void {
    const step = this.#awaited.shift() ?? this.#unhurried.shift();
    if (this.#awaited.length + this.#unhurried.length > 0) this.#turnLater();
    else this.#isTurning = false;
    step?.();
  }
}
