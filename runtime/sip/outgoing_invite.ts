import { utf8 } from "../base/bytes.ts";
import { ALLOW, CONTENT_TYPE, SUPPORTED } from "./capabilities.ts";
import type { ClientTransaction } from "./client_transaction.ts";
import { Dialog, type Draft } from "./dialog.ts";
import type { Endpoint } from "./endpoint.ts";
import type { Field } from "./headers.ts";
import { isAddress } from "./host_port.ts";
import { InviteUsage, type UsageOwner } from "./invite_usage.ts";
import {
  makeRequest,
  sdpOf,
  type SipRequest,
  type SipResponse,
} from "./message.ts";
import { tagOf } from "./name_addr.ts";
import { reasonPhrase } from "./reason_phrase.ts";
import { reasonFields, reasonOf } from "./reason.ts";
import {
  OUTGOING,
  type OutgoingAction,
  type OutgoingInput,
} from "./outgoing_machine.ts";
import { Running } from "./running.ts";
import type {
  OutgoingSession,
  SessionEnd,
  SessionListener,
} from "./session.ts";
import { GIVE_UP } from "./timers.ts";
import { Told } from "./told.ts";
import type { Hop } from "./transport.ts";
import { formatUri, type SipUri } from "./uri.ts";

export interface OutgoingParts {
  /** The URI in From, told our address on the route to the peer. */
  readonly from: (localAddress: string) => string;
  readonly to: SipUri;
  /** The offer, told the same. */
  readonly offer: (localAddress: string) => string;
}

/** What came last, for whichever action tells of it. */
interface News {
  readonly by: SessionEnd["by"];
  readonly status: number;
  readonly reason: string;
  readonly sdp: string | null;
  readonly response: SipResponse | null;
}

const NO_NEWS: News = {
  by: "remote",
  status: 200,
  reason: "",
  sdp: null,
  response: null,
};

const CALL_ID_LENGTH = 24;
const TAG_LENGTH = 10;
const FIRST_CSEQ = 1;

/** A session that we start: its INVITE leaves as soon as the way is known. */
export class OutgoingInvite implements OutgoingSession {
  readonly callId: string;
  readonly to: string;
  readonly #endpoint: Endpoint;
  readonly #parts: OutgoingParts;
  readonly #tag: string;
  readonly #told = new Told();
  readonly #machine = new Running(OUTGOING, "locating", this.#actions());
  /** What sends the ACK of each 2xx again, by the tag of who sent it. */
  readonly #acks = new Map<string, () => void>();
  #hop: Hop | null = null;
  #transaction: ClientTransaction | null = null;
  #usage: InviteUsage | null = null;
  #news = NO_NEWS;
  /** The status that our CANCEL or BYE gives as its reason. */
  #farewell = 200;
  #closed = false;
  #stopWaiting = () => {};

  constructor(endpoint: Endpoint, parts: OutgoingParts) {
    this.#endpoint = endpoint;
    this.#parts = parts;
    this.to = formatUri(parts.to);
    this.callId = endpoint.chance.token(CALL_ID_LENGTH);
    this.#tag = endpoint.chance.token(TAG_LENGTH);
    endpoint.sessions.add(this);
    endpoint.locate(parts.to, (hop) => this.#located(hop));
  }

  get from(): string {
    return this.#parts.from(this.localAddress);
  }

  get remoteAddress(): string {
    return this.#hop?.address.address ?? this.#parts.to.host;
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
    this.#input("hangUp", {});
  }

  /** Stops what would still happen by itself. */
  close(): void {
    this.#closed = true;
    this.#stopWaiting();
  }

  #input(input: OutgoingInput, news: Partial<News>): void {
    this.#news = { ...NO_NEWS, ...news };
    this.#machine.input(input);
  }

  #located(hop: Hop | null): void {
    if (this.#closed) return;
    this.#hop = hop;
    if (hop) this.#input("located", {});
    else this.#fail(404);
  }

  /** Nobody refused: this side could not reach anybody. */
  #fail(status: number): void {
    const reason = reasonPhrase(status);
    this.#input("failure", { by: "local", status, reason });
  }

  #response(response: SipResponse): void {
    const { status, reason } = response;
    const news = { status, reason, sdp: sdpOf(response), response };
    if (status === 100) this.#input("trying", news);
    else if (status < 200) this.#input("provisional", news);
    else if (status < 300) this.#success(news, response);
    else this.#input("failure", news);
  }

  /** RFC 3261 §13.2.2.4: each 2xx is acknowledged, one alone is wanted. */
  #success(news: Partial<News>, response: SipResponse): void {
    const again = this.#acks.get(tagOf(response.to) ?? "");
    if (again) again();
    else if (this.#acks.size === 0) this.#input("success", news);
    else this.#meet(response).bye();
  }

  #actions(): Record<OutgoingAction, () => void> {
    return {
      sendInvite: () => this.#sendInvite(),
      sendCancel: () => this.#sendCancel(),
      establish: () => this.#establish(),
      sendBye: () => this.#usage?.bye(reasonFields(this.#farewell)),
      tellProvisional: () => {
        const { status, sdp } = this.#news;
        this.#told.listener?.provisional(status, sdp);
      },
      tellAccepted: () => this.#told.listener?.accepted(this.#news.sdp),
      tellAcknowledged: () => this.#told.listener?.acknowledged(this.#news.sdp),
      tellEnded: () => this.#tellEnded(),
      forget: () => this.#forget(),
    };
  }

  #sendInvite(): void {
    const hop = this.#hop;
    if (!hop) return;
    const draft = this.#invite(hop);
    this.#transaction = this.#endpoint.start(draft, hop, {
      response: (response) => this.#response(response),
      failed: (status) => this.#fail(status),
    });
  }

  #invite(hop: Hop): Draft {
    const { to, offer } = this.#parts;
    const fields: Field[] = [
      ["From", `<${this.from}>;tag=${this.#tag}`],
      ["To", `<${this.to}>`],
      ["Call-ID", this.callId],
      ["CSeq", `${FIRST_CSEQ} INVITE`],
      this.#endpoint.contactFor(hop),
      ALLOW,
      SUPPORTED,
      CONTENT_TYPE,
    ];
    const body = utf8(offer(this.localAddress));
    return { method: "INVITE", uri: this.to, nextHop: to, fields, body };
  }

  #sendCancel(): void {
    const invite = this.#transaction;
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
    if (response) this.#usage = this.#meet(response);
  }

  /** Enters the dialog that a 2xx makes, and acknowledges it. */
  #meet(response: SipResponse): InviteUsage {
    if (!this.#transaction) throw new TypeError("A 2xx without an INVITE");
    const { request: invite, hop } = this.#transaction;
    const dialog = Dialog.asClient(invite, response);
    const usage = new InviteUsage(this.#endpoint, dialog, this.#owner(), hop);
    const again = usage.acknowledge(invite.cseq.number);
    this.#acks.set(tagOf(response.to) ?? "", again);
    return usage;
  }

  #owner(): UsageOwner {
    return {
      acknowledged: (sdp) => this.#input("ack", { sdp }),
      offered: (sdp) => this.#told.listener?.offered(sdp) ?? null,
      bye: (request) =>
        this.#input("bye", { status: 200, reason: reasonOf(request, "Bye") }),
      unacknowledged: () => {
        this.#farewell = 408;
        this.#input("noAck", { by: "local", status: 408, reason: "No ACK" });
      },
    };
  }

  #tellEnded(): void {
    const { by, status, reason, response } = this.#news;
    const retryAfter = response && retryAfterIn(response);
    this.#told.ended({
      ...{ by, status, reason },
      ...retryAfter !== null && { retryAfter },
    });
  }

  #forget(): void {
    this.#stopWaiting();
    this.#endpoint.sessions.delete(this);
  }
}

/** Whole seconds, behind which a comment and parameters may stand. */
function retryAfterIn({ headers }: SipResponse): number | null {
  const seconds = /^\d{1,9}/.exec(headers.first("Retry-After") ?? "");
  return seconds && Number(seconds[0]);
}

/** The CANCEL of a request: the same way, the same names (RFC 3261 §9.1). */
function cancelOf(invite: SipRequest, fields: readonly Field[]): SipRequest {
  const { headers, uri, callId, cseq } = invite;
  const copy = (name: "Via" | "Route" | "From" | "To") =>
    headers.lines(name).map((value): Field => [name, value]);
  return makeRequest("CANCEL", uri, [
    ...copy("Via"),
    ["Max-Forwards", "70"],
    ...copy("Route"),
    ...copy("From"),
    ...copy("To"),
    ["Call-ID", callId],
    ["CSeq", `${cseq.number} CANCEL`],
    ...fields,
  ]);
}
