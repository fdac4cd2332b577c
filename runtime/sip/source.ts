import type { Clock } from "../base/clock.ts";
import { TokenBucket } from "../base/token_bucket.ts";
import type { Milliseconds } from "../base/units.ts";

/** What may be said to an address that may be a forged one. */
export interface Budget {
  /** Counts bytes that are said whatever comes of it. */
  spend(bytes: number): void;
  /** Whether so many may be said besides; they are counted then. */
  allows(bytes: number): boolean;
}

/** Where addresses cannot be forged, or the bytes were not asked for. */
export const UNLIMITED: Budget = { spend() {}, allows: () => true };

/**
 * Bytes for each byte that came from an address, as long as nothing shows that
 * whoever sends from there also receives there. QUIC allows three (RFC 9000
 * §8.1); with the answers that are due this stays below.
 */
const AMPLIFICATION = 2;
/**
 * Besides: a call whose ACK never comes repeats its 200 ten times and then its
 * BYE as often (RFC 3261 §13.3.1.4, §17.1.2.2), 800 and 450 bytes or so.
 */
const GRACE_BYTES = 16_384;
/**
 * And in each second: an answer of 400 bytes to the shortest OPTIONS there is,
 * for who asks no more than that and never proves anything.
 */
const BYTES_PER_SECOND = 400;
/** Refusals after which a source is banned, as long as they come faster ... */
const PATIENCE = 30;
/** ... than one in ten seconds is forgiven. */
const FORGIVEN_PER_SECOND = 0.1;

/** What is remembered of whoever sends from one address (or IPv6 /64). */
export class Source implements Budget {
  /** It knows what only somebody can know who gets what we send there. */
  proven = false;
  /** INVITEs of its that wait for our answer, or for its ACK. */
  pending = 0;
  /** Nothing is heard of it until then. */
  bannedUntil = 0;
  /** INVITEs that begin a session. */
  readonly pace: TokenBucket;
  /** Empty: refused once too often. */
  readonly patience: TokenBucket;
  readonly #clock: Clock;
  readonly #since: Milliseconds;
  #received = 0;
  #sent = 0;

  constructor(perSecond: number, clock: Clock) {
    const now = clock.now();
    this.#clock = clock;
    this.#since = now;
    this.pace = new TokenBucket(perSecond, perSecond, now);
    this.patience = new TokenBucket(FORGIVEN_PER_SECOND, PATIENCE, now);
  }

  receive(bytes: number): void {
    this.#received += bytes;
  }

  spend(bytes: number): void {
    this.#sent += bytes;
  }

  allows(bytes: number): boolean {
    const seconds = (this.#clock.now() - this.#since) / 1000;
    const most = AMPLIFICATION * this.#received + GRACE_BYTES +
      BYTES_PER_SECOND * seconds;
    if (!this.proven && this.#sent + bytes > most) return false;
    this.#sent += bytes;
    return true;
  }
}
