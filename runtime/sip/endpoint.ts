import type { Chance } from "../base/chance.ts";
import type { Cancel, Clock } from "../base/clock.ts";
import type { Log } from "../base/log.ts";
import { bracketed } from "../base/text.ts";
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
import { type Hop, preferring, type Transport } from "./transport.ts";
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

/** A session that has not ended, as far as the endpoint is concerned. */
interface LiveSession {
  readonly remoteAddress: string;
  close(): void;
}

const BRANCH_LENGTH = 16;

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

  /** Where we are reached by a peer at the other end of the hop. */
  contactFor({ transport, address }: Hop, user: string | null = null): Field {
    const place = this.#placeFor(transport, address.address);
    const how = transport.name === "UDP"
      ? ""
      : `;transport=${transport.name.toLowerCase()}`;
    const name = user === null ? "" : `${user}@`;
    return ["Contact", `<sip:${name}${place}${how}>`];
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

  start(draft: Draft, hop: Hop, user: ClientUser): ClientTransaction {
    return this.transactions.start(this.complete(draft, hop), hop, user);
  }

  /** Sends an ACK likewise; the returned function sends the same bytes again. */
  acknowledge(ack: Draft, known: Hop): () => void {
    let again = () => {};
    this.locate(ack.nextHop, (hops) => {
      const [hop] = preferring(known, hops);
      const bytes = serialize(this.complete(ack, hop));
      again = () => hop.transport.send(bytes, hop.address);
      again();
    });
    return () => again();
  }

  /** Adds what depends on the hop. */
  complete(draft: Draft, hop: Hop): SipRequest {
    const { method, uri, cseq } = draft;
    const { fields, body = draft.body } = draft.at?.(hop) ?? { fields: [] };
    const branch = MAGIC_COOKIE + this.chance.token(BRANCH_LENGTH);
    const place = this.#placeFor(hop.transport, hop.address.address);
    const via = `SIP/2.0/${hop.transport.name} ${place};branch=${branch};rport`;
    const own: Field[] = [["Via", via], ["Max-Forwards", "70"]];
    const number: Field = ["CSeq", `${cseq} ${method}`];
    const all = [...own, ...draft.fields, number, ...fields];
    return makeRequest(method, uri, all, body);
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
