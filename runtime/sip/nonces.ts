import { createHmac, timingSafeEqual } from "node:crypto";
import { utf8 } from "../base/bytes.ts";
import type { Chance } from "../base/chance.ts";
import type { Clock } from "../base/clock.ts";
import { milliseconds } from "../base/units.ts";

/**
 * How long a nonce may be used: a phone that calls again spares a challenge,
 * and its uses have to be remembered for no longer.
 */
const LIFETIME = milliseconds(300_000);
/** Nonces in use; only who knows a password gets his remembered. */
const MOST_USED = 4096;
/** Uses below the highest that may still come: as many as an integer has bits. */
const WINDOW = 32;
const SECRET_LENGTH = 50;
const SALT_LENGTH = 8;
/** 96 bits, more than anybody guesses in the life of a nonce. */
const SEAL_LENGTH = 16;

/** Which uses of a nonce have been seen. */
interface Uses {
  readonly issuedAt: number;
  highest: number;
  /** Bit n: `highest - n` was seen. */
  seen: number;
}

/**
 * Nonces that say themselves when and for whom they were made, so that nothing
 * is remembered of those that nobody uses (RFC 7616 §3.3).
 */
export class Nonces {
  readonly #clock: Clock;
  readonly #chance: Chance;
  readonly #secret: string;
  /** The one that was first used the longest ago stands first. */
  readonly #used = new Map<string, Uses>();
  /** What was issued before may have been used and forgotten. */
  #floor = -Infinity;

  constructor(clock: Clock, chance: Chance) {
    this.#clock = clock;
    this.#chance = chance;
    this.#secret = chance.token(SECRET_LENGTH);
  }

  /** How many are remembered. */
  get size(): number {
    return this.#used.size;
  }

  /** A nonce for whoever is at that address. */
  issue(address: string): string {
    const time = Math.floor(this.#clock.now()).toString(36);
    const text = `${time}.${this.#chance.token(SALT_LENGTH)}`;
    return `${text}.${this.#seal(text, address)}`;
  }

  /**
   * Uses one for the `count`th time. False where it is none of ours, too old,
   * or was used so before.
   */
  use(nonce: string, address: string, count: number): boolean {
    const issuedAt = this.#issuedAt(nonce, address);
    if (issuedAt === null || issuedAt <= this.#floor) return false;
    if (this.#clock.now() - issuedAt >= LIFETIME) return false;
    const uses = this.#used.get(nonce);
    if (uses) return isNew(uses, count);
    this.#used.set(nonce, { issuedAt, highest: count, seen: 1 });
    this.#prune();
    return true;
  }

  /** Whether it was made here, at whatever time, for that address. */
  isOurs(nonce: string, address: string): boolean {
    return this.#issuedAt(nonce, address) !== null;
  }

  #issuedAt(nonce: string, address: string): number | null {
    const [time, salt, seal, ...more] = nonce.split(".", 4);
    if (seal === undefined || more.length > 0) return null;
    const expected = this.#seal(`${time}.${salt}`, address);
    return isSame(seal, expected) ? parseInt(time, 36) : null;
  }

  #seal(text: string, address: string): string {
    const hmac = createHmac("sha256", this.#secret);
    const whole = hmac.update(`${text} ${address}`).digest("base64url");
    return whole.slice(0, SEAL_LENGTH);
  }

  #prune(): void {
    const oldest = this.#clock.now() - LIFETIME;
    for (const [nonce, { issuedAt }] of this.#used) {
      const isFull = this.#used.size > MOST_USED;
      if (!isFull && issuedAt > oldest) return;
      this.#used.delete(nonce);
      this.#floor = Math.max(this.#floor, issuedAt);
    }
  }
}

function isNew(uses: Uses, count: number): boolean {
  const ahead = count - uses.highest;
  if (ahead > 0) {
    uses.seen = ahead < WINDOW ? uses.seen << ahead | 1 : 1;
    uses.highest = count;
    return true;
  }
  const bit = 1 << -ahead;
  if (-ahead >= WINDOW || (uses.seen & bit) !== 0) return false;
  uses.seen |= bit;
  return true;
}

/** Whether two texts are the same, in a time that does not say where they differ. */
export function isSame(text: string, secret: string): boolean {
  const [a, b] = [utf8(text), utf8(secret)];
  return a.length === b.length && timingSafeEqual(a, b);
}
