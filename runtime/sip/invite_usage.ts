import { utf8 } from "../base/bytes.ts";
import { ACCEPT, ALLOW, CONTENT_TYPE, SUPPORTED } from "./capabilities.ts";
import type { ClientUser } from "./client_transaction.ts";
import type { Credentials } from "./credentials.ts";
import type { Dialog } from "./dialog.ts";
import type { Endpoint } from "./endpoint.ts";
import { Exchange } from "./exchange.ts";
import type { Field } from "./headers.ts";
import { sdpOf, type SipRequest } from "./message.ts";
import { respond } from "./respond.ts";
import type { ServerTransaction } from "./server_transaction.ts";
import type { Hop } from "./transport.ts";
import { Unacknowledged } from "./unacknowledged.ts";

/** The session that a dialog is used for. */
export interface UsageOwner {
  /** Answers challenges; null in a call that came in: nobody's is answered. */
  readonly credentials: Credentials | null;
  acknowledged(sdp: string | null): void;
  /** SDP for the 200 to a re-INVITE, or null for 488. */
  offered(sdp: string | null): string | null;
  /** A PRACK came; the owner answers it. */
  prack(transaction: ServerTransaction): void;
  bye(request: SipRequest): void;
  /** No ACK came to a 2xx. */
  unacknowledged(): void;
}

/** A 2xx of ours under way. */
interface Pending {
  readonly cseq: number;
  /** Whether the ACK is news to the session. */
  readonly awaited: boolean;
  readonly repeat: Unacknowledged;
  /** It arrived, as the ACK shows. */
  readonly arrived: () => void;
}

/** RFC 3261 §14.2: a random wait of up to ten seconds. */
const RETRY_WITHIN = 11;

/**
 * The part of a dialog that INVITE made and BYE ends (RFC 5057 §3.1): requests
 * in it, re-INVITE, and the BYE of either side.
 */
export class InviteUsage {
  readonly #endpoint: Endpoint;
  readonly #dialog: Dialog;
  readonly #owner: UsageOwner;
  /** The way that the INVITE took. */
  readonly #known: Hop;
  /** The INVITE that made the dialog has no final response yet. */
  #early: boolean;
  #over = false;
  #pending: Pending | null = null;

  constructor(
    endpoint: Endpoint,
    dialog: Dialog,
    owner: UsageOwner,
    known: Hop,
    early = false,
  ) {
    this.#endpoint = endpoint;
    this.#dialog = dialog;
    this.#owner = owner;
    this.#known = known;
    this.#early = early;
    endpoint.dialogs.set(dialog.key, this);
  }

  /** A request in the dialog, one that RFC 3261 §8.2 has no objection to. */
  request(transaction: ServerTransaction): void {
    const { request } = transaction;
    if (!this.#dialog.accepts(request)) this.#answer(transaction, 500);
    else if (request.method === "BYE") this.#bye(transaction);
    else if (this.#over) this.#answer(transaction, 481);
    else if (request.method === "INVITE") this.#reinvite(transaction);
    else if (request.method === "PRACK") this.#owner.prack(transaction);
    else this.#answer(transaction, 200, [ALLOW, ACCEPT, SUPPORTED]);
  }

  ack(request: SipRequest): void {
    const pending = this.#pending;
    if (pending === null || pending.cseq !== request.cseq.number) return;
    this.settle();
    pending.arrived();
    if (pending.awaited) this.#owner.acknowledged(sdpOf(request));
  }

  /** Answers an INVITE with 200, again and again until its ACK. */
  accept(
    transaction: ServerTransaction,
    sdp: string | null,
    awaited = true,
  ): void {
    const { request, source, toTag } = transaction;
    const contact = this.#endpoint.contactFor(source);
    const fields = [contact, ALLOW, SUPPORTED];
    const answer = sdp === null
      ? { fields }
      : { fields: [...fields, CONTENT_TYPE], body: utf8(sdp) };
    const response = respond(request, 200, toTag, answer);
    const send = () => transaction.respond(response);
    const repeat = new Unacknowledged(this.#endpoint.clock, send, () => {
      this.#pending = null;
      this.#owner.unacknowledged();
    });
    this.#early = false;
    const arrived = () => transaction.acknowledged();
    this.#pending = { cseq: request.cseq.number, awaited, repeat, arrived };
    send();
  }

  /** Acknowledges a 2xx to that INVITE; the function returned does it again. */
  acknowledge(invite: SipRequest): () => void {
    return this.#endpoint.acknowledge(
      this.#dialog.acknowledge(invite),
      this.#known,
    );
  }

  /** Sends the next request in the dialog (RFC 3261 §12.2.1.1). */
  send(
    method: string,
    fields: readonly Field[],
    body: Uint8Array | undefined,
    user: ClientUser,
  ): Exchange {
    const draft = this.#dialog.request(method, fields, body);
    return new Exchange(this.#endpoint, draft, {
      known: this.#known,
      credentials: this.#owner.credentials,
      cseq: () => this.#dialog.nextCSeq(),
    }, user);
  }

  /** Ends the session; the dialog stays until the BYE is answered. */
  bye(fields: readonly Field[] = []): void {
    this.#over = true;
    this.settle();
    this.send("BYE", fields, undefined, {
      response: ({ status }) => status >= 200 && this.close(),
      failed: () => this.close(),
    });
  }

  /** Repeats no 2xx any more. */
  settle(): void {
    this.#pending?.repeat.stop();
    this.#pending = null;
  }

  /** Forgets the dialog. */
  close(): void {
    this.settle();
    this.#over = true;
    this.#endpoint.dialogs.delete(this.#dialog.key);
  }

  #bye(transaction: ServerTransaction): void {
    this.#answer(transaction, 200);
    if (this.#over) return;
    this.close();
    this.#owner.bye(transaction.request);
  }

  /** RFC 3261 §14.2; 491 also while a 2xx of ours waits (RFC 5407 §3.1.4). */
  #reinvite(transaction: ServerTransaction): void {
    if (this.#early) return this.#answer(transaction, 500, [this.#retry()]);
    if (this.#pending) return this.#answer(transaction, 491);
    const { request } = transaction;
    const offer = sdpOf(request);
    const sdp = this.#owner.offered(offer);
    if (sdp === null) return this.#answer(transaction, 488);
    this.#dialog.refreshTarget(request);
    this.accept(transaction, sdp, offer === null);
  }

  #retry(): Field {
    const seconds = this.#endpoint.chance.integer(RETRY_WITHIN);
    return ["Retry-After", String(seconds)];
  }

  #answer(
    transaction: ServerTransaction,
    status: number,
    fields: readonly Field[] = [],
  ): void {
    this.#endpoint.respond(transaction, status, { fields });
  }
}
