import { utf8 } from "../base/bytes.ts";
import type { AskedInterval } from "./asked_interval.ts";
import { ACCEPT, ALLOW, CONTENT_TYPE, SUPPORTED } from "./capabilities.ts";
import type { ClientUser } from "./client_transaction.ts";
import type { Credentials } from "./credentials.ts";
import type { Dialog } from "./dialog.ts";
import { keyIn } from "./dtmf_body.ts";
import type { Endpoint } from "./endpoint.ts";
import { Exchange } from "./exchange.ts";
import type { Field } from "./headers.ts";
import { sdpOf, type SipRequest, type SipResponse } from "./message.ts";
import { OfferState } from "./offer_state.ts";
import type { Referral } from "./referral.ts";
import { Referrals } from "./referrals.ts";
import { Refresh } from "./refresh.ts";
import { respond } from "./respond.ts";
import type { ServerTransaction } from "./server_transaction.ts";
import { SessionTimer } from "./session_timer.ts";
import type { Hop } from "./transport.ts";
import { schemeOf } from "./sips.ts";
import { Unacknowledged } from "./unacknowledged.ts";

/** The session that a dialog is used for. */
export interface UsageOwner {
  /** Answers challenges; null in a call that came in: nobody's is answered. */
  readonly credentials: Credentials | null;
  acknowledged(sdp: string | null): void;
  /** SDP for the 2xx to an offer or to none, or null for 488. */
  offered(sdp: string | null): string | null;
  /** A PRACK came; the owner answers it. */
  prack(transaction: ServerTransaction): void;
  /** What we said last, to be offered unchanged; its answer `described`. */
  restated(): string | null;
  described(sdp: string): void;
  key(key: string): void;
  referred(referral: Referral): void;
  bye(request: SipRequest): void;
  /** No ACK came to a 2xx, or nobody answers in the dialog: a BYE is due. */
  lost(status: number, reason: string): void;
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
 * in it, offers, the session's life, and the BYE of either side.
 */
export class InviteUsage {
  /** Whose description is awaited. */
  readonly offers = new OfferState();
  readonly #endpoint: Endpoint;
  readonly #dialog: Dialog;
  readonly #owner: UsageOwner;
  /** The way that the INVITE took. */
  readonly #known: Hop;
  readonly #timer: SessionTimer;
  readonly #refresh: Refresh;
  readonly #referrals: Referrals;
  /** The INVITE that made the dialog has no final response yet. */
  #early: boolean;
  #over = false;
  #pending: Pending | null = null;
  #takesUpdate = false;

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
    this.#timer = new SessionTimer(endpoint.clock, endpoint.sessionInterval, {
      due: () => this.#refresh.due(),
      expired: () => owner.lost(408, "Session expired"),
    });
    this.#refresh = this.#refreshing();
    this.#referrals = new Referrals(endpoint, {
      send: (...request) => this.send(...request),
      referred: (referral) => owner.referred(referral),
    });
    endpoint.dialogs.set(dialog.key, this);
  }

  /** A request in the dialog, one that RFC 3261 §8.2 has no objection to. */
  request(transaction: ServerTransaction): void {
    const { request } = transaction;
    if (!this.#dialog.accepts(request)) this.#answer(transaction, 500);
    else if (request.method === "BYE") this.#bye(transaction);
    else if (this.#over) this.#answer(transaction, 481);
    else this.#serve(transaction);
  }

  ack(request: SipRequest): void {
    const pending = this.#pending;
    if (pending === null || pending.cseq !== request.cseq.number) return;
    this.settle();
    pending.arrived();
    const sdp = sdpOf(request);
    if (this.offers.stage === "ours") this.#answered(sdp);
    if (pending.awaited) this.#owner.acknowledged(sdp);
  }

  /**
   * Answers an INVITE with 200, again and again until its ACK; without SDP
   * where a reliable response has said it already.
   */
  accept(
    transaction: ServerTransaction,
    sdp: string | null,
    awaited = true,
  ): void {
    const { request, toTag } = transaction;
    const answer = this.#answerOf(request, transaction.source, sdp);
    const response = respond(request, 200, toTag, answer);
    const send = () => transaction.respond(response);
    const repeat = new Unacknowledged(this.#endpoint.clock, send, () => {
      this.#pending = null;
      this.#owner.lost(408, "No ACK");
    });
    this.#early = false;
    const arrived = () => transaction.acknowledged();
    this.#pending = { cseq: request.cseq.number, awaited, repeat, arrived };
    send();
  }

  /** The 2xx to the INVITE that made the dialog came. */
  accepted(response: SipResponse, asked: AskedInterval): void {
    this.#early = false;
    this.#learn(response);
    this.#timer.begin(response, asked);
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
    this.#rest();
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
    this.#rest();
    this.#endpoint.dialogs.delete(this.#dialog.key);
  }

  /** Nothing happens by itself any more. */
  #rest(): void {
    this.#over = true;
    this.settle();
    this.#timer.stop();
    this.#refresh.stop();
  }

  #bye(transaction: ServerTransaction): void {
    this.#answer(transaction, 200);
    if (this.#over) return;
    this.close();
    this.#owner.bye(transaction.request);
  }

  #serve(transaction: ServerTransaction): void {
    const { method } = transaction.request;
    if (method === "INVITE") this.#reinvite(transaction);
    else if (method === "UPDATE") this.#update(transaction);
    else if (method === "PRACK") this.#owner.prack(transaction);
    else if (method === "INFO") this.#inform(transaction);
    else if (method === "REFER") this.#referrals.take(transaction);
    else this.#answer(transaction, 200, [ALLOW, ACCEPT, SUPPORTED]);
  }

  /** RFC 3261 §14.2; 491 also while a 2xx of ours waits (RFC 5407 §3.1.4). */
  #reinvite(transaction: ServerTransaction): void {
    const meetsOurs = this.#early && this.#dialog.isCaller;
    if (meetsOurs || this.#pending || this.#refresh.isInviting) {
      return this.#answer(transaction, 491);
    }
    if (this.#early) return this.#answer(transaction, 500, [this.#retry()]);
    const sdp = this.#take(transaction);
    if (sdp === null) return;
    this.#dialog.refreshTarget(transaction.request);
    this.accept(transaction, sdp, sdpOf(transaction.request) === null);
  }

  /** RFC 3311 §5.2. */
  #update(transaction: ServerTransaction): void {
    const { request, source } = transaction;
    const hasOffer = sdpOf(request) !== null;
    const sdp = hasOffer ? this.#take(transaction) : null;
    if (hasOffer && sdp === null) return;
    this.#dialog.refreshTarget(request);
    const answer = this.#answerOf(request, source, sdp);
    this.#endpoint.respond(transaction, 200, answer);
  }

  /** What the session says to the offer, or null: it is refused already. */
  #take(transaction: ServerTransaction): string | null {
    const offer = sdpOf(transaction.request);
    const { objection } = this.offers;
    if (objection !== null) {
      const fields = objection === 500 ? [this.#retry()] : [];
      this.#answer(transaction, objection, fields);
      return null;
    }
    const sdp = this.#owner.offered(offer);
    if (sdp === null) this.#answer(transaction, 488);
    else if (offer !== null) this.offers.theyDescribe();
    return sdp;
  }

  /** INFO as it was before it had packages (RFC 2976): a key, or nothing. */
  #inform(transaction: ServerTransaction): void {
    const key = keyIn(transaction.request);
    this.#answer(transaction, 200);
    if (key !== null) this.#owner.key(key);
  }

  /** A 2xx to INVITE or UPDATE. */
  #answerOf(request: SipRequest, source: Hop, sdp: string | null) {
    this.#learn(request);
    const life = this.#timer.answer(request);
    const contact = this.#endpoint.contactIn({ source, request });
    const fields = [contact, ALLOW, SUPPORTED, ...life];
    if (sdp === null) return { fields };
    this.offers.weDescribe();
    return { fields: [...fields, CONTENT_TYPE], body: utf8(sdp) };
  }

  #answered(sdp: string | null): void {
    if (sdp === null) this.offers.refused();
    else this.offers.theyDescribe();
  }

  /** RFC 3261 §20.5: what the peer takes, wherever it says so. */
  #learn({ headers }: SipRequest | SipResponse): void {
    const allowed = headers.list("Allow");
    if (allowed.length > 0) this.#takesUpdate = allowed.includes("UPDATE");
  }

  #refreshing(): Refresh {
    const { clock, chance } = this.#endpoint;
    return new Refresh({
      ...{ clock, chance, offers: this.offers, timer: this.#timer },
      isCaller: this.#dialog.isCaller,
      takesUpdate: () => this.#takesUpdate,
      mayInvite: () => !this.#early && !this.#pending && this.offers.isStable,
      send: (method, fields, body, user) => {
        const scheme = schemeOf(this.#dialog.target);
        const contact = this.#endpoint.contactFor(this.#known, { scheme });
        const all = [contact, ALLOW, SUPPORTED, ...fields];
        return this.send(method, all, body, user);
      },
      refreshed: (response) => this.#refreshed(response),
      acknowledge: (invite) => this.acknowledge(invite),
      restated: () => this.#owner.restated(),
      described: (sdp) => this.#owner.described(sdp),
      lost: (status) => this.#owner.lost(status, "No answer to a refresh"),
    });
  }

  #refreshed(response: SipResponse): void {
    this.#dialog.refreshTarget(response);
    this.#learn(response);
    if (!this.#over) this.#timer.settle(response);
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
