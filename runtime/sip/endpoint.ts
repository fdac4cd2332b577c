import type { Chance } from "../base/chance.ts";
import type { Clock } from "../base/clock.ts";
import { bracketed } from "../base/text.ts";
import type { ClientTransaction, ClientUser } from "./client_transaction.ts";
import type { Draft } from "./dialog.ts";
import type { Field } from "./headers.ts";
import { isAddress } from "./host_port.ts";
import type { InviteUsage } from "./invite_usage.ts";
import { makeRequest, type SipRequest } from "./message.ts";
import { type Answer, respond } from "./respond.ts";
import { serialize } from "./serialize.ts";
import type { ServerTransaction } from "./server_transaction.ts";
import type { TransactionLayer } from "./transaction_layer.ts";
import type { Hop, Transport } from "./transport.ts";
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
  /** The IP address of a name, or null. */
  readonly resolve: (host: string) => Promise<string | null>;
}

/** A session that has not ended, as far as the endpoint is concerned. */
interface LiveSession {
  readonly remoteAddress: string;
  close(): void;
}

const BRANCH_LENGTH = 16;
const DEFAULT_PORT = 5060;

/** What every session needs: names for this end, and ways to the others. */
export class Endpoint {
  readonly clock: Clock;
  readonly chance: Chance;
  readonly transactions: TransactionLayer;
  /** Dialogs by their key. */
  readonly dialogs = new Map<string, InviteUsage>();
  /** Sessions that have not ended. */
  readonly sessions = new Set<LiveSession>();
  readonly #parts: EndpointParts;

  constructor(parts: EndpointParts) {
    this.#parts = parts;
    this.clock = parts.clock;
    this.chance = parts.chance;
    this.transactions = parts.transactions;
  }

  /** Our address as a peer at `address` may use it. */
  hostFor(address: string): string {
    return this.#parts.advertisedHost ?? this.#parts.routeTo(address);
  }

  contactFor({ transport, address }: Hop): Field {
    const place = this.#placeFor(transport, address.address);
    const how = transport.name === "UDP"
      ? ""
      : `;transport=${transport.name.toLowerCase()}`;
    return ["Contact", `<sip:${place}${how}>`];
  }

  /** What carries a request to this URI (RFC 3263 §4.1); null: nothing here. */
  transportFor({ scheme, parameters }: SipUri): Transport | null {
    const { transports } = this.#parts;
    const named = parameters.get("transport")?.toUpperCase();
    const wanted = scheme === "sips" ? "TLS" : named ?? transports[0].name;
    return transports.find((t) => t.name === wanted) ?? null;
  }

  /**
   * Finds the way to a URI: at once if it holds an address, when its name is
   * resolved otherwise. Null where there is none.
   */
  locate(uri: SipUri, found: (hop: Hop | null) => void): void {
    const transport = this.transportFor(uri);
    const port = uri.port ?? DEFAULT_PORT;
    const arrived = (address: string | null) =>
      found(
        transport && address ? { transport, address: { address, port } } : null,
      );
    if (!transport || isAddress(uri.host)) arrived(uri.host);
    else this.#parts.resolve(uri.host).then(arrived, () => arrived(null));
  }

  /**
   * Sends a request in a dialog; `known` leads to the peer where the address
   * that the peer gave leads nowhere from here.
   */
  send(draft: Draft, known: Hop, user: ClientUser): void {
    this.locate(draft.nextHop, (hop) => {
      this.start(draft, hop ?? known, user);
    });
  }

  start(draft: Draft, hop: Hop, user: ClientUser): ClientTransaction {
    return this.transactions.start(this.complete(draft, hop), hop, user);
  }

  /** Sends an ACK likewise; the returned function sends the same bytes again. */
  acknowledge(ack: Draft, known: Hop): () => void {
    let again = () => {};
    this.locate(ack.nextHop, (found) => {
      const hop = found ?? known;
      const bytes = serialize(this.complete(ack, hop));
      again = () => hop.transport.send(bytes, hop.address);
      again();
    });
    return () => again();
  }

  /** Adds what depends on the hop. */
  complete(draft: Draft, hop: Hop): SipRequest {
    const { method, uri, body } = draft;
    const branch = MAGIC_COOKIE + this.chance.token(BRANCH_LENGTH);
    const place = this.#placeFor(hop.transport, hop.address.address);
    const via = `SIP/2.0/${hop.transport.name} ${place};branch=${branch};rport`;
    const fields: Field[] = [["Via", via], ["Max-Forwards", "70"]];
    return makeRequest(method, uri, [...fields, ...draft.fields], body);
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
