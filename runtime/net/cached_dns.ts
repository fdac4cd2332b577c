import type { Clock } from "../base/clock.ts";
import { Recent } from "../base/recent.ts";
import { milliseconds } from "../base/units.ts";
import type { Dns, Naptr, Srv } from "./dns.ts";

/**
 * How long an answer is kept. Deno does not say how long it may be; zones that
 * want to be followed quickly say as much.
 */
const KEPT = milliseconds(30_000);
/** What there is not may be there soon (RFC 2308 §5 lets it be kept longer). */
const NOTHING_KEPT = milliseconds(5_000);
/** Answers of each kind. */
const MOST_KEPT = 1000;

/** Asks for each name now and then only, and once for all who ask meanwhile. */
export class CachedDns implements Dns {
  readonly #naptr: Answers<Naptr>;
  readonly #srv: Answers<Srv>;
  readonly #addresses: Answers<string>;

  constructor(dns: Dns, clock: Clock) {
    this.#naptr = new Answers(clock, (domain) => dns.naptr(domain));
    this.#srv = new Answers(clock, (service) => dns.srv(service));
    this.#addresses = new Answers(clock, (host) => dns.addresses(host));
  }

  naptr(domain: string): Promise<readonly Naptr[]> {
    return this.#naptr.to(domain);
  }

  srv(service: string): Promise<readonly Srv[]> {
    return this.#srv.to(service);
  }

  addresses(host: string): Promise<readonly string[]> {
    return this.#addresses.to(host);
  }
}

interface Kept<Item> {
  readonly answer: Promise<readonly Item[]>;
  /** When it has to be asked for again; not before it was answered. */
  staleAt: number;
}

/** The answers of one kind. */
class Answers<Item> {
  readonly #clock: Clock;
  readonly #ask: (name: string) => Promise<readonly Item[]>;
  readonly #kept = new Recent<string, Kept<Item>>(MOST_KEPT);

  constructor(clock: Clock, ask: (name: string) => Promise<readonly Item[]>) {
    this.#clock = clock;
    this.#ask = ask;
  }

  to(name: string): Promise<readonly Item[]> {
    // Letters differ in nothing by their case (RFC 4343).
    const key = name.toLowerCase();
    const kept = this.#kept.get(key);
    const isFresh = kept && this.#clock.now() < kept.staleAt;
    return isFresh ? kept.answer : this.#asked(key);
  }

  #asked(name: string): Promise<readonly Item[]> {
    const answer = this.#ask(name);
    const kept: Kept<Item> = { answer, staleAt: Infinity };
    this.#kept.set(name, kept);
    answer.then(({ length }) => {
      const span = length > 0 ? KEPT : NOTHING_KEPT;
      kept.staleAt = this.#clock.now() + span;
    });
    return answer;
  }
}
