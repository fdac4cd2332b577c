import type { Clock } from "../base/clock.ts";
import { CtiError } from "../base/fault.ts";
import type { Milliseconds } from "../base/units.ts";
import type { Caller } from "./caller.ts";
import { KEY_NAME, wrongKey } from "./idempotency_key.ts";

/** What came of a request. */
export type Outcome =
  | { readonly result: unknown }
  | { readonly error: CtiError };

/** How much is kept for one bearer. */
export interface KeptBounds {
  readonly keys: number;
  /** Of all replies, as JSON. */
  readonly characters: number;
}

/** A request of a certain key. */
export interface Keyed {
  readonly key: string;
  /** Other requests have another. */
  readonly digest: string;
}

interface Kept {
  readonly digest: string;
  readonly since: Milliseconds;
  /** Resources that the request created. */
  readonly created: string[];
  outcome: Promise<Outcome>;
  characters: number;
}

/** A repeated request is one within this time; then the key is free again. */
const AGE = 600_000 as Milliseconds;
/** Eighty commands a second for as long as that, with the replies they have. */
const BOUNDS: KeptBounds = { keys: 50_000, characters: 20_000_000 };

/**
 * The replies to one bearer's requests that carried an `idempotency_key`: when
 * one comes again, on whatever connection, it is not carried out again.
 */
export class KeptReplies {
  readonly #clock: Clock;
  readonly #bounds: KeptBounds;
  /** By key, the oldest first. */
  readonly #kept = new Map<string, Kept>();
  #characters = 0;

  constructor(clock: Clock, bounds: KeptBounds = BOUNDS) {
    this.#clock = clock;
    this.#bounds = bounds;
  }

  /**
   * What came of this request when it came before; null: it did not. One that
   * is still being carried out is waited for.
   *
   * @throws {CtiError} `badParams`: another request had the key
   */
  replay({ key, digest }: Keyed, caller: Caller): Promise<Outcome> | null {
    this.#forget();
    const kept = this.#kept.get(key);
    if (!kept) return null;
    if (kept.digest !== digest) {
      throw wrongKey("is another request's", "a key of its own");
    }
    return kept.outcome.then((outcome) => {
      for (const resId of kept.created) caller.adopts(resId);
      return outcome;
    });
  }

  /**
   * Carries a request out and keeps what comes of it.
   * @throws {CtiError} `overloaded`: nothing more can be kept now
   */
  keep(
    { key, digest }: Keyed,
    caller: Caller,
    carryOut: (caller: Caller) => Promise<Outcome>,
  ): Promise<Outcome> {
    this.#assertRoom();
    const created: string[] = [];
    const outcome = carryOut(noting(caller, created));
    const since = this.#clock.now();
    const kept: Kept = { digest, since, created, outcome, characters: 0 };
    this.#kept.set(key, kept);
    kept.outcome = outcome.then((found) => {
      if (this.#kept.get(key) === kept) this.#weigh(kept, found);
      return found;
    });
    return kept.outcome;
  }

  #weigh(kept: Kept, found: Outcome): void {
    kept.characters = JSON.stringify(found).length;
    this.#characters += kept.characters;
  }

  #assertRoom(): void {
    const { keys, characters } = this.#bounds;
    if (this.#kept.size < keys && this.#characters < characters) return;
    const text = "Too many requests with an idempotency_key in ten minutes";
    throw new CtiError("overloaded", text, { param: KEY_NAME });
  }

  #forget(): void {
    const oldest = this.#clock.now() - AGE;
    for (const [key, { since, characters }] of this.#kept) {
      if (since >= oldest) return;
      this.#kept.delete(key);
      this.#characters -= characters;
    }
  }
}

/** The caller, whose new resources are written down. */
function noting(caller: Caller, created: string[]): Caller {
  return {
    ...caller,
    created: (resId) => {
      created.push(resId);
      caller.created(resId);
    },
  };
}
