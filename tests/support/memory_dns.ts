import type { Dns, Naptr, Srv } from "../../runtime/net/dns.ts";

/** What a zone holds, by name. */
export interface Zone {
  readonly naptr?: Readonly<Record<string, readonly Naptr[]>>;
  readonly srv?: Readonly<Record<string, readonly Srv[]>>;
  readonly hosts?: Readonly<Record<string, readonly string[]>>;
}

/** Name servers without a network; they say what a test wrote down. */
export class MemoryDns implements Dns {
  /** What was asked for, such as `SRV _sip._udp.a.example`. */
  readonly asked: string[] = [];
  /** Keeps an answer back until what it gives is kept. */
  delay: () => Promise<void> = () => Promise.resolve();
  readonly #zone: Zone;

  constructor(zone: Zone = {}) {
    this.#zone = zone;
  }

  naptr(domain: string): Promise<readonly Naptr[]> {
    return this.#answer(`NAPTR ${domain}`, this.#zone.naptr?.[domain]);
  }

  srv(service: string): Promise<readonly Srv[]> {
    return this.#answer(`SRV ${service}`, this.#zone.srv?.[service]);
  }

  addresses(host: string): Promise<readonly string[]> {
    return this.#answer(`A ${host}`, this.#zone.hosts?.[host]);
  }

  async #answer<Item>(
    question: string,
    found: readonly Item[] = [],
  ): Promise<readonly Item[]> {
    this.asked.push(question);
    await this.delay();
    return found;
  }
}

/** Lets answers that have come already be heard: each is a chain of promises. */
export async function answered(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  setTimeout(resolve, 0);
  await promise;
}
