import { utf8 } from "../base/bytes.ts";
import { cancelOf } from "./cancel.ts";
import { ALLOW, CONTENT_TYPE, SUPPORTED } from "./capabilities.ts";
import type { Credentials } from "./credentials.ts";
import type { Draft } from "./dialog.ts";
import { EarlyDialogs, type SentInvite } from "./early_dialogs.ts";
import type { Endpoint } from "./endpoint.ts";
import { Exchange } from "./exchange.ts";
import type { Field } from "./headers.ts";
import { isAddress } from "./host_port.ts";
import type { InviteUsage, UsageOwner } from "./invite_usage.ts";
import type { SipResponse } from "./message.ts";
import { tagOf } from "./name_addr.ts";
import { reasonPhrase } from "./reason_phrase.ts";
import { type Cause, causeIn, reasonFields, reasonOf } from "./reason.ts";
import {
  OUTGOING,
  type OutgoingAction,
  type OutgoingInput,
} from "./outgoing_machine.ts";
import { retryAfterIn } from "./retry_after.ts";
import { type Performances, Running } from "./running.ts";
import type {
  OutgoingSession,
  SessionEnd,
  SessionListener,
} from "./session.ts";
import { AskedInterval } from "./asked_interval.ts";
import { GIVE_UP } from "./timers.ts";
import { Told } from "./told.ts";
import type { Hop } from "./transport.ts";
import { formatUri, type SipUri } from "./uri.ts";

export interface OutgoingParts extends Pick<Draft, "nextHop"> {
  /** The URI in From, told our address on the route to the peer. */
  readonly from: (localAddress: string) => string;
  readonly to: SipUri;
  readonly otherHops: readonly SipUri[];
  /** The offer, told the same. */
  readonly offer: (localAddress: string) => string;
  /**
   * The offer was not acceptable: whether it is asked for once more, and is
   * another one then. Never where it is absent.
   */
  readonly offersAgain?: () => boolean;
  /** Further header fields, told the same. */
  readonly fields: (localAddress: string) => readonly Field[];
  /** Who we are to the peer; null where no challenge is to be answered. */
  readonly credentials: Credentials | null;
}

/** What came last, for whichever action tells of it. */
interface News {
  readonly by: SessionEnd["by"];
  readonly status: number;
  readonly reason: string;
  readonly sdp: string | null;
  readonly response: SipResponse | null;
  readonly cause: Cause | null;
}

const NO_NEWS: News = {
  by: "remote",
  status: 200,
  reason: "",
  sdp: null,
  response: null,
  cause: null,
};

const CALL_ID_LENGTH = 24;
const TAG_LENGTH = 10;
const FIRST_CSEQ = 1;
/** No call is answered by more; who makes tags up is not listened to. */
const MOST_FORKS = 32;

/** A session that we start: its INVITE leaves as soon as the way is known. */
export class OutgoingInvite implements OutgoingSession {
  private static readonly PERFORM: Performances<
    OutgoingAction,
    OutgoingInvite
  > = {
    sendCancel: (it) => it.#sendCancel(),
    establish: (it) => it.#establish(),
    sendBye: (it) => it.#usage?.bye(reasonFields(it.#farewell)),
    tellProvisional: (it) => {
      const { status, sdp } = it.#news;
      it.#told.listener?.provisional(status, sdp);
    },
    tellAccepted: (it) => it.#told.listener?.accepted(it.#news.sdp),
    tellAcknowledged: (it) => it.#told.listener?.acknowledged(it.#news.sdp),
    tellEnded: (it) => it.#tellEnded(),
    forget: (it) => it.#forget(),
  };

  readonly callId: string;
  readonly to: string;
  readonly #endpoint: Endpoint;
  readonly #parts: OutgoingParts;
  readonly #tag: string;
  readonly #told = new Told();
  readonly #machine = new Running(
    OUTGOING,
    "locating",
    OutgoingInvite.PERFORM,
    this,
  );
  #early: EarlyDialogs;
  /** What sends the ACK of each 2xx again, by the tag of who sent it. */
  readonly #acks = new Map<string, () => void>();
  readonly #exchange: Exchange;
  #hop: Hop | null = null;
  #usage: InviteUsage | null = null;
  #news = NO_NEWS;
  readonly #interval: AskedInterval;
  /** The status that our CANCEL or BYE gives as its reason. */
  #farewell = 200;
  #cseq = FIRST_CSEQ;
  #stopWaiting = () => {};

  constructor(endpoint: Endpoint, parts: OutgoingParts) {
    this.#endpoint = endpoint;
    this.#parts = parts;
    this.#interval = new AskedInterval(endpoint.sessionInterval);
    this.to = formatUri(parts.to);
    this.callId = endpoint.chance.token(CALL_ID_LENGTH);
    this.#tag = endpoint.chance.token(TAG_LENGTH);
    this.#early = new EarlyDialogs(endpoint, this.#owner());
    endpoint.sessions.add(this);
    this.#exchange = new Exchange(endpoint, this.#invite(), {
      credentials: parts.credentials,
      cseq: () => ++this.#cseq,
      again: (refusal) => this.#learns(refusal),
      leaving: (hop) => this.#leaving(hop),
    }, {
      response: (response) => this.#response(response),
      failed: (status) => this.#fail(status),
    });
  }

  get from(): string {
    return this.#parts.from(this.localAddress);
  }

  get remoteAddress(): string {
    return this.#hop?.address.address ?? this.#parts.nextHop.host;
  }

  get localAddress(): string {
    const { remoteAddress } = this;
    return isAddress(remoteAddress)
      ? this.#endpoint.hostFor(remoteAddress)
      : "";
  }

  listen(listener: SessionListener): void {
    this.#told.listen(listener);
  }

  hangUp(status: number): void {
    this.#farewell = status;
    this.#exchange.close();
    this.#input("hangUp", {});
  }

  /** Stops what would still happen by itself. */
  close(): void {
    this.#exchange.close();
    this.#stopWaiting();
    this.#early.close();
  }

  #input(input: OutgoingInput, news: Partial<News>): void {
    this.#news = { ...NO_NEWS, ...news };
    this.#machine.input(input);
  }

  /** Whether a refusal is met by other words (RFC 4028 §7.3, RFC 4568 §7). */
  #learns(refusal: SipResponse): boolean {
    if (refusal.status === 422) return this.#interval.raise(refusal);
    return isUnacceptable(refusal.status) &&
      this.#parts.offersAgain?.() === true;
  }

  /** The INVITE leaves, for the first time or for another server. */
  #leaving(hop: Hop): void {
    this.#hop = hop;
    this.#early.close();
    this.#early = new EarlyDialogs(this.#endpoint, this.#owner());
    this.#input("leaving", {});
  }

  /** Nobody refused: this side could not reach anybody. */
  #fail(status: number): void {
    const reason = reasonPhrase(status);
    this.#early.close();
    this.#input("failure", { by: "local", status, reason });
  }

  #response(response: SipResponse): void {
    const { status, reason } = response;
    if (status === 100) this.#input("trying", {});
    else if (status < 200) this.#progress(response);
    else if (status < 300) this.#success(response);
    else {
      this.#early.close();
      const cause = causeIn(response.headers);
      this.#input("failure", { status, reason, cause, response });
    }
  }

  #progress(response: SipResponse): void {
    const invite = this.#sent;
    if (!this.#early.take(response, invite)) return;
    const sdp = this.#early.describedIn(response);
    this.#input("provisional", { status: response.status, sdp });
  }

  /** RFC 3261 §13.2.2.4: each 2xx is acknowledged, one alone is wanted. */
  #success(response: SipResponse): void {
    const again = this.#acks.get(tagOf(response.to) ?? "");
    if (again) again();
    else if (this.#acks.size >= MOST_FORKS) return;
    else if (this.#acks.size > 0) this.#meet(response).bye();
    else {
      const sdp = this.#early.answerIn(response);
      this.#input("success", { sdp, response });
    }
  }

  get #sent(): SentInvite {
    const { current } = this.#exchange;
    if (current) return current;
    throw new TypeError("A response without an INVITE");
  }

  #invite(): Draft {
    const { nextHop, otherHops } = this.#parts;
    const fields: Field[] = [["To", `<${this.to}>`], ["Call-ID", this.callId]];
    return {
      ...{ method: "INVITE", uri: this.to, nextHop, otherHops },
      ...{ cseq: FIRST_CSEQ, fields, at: (hop) => this.#words(hop) },
    };
  }

  #words(hop: Hop): Pick<Draft, "fields" | "body"> {
    const { from, to, offer } = this.#parts;
    const local = this.#endpoint.hostFor(hop.address.address);
    const fields: Field[] = [
      ["From", `<${from(local)}>;tag=${this.#tag}`],
      this.#endpoint.contactFor(hop, { scheme: to.scheme }),
      ALLOW,
      SUPPORTED,
      ...this.#interval.fields,
      CONTENT_TYPE,
      ...this.#parts.fields(local),
    ];
    return { fields, body: utf8(offer(local)) };
  }

  #sendCancel(): void {
    const invite = this.#exchange.current;
    if (!invite) return;
    const { transactions, clock } = this.#endpoint;
    const cancel = cancelOf(invite.request, reasonFields(this.#farewell));
    transactions.start(cancel, invite.hop, {
      response: () => {},
      failed: () => {},
    });
    this.#stopWaiting = clock.after(GIVE_UP, () => invite.giveUp());
  }

  #establish(): void {
    const { response } = this.#news;
    if (!response) return;
    this.#usage = this.#meet(response);
    this.#usage.accepted(response, this.#interval);
  }

  /** Enters the dialog that a 2xx makes, and acknowledges it. */
  #meet(response: SipResponse): InviteUsage {
    const usage = this.#early.confirm(response, this.#sent);
    const again = usage.acknowledge(this.#sent.request);
    this.#acks.set(tagOf(response.to) ?? "", again);
    return usage;
  }

  #owner(): UsageOwner {
    return {
      credentials: this.#parts.credentials,
      ...this.#told.heard,
      acknowledged: (sdp) => this.#input("ack", { sdp }),
      prack: (prack) => this.#endpoint.respond(prack, 481),
      bye: (request) => {
        const reason = reasonOf(request, "Bye");
        const cause = causeIn(request.headers);
        this.#input("bye", { status: 200, reason, cause });
      },
      lost: (status, reason) => {
        this.#farewell = status;
        this.#input("noAck", { by: "local", status, reason });
      },
    };
  }

  #tellEnded(): void {
    const { by, status, reason, response, cause } = this.#news;
    const retryAfter = response && retryAfterIn(response);
    this.#told.ended({
      ...{ by, status, reason },
      ...cause && { cause },
      ...retryAfter !== null && { retryAfter },
    });
  }

  #forget(): void {
    this.#stopWaiting();
    this.#endpoint.sessions.delete(this);
  }
}

/** RFC 3261 §21.4.26, §21.6.4: the description is what was refused. */
function isUnacceptable(status: number): boolean {
  return status === 488 || status === 606;
}
