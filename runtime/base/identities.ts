import type { Chance } from "./chance.ts";
import type { Clock } from "./clock.ts";

/** What applications know a resource by, such as a call or a conference. */
export interface Identity {
  readonly resId: string;
  readonly processId: number;
}

const MICROSECONDS = 1_000_000;

/** Names for resources of one kind that none of this node had before. */
export class Identities {
  readonly #head: string;
  #lastProcessId: number;

  /** @param kind where their methods are, such as `sys.call` */
  constructor(nodeId: string, kind: string, clock: Clock, chance: Chance) {
    this.#head = `${nodeId}-${kind}-`;
    this.#lastProcessId = clock.date() * MICROSECONDS +
      chance.integer(MICROSECONDS);
  }

  next(): Identity {
    const processId = ++this.#lastProcessId;
    return { resId: `${this.#head}${processId}`, processId };
  }
}
