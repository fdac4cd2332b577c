import { CtiError } from "../base/fault.ts";
import { milliseconds } from "../base/units.ts";
import { ALLOW, SUPPORTED } from "./capabilities.ts";
import type { Dialog } from "./dialog.ts";
import type { Endpoint } from "./endpoint.ts";
import type { Field } from "./headers.ts";
import {
  INCOMING,
  type IncomingAction,
  type IncomingInput,
  type IncomingState,
} from "./incoming_machine.ts";
import { InviteUsage, type UsageOwner } from "./invite_usage.ts";
import { sdpOf, type SipRequest } from "./message.ts";
import { OVERLOADED } from "./overloaded.ts";
import { isRefusal, reasonFields, reasonOf } from "./reason.ts";
import { Running } from "./running.ts";
import type { ServerTransaction } from "./server_transaction.ts";
import type {
  IncomingSession,
  SessionEnd,
  SessionListener,
} from "./session.ts";
import { Told } from "./told.ts";
import { parseUri } from "./uri.ts";

/** What is to be said next, by whichever action says it. */
interface Words {
  readonly status: number;
  readonly fields: readonly Field[];
  readonly sdp: string;
  /** From the peer: the SDP of an ACK, or why it left. */
  readonly heard: string | null;
}

const NOTHING: Words = { status: 200, fields: [], sdp: "", heard: null };

const DECLINE = 603;
/** RFC 3261 §13.3.1.1: proxies give up a call that says nothing for longer. */
const RING_AGAIN = milliseconds(60_000);

/** A session that the peer started. */
export class IncomingInvite implements IncomingSession {
  readonly #endpoint: Endpoint;
  readonly #transaction: ServerTransaction;
  readonly #usage: InviteUsage;
  readonly #told = new Told();
  readonly #machine: Running<IncomingState, IncomingInput, IncomingAction>;
  #words = NOTHING;
  /** The status that our BYE gives as its reason. */
  #farewell = 200;
  #stopRinging = () => {};

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
    this.#machine = new Running(INCOMING, "invited", this.#actions());
    transaction.onCancel = (cancel) =>
      this.#input("cancel", { heard: reasonOf(cancel, "Request Terminated") });
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

  listen(listener: SessionListener): void {
    this.#told.listen(listener);
  }

  ring(): void {
    this.#input("ring", {});
  }

  accept(sdp: string): void {
    this.#input("accept", { sdp });
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
    this.#stopRinging();
  }

  get #invite(): SipRequest {
    return this.#transaction.request;
  }

  #input(input: IncomingInput, words: Partial<Words>): void {
    this.#words = { ...NOTHING, ...words };
    this.#machine.input(input);
  }

  #owner(): UsageOwner {
    return {
      acknowledged: (sdp) => this.#input("ack", { heard: sdp }),
      offered: (sdp) => this.#told.listener?.offered(sdp) ?? null,
      bye: (request) => this.#input("bye", { heard: reasonOf(request, "Bye") }),
      unacknowledged: () => {
        this.#farewell = 408;
        this.#input("noAck", {});
      },
    };
  }

  #actions(): Record<IncomingAction, () => void> {
    return {
      sendRinging: () => this.#ring(),
      sendOk: () => this.#accept(),
      sendFinal: () => this.#refuse(this.#words.status),
      sendTerminated: () => this.#refuse(487),
      sendBye: () => this.#usage.bye(reasonFields(this.#farewell)),
      tellAcknowledged: () =>
        this.#told.listener?.acknowledged(this.#words.heard),
      tellCancelled: () => this.#ended("remote", 487),
      tellNoAck: () => this.#ended("local", 408),
      tellBye: () => this.#ended("remote", 200),
      forget: () => void this.#endpoint.sessions.delete(this),
    };
  }

  #ring(): void {
    const contact = this.#endpoint.contactFor(this.#transaction.source);
    const fields = [contact, ALLOW, SUPPORTED];
    this.#endpoint.respond(this.#transaction, 180, { fields });
    this.#stopRinging();
    this.#stopRinging = this.#endpoint.clock.after(RING_AGAIN, () => {
      this.ring();
    });
  }

  #accept(): void {
    this.#stopRinging();
    this.#usage.accept(this.#transaction, this.#words.sdp);
  }

  #refuse(status: number): void {
    this.#stopRinging();
    const { fields } = this.#words;
    this.#endpoint.respond(this.#transaction, status, { fields });
    this.#usage.close();
  }

  #ended(by: SessionEnd["by"], status: number): void {
    const reason = this.#words.heard ?? "No ACK";
    this.#told.ended({ by, status, reason });
  }
}
