import type { Chance } from "../base/chance.ts";
import type { Clock } from "../base/clock.ts";
import { milliseconds } from "../base/units.ts";

/** Ports in a row that cannot be bound before a call is refused. */
const TRIES = 64;

/**
 * How long a pair rests behind a call: 8.5 s. A BYE that is lost three times is
 * sent for the fourth time after 3.5 s (RFC 3261 §17.1.2.2, timer E), and what
 * the peer has sent until then may be under way for T4, 5 s (§17.1.1.1).
 */
export const QUARANTINE = milliseconds(3500 + 5000);

/**
 * The even ports of a range, each with the odd one after it (RFC 3550 §11).
 *
 * A pair that was released rests before it is given again, so that what was
 * meant for an ended call does not reach a new one; the one that has rested
 * longest comes first. Where the round begins and how it runs is chance, so
 * that a stranger cannot know the next port.
 */
export class PortPairs {
  readonly #clock: Clock;
  readonly #ready: Row;
  /** Those that rest, and when each of them has done so. */
  readonly #resting: Row;

  constructor(
    range: { readonly first: number; readonly last: number },
    chance: Chance,
    clock: Clock,
  ) {
    const even = evenPorts(range);
    shuffle(even, chance);
    this.#clock = clock;
    this.#ready = new Row(even.length);
    this.#resting = new Row(even.length);
    for (const port of even) this.#ready.push(port);
  }

  /** How many calls can get one now. */
  get free(): number {
    this.#wake();
    return this.#ready.length;
  }

  /**
   * Gives what `bind` made of the first port it did not throw at; a port that
   * cannot be bound goes to the end of the row. Null when none was to be had.
   */
  take<Bound>(bind: (port: number) => Bound): Bound | null {
    const { free } = this;
    for (let tries = Math.min(free, TRIES); tries > 0; tries--) {
      const port = this.#ready.shift();
      try {
        return bind(port);
      } catch {
        this.#ready.push(port);
      }
    }
    return null;
  }

  /** Lays a port to rest that was taken and is closed now. */
  release(port: number): void {
    this.#resting.push(port, this.#clock.now() + QUARANTINE);
  }

  /** All rest equally long: the first in the row wakes first. */
  #wake(): void {
    const now = this.#clock.now();
    const resting = this.#resting;
    while (resting.length > 0 && resting.firstUntil <= now) {
      this.#ready.push(resting.shift());
    }
  }
}

/** Ports one behind the other, in a ring that is made once. */
class Row {
  readonly #ports: Uint16Array;
  readonly #until: Float64Array;
  #first = 0;
  #length = 0;

  constructor(capacity: number) {
    this.#ports = new Uint16Array(capacity);
    this.#until = new Float64Array(capacity);
  }

  get length(): number {
    return this.#length;
  }

  get firstUntil(): number {
    return this.#until[this.#first];
  }

  push(port: number, until = 0): void {
    const end = (this.#first + this.#length++) % this.#ports.length;
    this.#ports[end] = port;
    this.#until[end] = until;
  }

  shift(): number {
    const port = this.#ports[this.#first];
    this.#first = (this.#first + 1) % this.#ports.length;
    this.#length--;
    return port;
  }
}

function evenPorts(
  { first, last }: { readonly first: number; readonly last: number },
): number[] {
  const even: number[] = [];
  for (let port = first + first % 2; port < last; port += 2) even.push(port);
  return even;
}

/** Fisher and Yates. */
function shuffle(numbers: number[], chance: Chance): void {
  for (let i = numbers.length - 1; i > 0; i--) {
    const j = chance.integer(i + 1);
    [numbers[i], numbers[j]] = [numbers[j], numbers[i]];
  }
}
