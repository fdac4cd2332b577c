import type { Cause } from "../../runtime/sip/reason.ts";
import type { Referral } from "../../runtime/sip/referral.ts";
import type { Replaces } from "../../runtime/sip/replaces.ts";
import type {
  IncomingSession,
  Reliability,
  SessionEnd,
  SessionListener,
} from "../../runtime/sip/session.ts";

/** What makes a session unlike another. */
export interface FakeSessionOptions {
  readonly offer?: string | null;
  readonly from?: string;
  readonly to?: string;
  readonly requestUri?: string;
  readonly reliability?: Reliability;
  readonly assertedIdentity?: string;
  readonly replaces?: Replaces;
}

/**
 * The peer of a call without SIP: what the call does is listed in `deeds`, what
 * the peer does is called by the test. Breaking the contract of a session
 * throws.
 */
export class FakeSession implements IncomingSession {
  readonly callId = "call@192.0.2.7";
  readonly remoteAddress = "192.0.2.7";
  readonly localAddress = "192.0.2.1";
  readonly offer: string | null;
  readonly from: string;
  readonly to: string;
  readonly requestUri: string;
  readonly reliability: Reliability;
  readonly remotePort = 5060;
  readonly assertedIdentity: string | null;
  readonly privacy = null;
  readonly replaces: Replaces | null;
  readonly deeds: string[] = [];
  /** The last description that we sent. */
  described: string | null = null;
  #listener: SessionListener | null = null;
  #over = false;
  /** A 200 of ours waits for its ACK. */
  #unacknowledged = false;
  /** An end that came before anybody listened. */
  #missed: SessionEnd | null = null;

  constructor(options: FakeSessionOptions = {}) {
    this.offer = options.offer ?? null;
    this.from = options.from ?? "sip:13800138000@192.0.2.7";
    this.to = options.to ?? "sip:4001@192.0.2.1";
    this.requestUri = options.requestUri ?? "sip:4001@192.0.2.1:5060";
    this.reliability = options.reliability ?? "none";
    this.assertedIdentity = options.assertedIdentity ?? null;
    this.replaces = options.replaces ?? null;
  }

  get isOver(): boolean {
    return this.#over;
  }

  listen(listener: SessionListener): void {
    this.#listener = listener;
    if (this.#missed) listener.ended(this.#missed);
  }

  ring(sdp?: string): void {
    this.described = sdp ?? this.described;
    this.#do(sdp === undefined ? "ring" : "ring with an offer");
  }

  progress(sdp: string): void {
    this.described = sdp;
    this.#do("progress");
  }

  accept(sdp: string): void {
    this.described = sdp;
    this.#do("accept");
    this.#unacknowledged = true;
  }

  redirect(contactUri: string): void {
    this.#do(`redirect ${contactUri}`);
    this.#over = true;
  }

  hangUp(status: number): void {
    this.#do(`hangUp ${status}`);
    this.#over = true;
  }

  provisional(status: number, sdp: string | null = null): void {
    this.#heard?.provisional(status, sdp);
  }

  answer(sdp: string | null): void {
    this.#heard?.accepted(sdp);
  }

  /** The ACK to our 200; without one to wait for, nothing is heard of it. */
  acknowledge(sdp: string | null = null): void {
    if (!this.#unacknowledged) return;
    this.#unacknowledged = false;
    this.#heard?.acknowledged(sdp);
  }

  /** A re-INVITE; gives the description in our 200, null for a 488. */
  reinvite(sdp: string | null): string | null {
    if (this.#unacknowledged) return null;
    const described = this.#heard?.offered(sdp) ?? null;
    this.#unacknowledged = described !== null && sdp === null;
    return described;
  }

  /** A PRACK with the answer to our offer. */
  prack(sdp: string): void {
    this.#heard?.described(sdp);
  }

  bye(cause?: Cause): void {
    const end: SessionEnd = { by: "remote", status: 200, reason: "BYE" };
    this.end(cause ? { ...end, cause } : end);
  }

  /** An INFO says a key. */
  inform(key: string): void {
    this.#heard?.key(key);
  }

  refer(referral: Referral): void {
    this.#heard?.referred(referral);
  }

  /** A refresh by re-INVITE; gives what it offers. */
  refresh(answer: string): string | null {
    const offer = this.#heard?.restated() ?? null;
    if (offer !== null) this.#heard?.described(answer);
    return offer;
  }

  cancel(): void {
    this.end({ by: "remote", status: 487, reason: "CANCEL" });
  }

  refuse(status: number): void {
    this.end({ by: "remote", status, reason: "refused" });
  }

  /** Timer B, H or the like: nothing came. */
  timeOut(): void {
    this.end({ by: "local", status: 408, reason: "no answer" });
  }

  end(end: SessionEnd): void {
    const listener = this.#heard;
    this.#over = true;
    if (listener) listener.ended(end);
    else this.#missed = end;
  }

  get #heard(): SessionListener | null {
    return this.#over ? null : this.#listener;
  }

  #do(deed: string): void {
    if (this.#over) throw new Error(`${deed} on a session that is over`);
    this.deeds.push(deed);
  }
}
