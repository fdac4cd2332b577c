import { isIP } from "node:net";
import type { Chance } from "../base/chance.ts";
import type { Dns, Naptr } from "../net/dns.ts";
import { isAddress } from "./host_port.ts";
import { inOrder } from "./srv_order.ts";
import { type Hop, type Transport, TRANSPORTS } from "./transport.ts";
import type { SipUri } from "./uri.ts";

type Name = Transport["name"];

/** How a server is found for a transport where the URI does not say it. */
interface Service {
  /** What NAPTR calls it (RFC 3263 §4.1, RFC 7118 §8). */
  readonly naptr: string;
  /** Where its SRV records are; null: it has none. */
  readonly srv: string | null;
}

const SERVICES: Readonly<Record<Name, Service>> = {
  UDP: { naptr: "SIP+D2U", srv: "_sip._udp." },
  TCP: { naptr: "SIP+D2T", srv: "_sip._tcp." },
  TLS: { naptr: "SIPS+D2T", srv: "_sips._tcp." },
  WS: { naptr: "SIP+D2W", srv: null },
  WSS: { naptr: "SIPS+D2W", srv: null },
};

/** What `sips:` makes of the transport that a URI names (RFC 3261 §26.2.2). */
const SECURED: Readonly<Record<string, Name>> = {
  TCP: "TLS",
  TLS: "TLS",
  WS: "WSS",
  WSS: "WSS",
};

/**
 * Ways that one request may take: with 32 s for each to fail (Timer B) nobody
 * waits for more. It bounds what an answer of DNS can cost, too.
 */
const MOST_HOPS = 16;

export interface LocatorParts {
  /** What there is; the first carries what nothing else decides. */
  readonly transports: readonly [Transport, ...Transport[]];
  readonly dns: Dns;
  readonly chance: Chance;
}

/** A server by its name. */
interface Server {
  readonly way: Name;
  readonly host: string;
  readonly port: number;
}

/** Finds the ways to a URI (RFC 3263 §4). */
export class Locator {
  readonly #parts: LocatorParts;

  constructor(parts: LocatorParts) {
    this.#parts = parts;
  }

  /** Whether anything here carries a request to this URI. */
  reaches(uri: SipUri): boolean {
    return this.#wayTo(uri) !== null;
  }

  /** The way to a URI that nobody has to be asked about; null: one has to. */
  atOnce(uri: SipUri): readonly Hop[] | null {
    const way = this.#wayTo(uri);
    if (way === null) return [];
    const host = targetOf(uri);
    if (!isAddress(host)) return null;
    const port = uri.port ?? TRANSPORTS[way].port;
    const transport = this.#carrier(way, host) ?? this.#here(way);
    const address = { address: host, port };
    return transport ? [{ transport, address }] : [];
  }

  /** The ways to a URI, the best first; none where it leads nowhere. */
  async ask(uri: SipUri): Promise<readonly Hop[]> {
    const way = this.#wayTo(uri);
    if (way === null) return [];
    const host = targetOf(uri);
    const server = { way, host, port: uri.port ?? TRANSPORTS[way].port };
    // All at once: whoever waits for a call waits for one answer, not for three.
    const [plain, servers] = await Promise.all([
      this.#hops([server], uri.host),
      uri.port === null ? this.#servers(uri, host) : null,
    ]);
    return servers === null ? plain : await this.#hops(servers, uri.host);
  }

  /** §4.1, with §4.2 for a transport that is named; null: DNS knows none. */
  async #servers(uri: SipUri, host: string): Promise<Server[] | null> {
    const ways = this.#waysTo(uri);
    const named = namedBy(uri) !== null;
    const [services, direct] = await Promise.all([
      named ? [] : this.#services(host, ways),
      this.#all(ways.map((way) => [way, `${SERVICES[way].srv}${host}`])),
    ]);
    return services.length > 0 ? await this.#all(services) : direct;
  }

  /** What NAPTR offers of what is here, in its order. */
  async #services(
    domain: string,
    ways: readonly Name[],
  ): Promise<[way: Name, srv: string][]> {
    const records = await this.#parts.dns.naptr(domain);
    return records.toSorted(byOrder).flatMap((record) => {
      const way = ways.find((way) => offers(record, SERVICES[way]));
      return way ? [[way, record.replacement]] : [];
    });
  }

  /** The servers of all these services; null where none of them is known. */
  async #all(
    services: readonly (readonly [way: Name, srv: string])[],
  ): Promise<Server[] | null> {
    const { dns, chance } = this.#parts;
    const answers = await Promise.all(services.map(async ([way, name]) => {
      const records = await dns.srv(name);
      const ordered = inOrder(records, chance);
      return ordered.map(({ target, port }) => ({ way, host: target, port }));
    }));
    const found = answers.flat();
    return found.length > 0 ? found : null;
  }

  async #hops(servers: readonly Server[], domain: string): Promise<Hop[]> {
    const hops = servers.slice(0, MOST_HOPS).map(
      async ({ way, host, port }): Promise<Hop[]> => {
        const addresses = await this.#addresses(host);
        return addresses.flatMap((address) => {
          const transport = this.#carrier(way, address);
          return transport
            ? [{ transport, address: { address, port, name: domain } }]
            : [];
        });
      },
    );
    return (await Promise.all(hops)).flat().slice(0, MOST_HOPS);
  }

  /** RFC 2782: a service at `.` is decidedly not available. */
  async #addresses(host: string): Promise<readonly string[]> {
    if (host === "." || host === "") return [];
    return isAddress(host) ? [host] : await this.#parts.dns.addresses(host);
  }

  /** §4.1 as far as the URI decides alone; null: that is not here. */
  #wayTo(uri: SipUri): Name | null {
    const usual = this.#here("UDP")?.name ?? this.#parts.transports[0].name;
    const named = namedBy(uri) ?? (uri.scheme === "sips" ? "TLS" : usual);
    const wanted = uri.scheme === "sips" ? SECURED[named] : named;
    return this.#here(wanted)?.name ?? null;
  }

  /** What a URI may go by where NAPTR or SRV decide. */
  #waysTo(uri: SipUri): Name[] {
    const named = namedBy(uri) === null ? null : this.#wayTo(uri);
    const names = new Set(this.#parts.transports.map(({ name }) => name));
    return [...names].filter((name) =>
      SERVICES[name].srv !== null && (named ?? name) === name &&
      (uri.scheme === "sip" || name === "TLS")
    );
  }

  #here(name: string | undefined): Transport | undefined {
    return this.#parts.transports.find((t) => t.name === name);
  }

  /** The transport whose socket speaks that address's family. */
  #carrier(name: Name, address: string): Transport | undefined {
    return this.#parts.transports.find((transport) =>
      transport.name === name && speaks(transport, address)
    );
  }
}

/** RFC 3263 §4. */
function targetOf({ host, parameters }: SipUri): string {
  const other = parameters.get("maddr");
  return other?.replace(/^\[|\]$/g, "") || host;
}

function namedBy({ parameters }: SipUri): string | null {
  return parameters.get("transport")?.toUpperCase() ?? null;
}

/** A socket bound to all of IPv6 takes IPv4 too (RFC 3493 §3.7). */
function speaks({ local }: Transport, address: string): boolean {
  const bound = local.address;
  return bound === "::" || isIP(bound) === isIP(address);
}

function byOrder(a: Naptr, b: Naptr): number {
  return a.order - b.order || a.preference - b.preference;
}

/** RFC 3263 §4.1: flag `s`, no rewriting. */
function offers(record: Naptr, { naptr }: Service): boolean {
  const { flags, services, regexp, replacement } = record;
  return flags.toLowerCase() === "s" && services.toUpperCase() === naptr &&
    regexp === "" && replacement !== "";
}
