import type { Chance } from "../base/chance.ts";
import type { Clock } from "../base/clock.ts";

/** Where a call is a resource: by its id. */
export interface Identity {
  readonly resId: string;
  readonly processId: number;
}

const MICROSECONDS = 1_000_000;

/** Names for calls that no call of this node had before. */
export class Identities {
  readonly #nodeId: string;
  #lastProcessId: number;

  constructor(nodeId: string, clock: Clock, chance: Chance) {
    this.#nodeId = nodeId;
    this.#lastProcessId = clock.date() * MICROSECONDS +
      chance.integer(MICROSECONDS);
  }

  next(): Identity {
    const processId = ++this.#lastProcessId;
    return { resId: `${this.#nodeId}-sys.call-${processId}`, processId };
  }
}
