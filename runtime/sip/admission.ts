import type { Clock } from "../base/clock.ts";
import { Counts } from "../base/counts.ts";
import type { Log } from "../base/log.ts";
import { Recent } from "../base/recent.ts";
import { TokenBucket } from "../base/token_bucket.ts";
import { networkOf } from "../net/ip_address.ts";
import type { SipRequest } from "./message.ts";
import type { Objection } from "./objection.ts";
import { OVERLOADED } from "./overloaded.ts";
import { type Budget, Source, UNLIMITED } from "./source.ts";
import type { Hop } from "./transport.ts";

/** How much is taken, of whom. */
export interface AdmissionLimits {
  /**
   * INVITEs that wait for our answer or for their ACK at once: of all sources;
   * of all that have not proven themselves; of one of those.
   */
  readonly pending: number;
  readonly unproven: number;
  readonly unprovenEach: number;
  /** INVITEs that begin a session, in a second, of one source. */
  readonly perSecond: number;
  /** Bytes that all that is being served may take up. */
  readonly held: number;
}

export interface AdmissionParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly limits: AdmissionLimits;
  /** Whether an IP address is one that the operator has named. */
  readonly vouchesFor: (address: string) => boolean;
}

/** What an INVITE takes up until it is answered for good. */
export interface Place {
  /** Our final response has arrived: that address is no forged one. */
  acknowledged(): void;
  over(): void;
}

/** Why something was left without an answer. */
export type Silence = "scanner" | "banned" | "reflection";

/** Sources that are remembered: of those that have proven themselves, of others. */
export const MOST_SOURCES = 10_000;
const BAN_SECONDS = 300;
/** Requests a second in one dialog: twice as many as somebody presses keys. */
const DIALOG_RATE = 20;
/** And as many at once: a number of 24 digits by INFO, down and up. */
const DIALOG_BURST = 48;
/** Names of attackers' tools, as they stand in User-Agent. */
const SCANNERS = [
  "friendly-scanner",
  "friendly-request",
  "sipvicious",
  "sip-scan",
  "sipcli",
  "sipptk",
  "sundayddr",
  "vaxsipuseragent",
  "pplsip",
];

/**
 * Who is heard, and how much of him is taken, before anything is remembered
 * about a request. A source that has acknowledged a response of ours, or used
 * another secret of ours, has proven itself: it gets what it sends for.
 */
export class Admission {
  readonly silences = new Counts<Silence>();
  readonly #parts: AdmissionParts;
  readonly #proven = new Recent<string, Source>(MOST_SOURCES);
  readonly #unproven = new Recent<string, Source>(MOST_SOURCES);
  readonly #dialogs = new WeakMap<object, TokenBucket>();
  #pending = 0;
  #held = 0;
  #pendingUnproven = 0;

  constructor(parts: AdmissionParts) {
    this.#parts = parts;
  }

  /** Sources that something is remembered about. */
  get sources(): number {
    return this.#proven.size + this.#unproven.size;
  }

  /** Bytes have come; false: from somebody who is not listened to. */
  hears({ address }: Hop, bytes: number): boolean {
    const source = this.#of(address.address);
    source.receive(bytes);
    if (source.bannedUntil <= this.#parts.clock.now()) return true;
    this.silences.add("banned");
    return false;
  }

  isScanner({ headers }: SipRequest): boolean {
    const agent = headers.first("User-Agent")?.toLowerCase() ?? "";
    return SCANNERS.some((name) => agent.includes(name));
  }

  /** What an INVITE that begins a session is refused with, if it is. */
  objection({ address: { address } }: Hop): Objection | null {
    const { limits, clock, vouchesFor } = this.#parts;
    const source = this.#of(address);
    const crowded = this.#pending >= limits.pending ||
      !source.proven &&
        (source.pending >= limits.unprovenEach ||
          this.#pendingUnproven >= limits.unproven);
    if (crowded) return OVERLOADED;
    const hurried = !vouchesFor(address) && !source.pace.take(clock.now());
    return hurried ? OVERLOADED : null;
  }

  /** Whether requests in a dialog come faster than anybody has use for them. */
  hurries(dialog: object): boolean {
    const now = this.#parts.clock.now();
    const known = this.#dialogs.get(dialog);
    const pace = known ?? new TokenBucket(DIALOG_RATE, DIALOG_BURST, now);
    if (!known) this.#dialogs.set(dialog, pace);
    return !pace.take(now);
  }

  /** So many bytes more (or less) are held of requests that are served. */
  hold(bytes: number): void {
    this.#held += bytes;
  }

  /** Whether no more may be held. */
  get isFull(): boolean {
    return this.#held >= this.#parts.limits.held;
  }

  /** An INVITE is served from now on. */
  admit({ address }: Hop): Place {
    const source = this.#of(address.address);
    const unproven = !source.proven;
    let taken = true;
    source.pending++;
    this.#pending++;
    if (unproven) this.#pendingUnproven++;
    const over = () => {
      if (!taken) return;
      taken = false;
      source.pending--;
      this.#pending--;
      if (unproven) this.#pendingUnproven--;
    };
    const acknowledged = () => {
      this.#prove(address.address, source);
      over();
    };
    return { acknowledged, over };
  }

  /** It has used what only we could have told it. */
  proved({ address: { address } }: Hop): void {
    this.#prove(address, this.#of(address));
  }

  /**
   * It was refused as one that has no business here. Refused again and again
   * it is not heard any more for a while; but one that has proven itself only
   * where it is certain that nobody else writes its address into his datagrams.
   */
  refused({ address: { address }, transport }: Hop, certain = false): void {
    const { clock, log, vouchesFor } = this.#parts;
    const source = this.#of(address);
    const forgeable = source.proven && !transport.reliable && !certain;
    if (forgeable || vouchesFor(address)) return;
    if (source.patience.take(clock.now())) return;
    source.bannedUntil = clock.now() + BAN_SECONDS * 1000;
    log.warn("A source is not heard for a while", {
      address,
      seconds: BAN_SECONDS,
    });
  }

  /** What may be said to it. */
  budgetOf({ address, transport }: Hop): Budget {
    return transport.reliable ? UNLIMITED : this.#of(address.address);
  }

  #of(address: string): Source {
    const key = networkOf(address);
    const known = this.#proven.get(key) ?? this.#unproven.get(key);
    if (known) return known;
    const { clock, limits } = this.#parts;
    const source = new Source(limits.perSecond, clock);
    this.#unproven.set(key, source);
    return source;
  }

  #prove(address: string, source: Source): void {
    if (source.proven) return;
    const key = networkOf(address);
    source.proven = true;
    this.#unproven.delete(key);
    this.#proven.set(key, source);
  }
}

/**
 * Limits for a node that takes so many calls. A source of which nothing is
 * known may fill half of the node with calls that ring: more of them ring at
 * once only where calls ring longer than they last. All those together leave a
 * quarter to the others.
 */
export function limitsFor(calls: number, perSecond: number): AdmissionLimits {
  return {
    pending: 2 * calls + FEW,
    unproven: Math.ceil(calls * 3 / 4) + FEW,
    unprovenEach: Math.ceil(calls / 2) + FEW,
    perSecond,
    held: MOST_HELD,
  };
}

/**
 * At 1000 calls a second, which is more than one core does, two transactions of
 * each call last for 32 s: half of this.
 */
const MOST_HELD = 512 * 2 ** 20;

/** A node of few calls has more than those to refuse. */
const FEW = 16;
