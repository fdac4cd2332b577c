import type { Chance } from "../base/chance.ts";

/** Ports in a row that cannot be bound before a call is refused. */
const TRIES = 64;

/**
 * The even ports of a range, each with the odd one after it (RFC 3550 §11).
 *
 * The one that has rested longest comes first, so that what was meant for an
 * ended call seldom reaches a new one; where the round begins and how it runs
 * is chance, so that a stranger cannot know the next port.
 */
export class PortPairs {
  /** A ring of the ports at rest, in the order of their release. */
  readonly #resting: Uint16Array;
  #first = 0;
  #count: number;

  constructor(
    range: { readonly first: number; readonly last: number },
    chance: Chance,
  ) {
    const even: number[] = [];
    for (
      let port = range.first + range.first % 2;
      port < range.last;
      port += 2
    ) {
      even.push(port);
    }
    shuffle(even, chance);
    this.#resting = Uint16Array.from(even);
    this.#count = even.length;
  }

  /** How many calls can still get one. */
  get free(): number {
    return this.#count;
  }

  /**
   * Gives what `bind` made of the first port it did not throw at; a port that
   * somebody else has goes to the end of the row. Null when none was to be had.
   */
  take<Bound>(bind: (port: number) => Bound): Bound | null {
    for (let tries = Math.min(this.#count, TRIES); tries > 0; tries--) {
      const port = this.#resting[this.#first];
      this.#first = (this.#first + 1) % this.#resting.length;
      this.#count--;
      try {
        return bind(port);
      } catch {
        this.release(port);
      }
    }
    return null;
  }

  /** Puts a port that was taken, and is closed now, at the end of the row. */
  release(port: number): void {
    const end = (this.#first + this.#count) % this.#resting.length;
    this.#resting[end] = port;
    this.#count++;
  }
}

/** Fisher and Yates. */
function shuffle(numbers: number[], chance: Chance): void {
  for (let i = numbers.length - 1; i > 0; i--) {
    const j = chance.integer(i + 1);
    [numbers[i], numbers[j]] = [numbers[j], numbers[i]];
  }
}
