import type { Chance } from "../base/chance.ts";
import { textOf } from "../base/bytes.ts";
import type { Clock } from "../base/clock.ts";
import type { Log } from "../base/log.ts";
import type { Admission, Silence } from "./admission.ts";
import { ClientTransaction, type ClientUser } from "./client_transaction.ts";
import { clientKey, mergeKey, quotedKey, serverKey } from "./matching.ts";
import type { SipRequest, SipResponse } from "./message.ts";
import { tagOf } from "./name_addr.ts";
import type { Objection } from "./objection.ts";
import { type Fault, parseMessage } from "./parse.ts";
import { responseHop, withReceived } from "./received.ts";
import { refuse } from "./refusal.ts";
import { respond } from "./respond.ts";
import { serialize } from "./serialize.ts";
import { ServerTransaction } from "./server_transaction.ts";
import { UNLIMITED } from "./source.ts";
import { statelessTag } from "./stateless_tag.ts";
import { type Hop, sameHop } from "./transport.ts";

/** What the transaction layer tells the layer above it. */
export interface TransactionUser {
  /** A new request; it has to be answered. */
  request(transaction: ServerTransaction): void;
  /** An ACK to a 2xx, or to nothing that is known. */
  ack(request: SipRequest): void;
  /**
   * What a request is answered with before anything is remembered about it;
   * why it is not answered at all; or null: it is to be served.
   */
  screen(request: SipRequest, source: Hop): Objection | Silence | null;
}

export interface LayerParts {
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
  readonly user: TransactionUser;
  readonly admission: Admission;
}

const TAG_LENGTH = 10;
/** What a transaction takes up besides its request, or a little more: bytes. */
const WEIGHT = 4096;

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
    if (!this.#parts.admission.hears(source, bytes.length)) return;
    const message = parseMessage(bytes);
    if (typeof message === "string") this.refuse(bytes, message, source);
    else if (message.kind === "response") this.#response(message, source);
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
    this.#reply(refusal.bytes, responseHop(refusal.via, source));
  }

  /** A connection has ended; requests that went by it may be lost. */
  disconnected(from: Hop): void {
    for (const client of [...this.#clients.values()]) {
      if (sameHop(client.hop, from)) client.disconnected();
    }
  }

  /**
   * A message that begins so did not arrive. Anybody can say that in ICMP, but
   * nobody else knows the branch.
   */
  unreachable(quoted: Uint8Array, to: Hop): void {
    const key = quotedKey(textOf(quoted));
    const client = key === null ? undefined : this.#clients.get(key);
    if (client && sameHop(client.hop, to)) client.transportError();
  }

  /** Sends a request whose topmost Via is ours. */
  start(request: SipRequest, hop: Hop, user: ClientUser): ClientTransaction {
    const key = clientKey(request);
    // Nobody but our own side makes us begin something with an address.
    const budget = tagOf(request.to) === null
      ? UNLIMITED
      : this.#parts.admission.budgetOf(hop);
    const transaction = new ClientTransaction({
      clock: this.#parts.clock,
      request,
      hop,
      user,
      budget,
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
  isMerged(request: SipRequest): boolean {
    return this.#merges.has(mergeKey(request) ?? "");
  }

  /** Forgets everything without a word. */
  close(): void {
    for (const client of this.#clients.values()) client.close();
    for (const server of this.#servers.values()) server.close();
    this.#clients.clear();
    this.#servers.clear();
    this.#merges.clear();
  }

  #response(response: SipResponse, source: Hop): void {
    // A response that still has another's Via was misrouted (§8.1.3.3).
    if (response.headers.list("Via").length > 1) return;
    const client = this.#clients.get(clientKey(response));
    if (!client) return;
    // Its branch is nothing that can be guessed.
    this.#parts.admission.proved(source);
    client.receive(detached(response));
  }

  #request(request: SipRequest, source: Hop): void {
    const known = this.#servers.get(serverKey(request));
    if (known) known.receive(request);
    else if (request.method === "ACK") this.#parts.user.ack(request);
    else this.#newRequest(request, source);
  }

  #newRequest(request: SipRequest, source: Hop): void {
    const { user, admission } = this.#parts;
    const verdict = user.screen(request, source);
    if (typeof verdict === "string") return admission.silences.add(verdict);
    if (verdict) return this.#turnAway(request, source, verdict);
    const transaction = this.#serve(request, source);
    user.request(transaction);
  }

  #turnAway(
    request: SipRequest,
    source: Hop,
    { status, fields }: Objection,
  ): void {
    const hop = responseHop(request.via, source);
    const seed = serialize({ ...request, body: request.body.subarray(0, 0) });
    const tag = statelessTag(this.#secret, seed);
    this.#reply(serialize(respond(request, status, tag, { fields })), hop);
  }

  /** Says something that nothing is remembered about. */
  #reply(response: Uint8Array, hop: Hop): void {
    const { admission } = this.#parts;
    if (admission.budgetOf(hop).allows(response.length)) {
      hop.transport.send(response, hop.address);
    } else admission.silences.add("reflection");
  }

  #serve(request: SipRequest, source: Hop): ServerTransaction {
    const key = serverKey(request);
    const merge = mergeKey(request);
    const { admission } = this.#parts;
    const place = request.method === "INVITE" ? admission.admit(source) : null;
    const held = sizeOf(request) + WEIGHT;
    admission.hold(held);
    const transaction = new ServerTransaction({
      clock: this.#parts.clock,
      request,
      source,
      hop: responseHop(request.via, source),
      toTag: this.#parts.chance.token(TAG_LENGTH),
      ack: (ack) => this.#parts.user.ack(ack),
      acknowledged: () => place?.acknowledged(),
      budget: admission.budgetOf(source),
      terminated: () => {
        if (this.#servers.get(key) !== transaction) return;
        place?.over();
        admission.hold(-held);
        this.#forget(key, merge, transaction);
      },
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

/** Characters and bytes of a request. */
function sizeOf({ headers, body }: SipRequest): number {
  return headers.fields.reduce(
    (sum, [name, value]) => sum + name.length + value.length,
    body.length,
  );
}

/** Copies the body, which is a view of the socket's buffer. */
function detached<Message extends SipRequest | SipResponse>(
  message: Message,
): Message {
  return { ...message, body: message.body.slice() };
}
