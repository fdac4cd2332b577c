import type { Chance } from "../base/chance.ts";
import type { Clock } from "../base/clock.ts";
import type { Log } from "../base/log.ts";
import { ClientTransaction, type ClientUser } from "./client_transaction.ts";
import { clientKey, mergeKey, serverKey } from "./matching.ts";
import type { SipRequest, SipResponse } from "./message.ts";
import type { Objection } from "./objection.ts";
import { type Fault, parseMessage } from "./parse.ts";
import { responseHop, withReceived } from "./received.ts";
import { refuse } from "./refusal.ts";
import { respond } from "./respond.ts";
import { serialize } from "./serialize.ts";
import { ServerTransaction } from "./server_transaction.ts";
import { statelessTag } from "./stateless_tag.ts";
import { type Hop, sameHop } from "./transport.ts";

/** What the transaction layer tells the layer above it. */
export interface TransactionUser {
  /** A new request; it has to be answered. */
  request(transaction: ServerTransaction): void;
  /** An ACK to a 2xx, or to nothing that is known. */
  ack(request: SipRequest): void;
  /**
   * What a request is refused with before anything is remembered about it, or
   * null.
   */
  screen(request: SipRequest, source: Hop): Objection | null;
}

export interface LayerParts {
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
  readonly user: TransactionUser;
}

const TAG_LENGTH = 10;

/** Tells messages apart by transaction and runs those (RFC 3261 §17). */
export class TransactionLayer {
  readonly #parts: LayerParts;
  readonly #secret: string;
  readonly #clients = new Map<string, ClientTransaction>();
  readonly #servers = new Map<string, ServerTransaction>();
  readonly #merges = new Map<string, ServerTransaction>();

  constructor(parts: LayerParts) {
    this.#parts = parts;
    this.#secret = parts.chance.token(TAG_LENGTH);
  }

  /** Transactions that are not over yet. */
  get count(): number {
    return this.#clients.size + this.#servers.size;
  }

  /** A message came; its bytes are not needed after the call. */
  receive(bytes: Uint8Array, source: Hop): void {
    const message = parseMessage(bytes);
    if (typeof message === "string") this.refuse(bytes, message, source);
    else if (message.kind === "response") this.#response(detached(message));
    else this.#request(withReceived(detached(message), source.address), source);
  }

  /** Answers what is no message, where it can be answered. */
  refuse(bytes: Uint8Array, fault: Fault, source: Hop): void {
    if (fault === "empty") return;
    const from = source.address.address;
    this.#parts.log.debug("Malformed SIP message", { fault, from });
    const tag = statelessTag(this.#secret, bytes);
    const refusal = refuse(bytes, fault, source.address, tag);
    if (refusal === null) return;
    const hop = responseHop(refusal.via, source);
    hop.transport.send(refusal.bytes, hop.address);
  }

  /** A connection has ended; requests that went by it may be lost. */
  disconnected(from: Hop): void {
    for (const client of [...this.#clients.values()]) {
      if (sameHop(client.hop, from)) client.disconnected();
    }
  }

  /** Sends a request whose topmost Via is ours. */
  start(request: SipRequest, hop: Hop, user: ClientUser): ClientTransaction {
    const key = clientKey(request);
    const transaction = new ClientTransaction({
      clock: this.#parts.clock,
      request,
      hop,
      user,
      terminated: () => void this.#clients.delete(key),
    });
    this.#clients.set(key, transaction);
    transaction.start();
    return transaction;
  }

  /** The INVITE that a CANCEL is about (§9.2). */
  inviteFor(cancel: SipRequest): ServerTransaction | null {
    return this.#servers.get(serverKey(cancel, "INVITE")) ?? null;
  }

  /** Whether the same request came by another way and is being served. */
  isMerged({ request }: ServerTransaction): boolean {
    const first = this.#merges.get(mergeKey(request) ?? "");
    return first !== undefined && first.request !== request;
  }

  /** Forgets everything without a word. */
  close(): void {
    for (const client of this.#clients.values()) client.close();
    for (const server of this.#servers.values()) server.close();
    this.#clients.clear();
    this.#servers.clear();
    this.#merges.clear();
  }

  #response(response: SipResponse): void {
    // A response that still has another's Via was misrouted (§8.1.3.3).
    if (response.headers.list("Via").length > 1) return;
    this.#clients.get(clientKey(response))?.receive(response);
  }

  #request(request: SipRequest, source: Hop): void {
    const known = this.#servers.get(serverKey(request));
    if (known) known.receive(request);
    else if (request.method === "ACK") this.#parts.user.ack(request);
    else this.#newRequest(request, source);
  }

  #newRequest(request: SipRequest, source: Hop): void {
    const objection = this.#parts.user.screen(request, source);
    if (objection) return this.#turnAway(request, source, objection);
    const transaction = this.#serve(request, source);
    this.#parts.user.request(transaction);
  }

  #turnAway(
    request: SipRequest,
    source: Hop,
    { status, fields }: Objection,
  ): void {
    const hop = responseHop(request.via, source);
    const seed = serialize({ ...request, body: request.body.subarray(0, 0) });
    const tag = statelessTag(this.#secret, seed);
    const response = respond(request, status, tag, { fields });
    hop.transport.send(serialize(response), hop.address);
  }

  #serve(request: SipRequest, source: Hop): ServerTransaction {
    const key = serverKey(request);
    const merge = mergeKey(request);
    const transaction = new ServerTransaction({
      clock: this.#parts.clock,
      request,
      source,
      hop: responseHop(request.via, source),
      toTag: this.#parts.chance.token(TAG_LENGTH),
      ack: (ack) => this.#parts.user.ack(ack),
      terminated: () => this.#forget(key, merge, transaction),
    });
    this.#servers.set(key, transaction);
    if (merge !== null && !this.#merges.has(merge)) {
      this.#merges.set(merge, transaction);
    }
    return transaction;
  }

  #forget(
    key: string,
    merge: string | null,
    transaction: ServerTransaction,
  ): void {
    this.#servers.delete(key);
    if (merge !== null && this.#merges.get(merge) === transaction) {
      this.#merges.delete(merge);
    }
  }
}

/** Copies the body, which is a view of the socket's buffer. */
function detached<Message extends SipRequest | SipResponse>(
  message: Message,
): Message {
  return { ...message, body: message.body.slice() };
}
