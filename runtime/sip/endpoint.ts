import type { Chance } from "../base/chance.ts";
import type { Cancel, Clock } from "../base/clock.ts";
import type { Log } from "../base/log.ts";
import { Recent } from "../base/recent.ts";
import { bracketed } from "../base/text.ts";
import { type Milliseconds, milliseconds } from "../base/units.ts";
import type { Dns } from "../net/dns.ts";
import type { SessionInterval } from "./asked_interval.ts";
import type { ClientTransaction, ClientUser } from "./client_transaction.ts";
import type { Draft } from "./dialog.ts";
import type { Field } from "./headers.ts";
import type { InviteUsage } from "./invite_usage.ts";
import { Locator } from "./locator.ts";
import { makeRequest, type SipRequest } from "./message.ts";
import { type Answer, respond } from "./respond.ts";
import { serialize } from "./serialize.ts";
import type { ServerTransaction } from "./server_transaction.ts";
import type { TransactionLayer } from "./transaction_layer.ts";
import { schemeOfDialog } from "./sips.ts";
import {
  type Hop,
  preferring,
  type Transport,
  TRANSPORTS,
} from "./transport.ts";
import type { SipUri } from "./uri.ts";
import { MAGIC_COOKIE } from "./via.ts";

export interface EndpointParts {
  readonly clock: Clock;
  readonly chance: Chance;
  readonly transactions: TransactionLayer;
  /** The first carries what names none. */
  readonly transports: readonly [Transport, ...Transport[]];
  /** What Contact and Via say; null for the address of the route. */
  readonly advertisedHost: string | null;
  /** Our address on the way to a peer's. */
  readonly routeTo: (address: string) => string;
  readonly dns: Dns;
  /** Of mistakes of ours that nobody else would hear of. */
  readonly log: Log;
  /** What it wants of session timers. */
  readonly sessionInterval: SessionInterval;
}

type ContactParts = Pick<SipUri, "scheme" | "user">;

/** A request as it goes by its way. */
export interface Carried {
  readonly request: SipRequest;
  readonly hop: Hop;
}

/** A session that has not ended, as far as the endpoint is concerned. */
interface LiveSession {
  readonly remoteAddress: string;
  close(): void;
}

const BRANCH_LENGTH = 16;
/** RFC 3261 §18.1.1: bytes, where nobody knows the MTU of the path. */
const MOST_BY_UDP = 1300;
/** As long as an idle connection is kept; calls past it may be 5 s late. */
const TCP_AGAIN = milliseconds(600_000);
/** Places without TCP that are remembered: more than a node has trunks. */
const MOST_WITHOUT_TCP = 1000;

/** What every session needs: names for this end, and ways to the others. */
export class Endpoint {
  readonly clock: Clock;
  readonly chance: Chance;
  readonly transactions: TransactionLayer;
  readonly sessionInterval: SessionInterval;
  /** Dialogs by their key. */
  readonly dialogs = new Map<string, InviteUsage>();
  /** Sessions that have not ended. */
  readonly sessions = new Set<LiveSession>();
  readonly #parts: EndpointParts;
  /** Places that TCP does not lead to, and until when that is believed. */
  readonly #withoutTcp = new Recent<string, Milliseconds>(MOST_WITHOUT_TCP);
  readonly #locator: Locator;
  #closed = false;

  constructor(parts: EndpointParts) {
    this.#parts = parts;
    this.clock = parts.clock;
    this.chance = parts.chance;
    this.transactions = parts.transactions;
    this.sessionInterval = parts.sessionInterval;
    this.#locator = new Locator(parts);
  }

  /** Our address as a peer at `address` may use it. */
  hostFor(address: string): string {
    return this.#parts.advertisedHost ?? this.#parts.routeTo(address);
  }

  /**
   * Where we are reached by a peer at the other end of the hop; `sips` asks for
   * TLS all the way.
   */
  contactFor(
    { transport, address }: Hop,
    { scheme = "sip", user = null }: Partial<ContactParts> = {},
  ): Field {
    const place = this.#placeFor(transport, address.address);
    const { parameter } = TRANSPORTS[transport.name];
    const isPlain = transport.name === "UDP" ||
      scheme === "sips" && transport.name === "TLS";
    const how = isPlain ? "" : `;transport=${parameter}`;
    const name = user === null ? "" : `${user}@`;
    return ["Contact", `<${scheme}:${name}${place}${how}>`];
  }

  /** The Contact of a response that makes a dialog, or keeps one. */
  contactIn(
    { source, request }: Pick<ServerTransaction, "source" | "request">,
  ): Field {
    return this.contactFor(source, { scheme: schemeOfDialog(request) });
  }

  /** Whether anything here carries a request to this URI. */
  reaches(uri: SipUri): boolean {
    return this.#locator.reaches(uri);
  }

  /**
   * Finds the ways to a URI, the best first (RFC 3263 §4): at once if it holds
   * an address, when DNS has answered otherwise. None where it leads nowhere.
   */
  locate(uri: SipUri, found: (hops: readonly Hop[]) => void): Cancel {
    const known = this.#locator.atOnce(uri);
    if (known) {
      found(known);
      return () => {};
    }
    let wanted = true;
    this.#locator.ask(uri).then((hops) => {
      if (wanted && !this.#closed) found(hops);
    }).catch((error) => this.#parts.log.error("A way went wrong", { error }));
    return () => {
      wanted = false;
    };
  }

  start({ request, hop }: Carried, user: ClientUser): ClientTransaction {
    return this.transactions.start(request, hop, user);
  }

  /** Sends an ACK likewise; the returned function sends the same bytes again. */
  acknowledge(ack: Draft, known: Hop): () => void {
    let again = () => {};
    const send = ({ request, hop }: Carried, spare: Hop | null) => {
      const bytes = serialize(request);
      const lost = () => spare && send(this.complete(ack, spare), null);
      again = () => hop.transport.send(bytes, hop.address, lost);
      again();
    };
    this.locate(ack.nextHop, (hops) => {
      const [hop] = preferring(known, hops);
      const carried = this.carried(ack, hop);
      send(carried, carried.hop === hop ? null : hop);
    });
    return () => again();
  }

  /**
   * A request with its way: TCP to the same place where it is too large for UDP
   * (RFC 3261 §18.1.1). Who has no TCP gets it by UDP after all.
   */
  carried(draft: Draft, hop: Hop): Carried {
    const carried = this.complete(draft, hop);
    if (hop.transport.name !== "UDP") return carried;
    const transport = this.#parts.transports.find(({ name }) => name === "TCP");
    const until = this.#withoutTcp.get(placeOf(hop)) ?? -Infinity;
    if (!transport || this.clock.now() < until) return carried;
    const { length } = serialize(carried.request);
    return length > MOST_BY_UDP
      ? this.complete(draft, { ...hop, transport })
      : carried;
  }

  /** Adds what depends on the hop. */
  complete(draft: Draft, hop: Hop): Carried {
    const { method, uri, cseq } = draft;
    const { fields, body = draft.body } = draft.at?.(hop) ?? { fields: [] };
    const branch = MAGIC_COOKIE + this.chance.token(BRANCH_LENGTH);
    const place = this.#placeFor(hop.transport, hop.address.address);
    const { name } = hop.transport;
    // RFC 5923 §5.1: what is for us may come by the connection that we open.
    const alias = TRANSPORTS[name].secure ? ";alias" : "";
    const via = `SIP/2.0/${name} ${place};branch=${branch};rport${alias}`;
    const own: Field[] = [["Via", via], ["Max-Forwards", "70"]];
    const number: Field = ["CSeq", `${cseq} ${method}`];
    const all = [...own, ...draft.fields, number, ...fields];
    return { request: makeRequest(method, uri, all, body), hop };
  }

  /** Nobody could be reached there by TCP: a while nobody waits for it again. */
  hasNoTcp(hop: Hop): void {
    const until = this.clock.now() + TCP_AGAIN as Milliseconds;
    this.#withoutTcp.set(placeOf(hop), until);
  }

  /** Answers with the transaction's own tag. */
  respond(
    transaction: ServerTransaction,
    status: number,
    answer?: Answer,
  ): void {
    const { request, toTag } = transaction;
    transaction.respond(respond(request, status, toTag, answer));
  }

  /** Whether there is a session with that address. */
  talksTo(address: string): boolean {
    for (const { remoteAddress } of this.sessions) {
      if (remoteAddress === address) return true;
    }
    return false;
  }

  /** Stops all that would still happen by itself. */
  close(): void {
    this.#closed = true;
    for (const session of this.sessions) session.close();
    for (const usage of this.dialogs.values()) usage.close();
    this.sessions.clear();
    this.transactions.close();
    for (const transport of this.#parts.transports) transport.close();
  }

  #placeFor(transport: Transport, address: string): string {
    return `${bracketed(this.hostFor(address))}:${transport.local.port}`;
  }
}

function placeOf({ address: { address, port } }: Hop): string {
  return `${address} ${port}`;
}
