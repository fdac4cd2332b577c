import { CtiError } from "../base/fault.ts";
import { assertedIdentity, privacyOf } from "./asserted_identity.ts";
import type { Dialog } from "./dialog.ts";
import type { Endpoint } from "./endpoint.ts";
import { expiryOf } from "./expiry.ts";
import type { Field } from "./headers.ts";
import {
  INCOMING,
  type IncomingAction,
  type IncomingInput,
} from "./incoming_machine.ts";
import { InviteUsage, type UsageOwner } from "./invite_usage.ts";
import { sdpOf, type SipRequest } from "./message.ts";
import type { OfferState } from "./offer_state.ts";
import { OVERLOADED } from "./overloaded.ts";
import { Provisionals } from "./provisionals.ts";
import {
  type Cause,
  causeIn,
  isRefusal,
  reasonFields,
  reasonOf,
} from "./reason.ts";
import { type Replaces, replacesIn } from "./replaces.ts";
import { type Machine, type Performances, Running } from "./running.ts";
import type { ServerTransaction } from "./server_transaction.ts";
import type {
  IncomingSession,
  Reliability,
  SessionEnd,
  SessionListener,
} from "./session.ts";
import { Told } from "./told.ts";
import { parseUri } from "./uri.ts";

/** What is to be said next, by whichever action says it. */
interface Words {
  readonly status: number;
  readonly fields: readonly Field[];
  readonly sdp: string | null;
  /** From the peer: the SDP of an ACK, or why it left. */
  readonly heard: string | null;
  readonly cause: Cause | null;
}

const NOTHING: Words = {
  status: 200,
  fields: [],
  sdp: null,
  heard: null,
  cause: null,
};

const RINGING = 180;
const SESSION_PROGRESS = 183;
const DECLINE = 603;
/** RFC 3262 §3 wants a 5xx where no PRACK comes. */
const NO_PRACK = 504;

/** A session that the peer started. */
export class IncomingInvite implements IncomingSession {
  private static readonly PERFORM: Performances<
    IncomingAction,
    IncomingInvite
  > = {
    sendProvisional: (it) => it.#progress(),
    sendOk: (it) => it.#accept(),
    sendFinal: (it) => it.#refuse(it.#words.status),
    sendTerminated: (it) => it.#refuse(487),
    sendTimeout: (it) => it.#refuse(NO_PRACK),
    sendBye: (it) => it.#usage.bye(reasonFields(it.#farewell)),
    tellAcknowledged: (it) => it.#told.listener?.acknowledged(it.#words.heard),
    tellCancelled: (it) => it.#ended("remote", 487),
    tellExpired: (it) => it.#ended("remote", 487),
    tellNoPrack: (it) => it.#ended("local", 408),
    tellNoAck: (it) => it.#ended("local", it.#words.status),
    tellBye: (it) => it.#ended("remote", 200),
    forget: (it) => it.#forget(),
  };

  readonly #endpoint: Endpoint;
  readonly #transaction: ServerTransaction;
  readonly #usage: InviteUsage;
  readonly #provisionals: Provisionals;
  readonly #told = new Told();
  readonly #machine: Machine<IncomingInput>;
  #words = NOTHING;
  /** What the 2xx is to describe. */
  #accepted: string | null = null;
  /** The status that our BYE gives as its reason. */
  #farewell = 200;
  #stopExpiry = () => {};

  constructor(
    endpoint: Endpoint,
    transaction: ServerTransaction,
    dialog: Dialog,
  ) {
    this.#endpoint = endpoint;
    this.#transaction = transaction;
    this.#usage = new InviteUsage(
      endpoint,
      dialog,
      this.#owner(),
      transaction.source,
      true,
    );
    this.#provisionals = this.#provisionalsOf(this.#usage.offers);
    this.#machine = new Running(
      INCOMING,
      "invited",
      IncomingInvite.PERFORM,
      this,
    );
    this.#startExpiry();
    transaction.onCancel = (cancel) =>
      this.#input("cancel", leaving(cancel, "Request Terminated"));
    endpoint.sessions.add(this);
  }

  get callId(): string {
    return this.#invite.callId;
  }

  get from(): string {
    return this.#invite.from.uri;
  }

  get to(): string {
    return this.#invite.to.uri;
  }

  get remoteAddress(): string {
    return this.#transaction.source.address.address;
  }

  get localAddress(): string {
    return this.#endpoint.hostFor(this.remoteAddress);
  }

  get offer(): string | null {
    return sdpOf(this.#invite);
  }

  get requestUri(): string {
    return this.#invite.uri;
  }

  get remotePort(): number {
    return this.#transaction.source.address.port;
  }

  get assertedIdentity(): string | null {
    return assertedIdentity(this.#invite.headers);
  }

  get privacy(): string | null {
    return privacyOf(this.#invite.headers);
  }

  get replaces(): Replaces | null {
    const replaces = replacesIn(this.#invite.headers);
    return replaces === "malformed" ? null : replaces;
  }

  listen(listener: SessionListener): void {
    this.#told.listen(listener);
  }

  get reliability(): Reliability {
    return this.#provisionals.reliability;
  }

  ring(sdp: string | null = null): void {
    this.#input("progress", { status: RINGING, sdp });
  }

  progress(sdp: string): void {
    this.#input("progress", { status: SESSION_PROGRESS, sdp });
  }

  accept(sdp: string): void {
    this.#accepted = sdp;
    const waits = this.#provisionals.holdsSuccess;
    this.#input(waits ? "acceptLater" : "accept", {});
  }

  /** @throws {CtiError} `badParams` when that is no SIP URI */
  redirect(contactUri: string): void {
    if (typeof parseUri(contactUri) === "string") {
      throw new CtiError("badParams", `Not a SIP URI: ${contactUri}`);
    }
    const fields: Field[] = [["Contact", `<${contactUri}>`]];
    this.#input("hangUp", { status: 302, fields });
  }

  hangUp(cause: number): void {
    this.#farewell = cause;
    const status = isRefusal(cause) ? cause : DECLINE;
    const fields = status === OVERLOADED.status ? OVERLOADED.fields : [];
    this.#input("hangUp", { status, fields });
  }

  /** Stops what would still happen by itself. */
  close(): void {
    this.#stopExpiry();
    this.#provisionals.close();
  }

  get #invite(): SipRequest {
    return this.#transaction.request;
  }

  #input(input: IncomingInput, words: Partial<Words>): void {
    this.#words = { ...NOTHING, ...words };
    this.#machine.input(input);
  }

  #provisionalsOf(offers: OfferState): Provisionals {
    if (this.offer !== null) offers.theyDescribe();
    return new Provisionals({
      endpoint: this.#endpoint,
      transaction: this.#transaction,
      offers,
      told: this.#told,
      giveUp: () => {
        this.#input("noPrack", { heard: "No PRACK" });
        this.#forgetLast();
      },
    });
  }

  /** RFC 3261 §13.3.1: an invitation may say how long it holds. */
  #startExpiry(): void {
    const span = expiryOf(this.#invite);
    if (span === null) return;
    this.#stopExpiry = this.#endpoint.clock.after(span, () => {
      this.#input("expire", { heard: "Expired" });
    });
  }

  #owner(): UsageOwner {
    return {
      credentials: null,
      ...this.#told.heard,
      acknowledged: (sdp) => this.#settled("ack", { heard: sdp }),
      prack: (transaction) => this.#prack(transaction),
      bye: (request) => this.#settled("bye", leaving(request, "Bye")),
      lost: (status, heard) => {
        this.#farewell = status;
        this.#settled("noAck", { status, heard });
      },
    };
  }

  /** Past this no PRACK is waited for. */
  #settled(input: IncomingInput, words: Partial<Words>): void {
    this.#provisionals.close();
    this.#input(input, words);
  }

  #prack(transaction: ServerTransaction): void {
    if (!this.#provisionals.prack(transaction)) return;
    if (!this.#provisionals.holdsSuccess) this.#input("pracked", {});
    this.#forgetLast();
  }

  #progress(): void {
    const { status, sdp } = this.#words;
    this.#provisionals.say(status, sdp);
  }

  /** What a reliable response described is not said again (§13.2.1). */
  #accept(): void {
    this.#finish();
    const { isDescribed } = this.#provisionals;
    this.#usage.accept(
      this.#transaction,
      isDescribed ? null : this.#accepted,
    );
  }

  #refuse(status: number): void {
    this.#finish();
    const { fields } = this.#words;
    this.#endpoint.respond(this.#transaction, status, { fields });
    if (!this.#provisionals.isExpecting) this.#usage.close();
  }

  #finish(): void {
    this.#stopExpiry();
    this.#provisionals.finish();
  }

  /** A PRACK that is still expected is to be answered (RFC 3262 §3). */
  #forget(): void {
    if (this.#provisionals.isExpecting) return;
    this.#endpoint.sessions.delete(this);
  }

  #forgetLast(): void {
    if (this.#machine.state !== "ended") return;
    this.#usage.close();
    this.#forget();
  }

  #ended(by: SessionEnd["by"], status: number): void {
    const { heard, cause } = this.#words;
    const reason = heard ?? "";
    this.#told.ended({ by, status, reason, ...cause && { cause } });
  }
}

/** Why the peer leaves, in a word and in those of its Reason. */
function leaving(request: SipRequest, otherwise: string): Partial<Words> {
  const heard = reasonOf(request, otherwise);
  return { heard, cause: causeIn(request.headers) };
}
