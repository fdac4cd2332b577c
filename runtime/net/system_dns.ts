import { lookup } from "node:dns/promises";
import type { Clock } from "../base/clock.ts";
import { milliseconds } from "../base/units.ts";
import type { Dns, Naptr, Srv } from "./dns.ts";

/**
 * How long whoever calls waits for a name: as long as the C library waits for
 * one server (resolv.conf(5), `timeout`).
 */
const PATIENCE = milliseconds(5000);

/** The names of this machine: its hosts file and its name servers. */
export class SystemDns implements Dns {
  readonly #clock: Clock;
  readonly #options: Deno.ResolveDnsOptions;

  /** `options` names another name server than the system's. */
  constructor(clock: Clock, options: Deno.ResolveDnsOptions = {}) {
    this.#clock = clock;
    this.#options = options;
  }

  naptr(domain: string): Promise<readonly Naptr[]> {
    return this.#soon((options) => Deno.resolveDns(domain, "NAPTR", options));
  }

  srv(service: string): Promise<readonly Srv[]> {
    return this.#soon((options) => Deno.resolveDns(service, "SRV", options));
  }

  /** IPv4 first. A name that DNS has not may still be known to the system. */
  async addresses(host: string): Promise<readonly string[]> {
    const both = await Promise.all([
      this.#soon((options) => Deno.resolveDns(host, "A", options)),
      this.#soon((options) => Deno.resolveDns(host, "AAAA", options)),
    ]);
    const found = both.flat();
    return found.length > 0 ? found : await this.#soon(() => bySystem(host));
  }

  /** What is found in time, or nothing. */
  async #soon<Item>(
    ask: (options: Deno.ResolveDnsOptions) => Promise<Item[]>,
  ): Promise<readonly Item[]> {
    const tooLate = Promise.withResolvers<Item[]>();
    const controller = new AbortController();
    const { signal } = controller;
    const cancel = this.#clock.after(PATIENCE, () => {
      controller.abort();
      tooLate.resolve([]);
    });
    try {
      const answer = ask({ ...this.#options, signal });
      return await Promise.race([answer, tooLate.promise]);
    } catch {
      return [];
    } finally {
      cancel();
    }
  }
}

/** By getaddrinfo(3): mDNS, search lists, whatever nsswitch.conf names. */
async function bySystem(host: string): Promise<string[]> {
  const found = await lookup(host, { all: true });
  return found.map(({ address }) => address);
}
