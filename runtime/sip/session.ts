import type { Cause } from "./reason.ts";
import type { Referral } from "./referral.ts";
import type { Replaces } from "./replaces.ts";

/** Why a session ended that this side did not end itself. */
export interface SessionEnd {
  readonly by: "remote" | "local";
  /**
   * The SIP status that says why: 200 for a BYE, the final response after a
   * refusal, 487 for a CANCEL, 408 where no answer or no ACK came.
   */
  readonly status: number;
  readonly reason: string;
  /** What the peer's Reason says (RFC 3326), if it came with one. */
  readonly cause?: Cause;
  /** Seconds after which a refusal says to try again (RFC 3261 §20.33). */
  readonly retryAfter?: number;
}

/** What a session tells the call that owns it. */
export interface SessionListener {
  /**
   * A provisional response to our INVITE other than 100 (RFC 3261 §13.2.2.1),
   * with what it describes where that is news: a fork speaks, or another one.
   */
  provisional(status: number, sdp: string | null): void;
  /**
   * Our INVITE was answered by a 2xx; it is acknowledged already. Null: what
   * was described last stands, be it by a fork or in an offer of its.
   */
  accepted(sdp: string | null): void;
  /**
   * The ACK to our 2xx came, with the answer when the offer was ours; after a
   * re-INVITE only then.
   */
  acknowledged(sdp: string | null): void;
  /**
   * A re-INVITE or UPDATE came, with an offer or (null) without one; gives the
   * SDP for the 200 or null, and then 488 leaves the session as it was.
   */
  offered(sdp: string | null): string | null;
  /**
   * An answer to an offer of ours came elsewhere than in an ACK: in the PRACK
   * of a reliable response, or in the 2xx to a refresh.
   */
  described(sdp: string): void;
  /**
   * Gives our description as it stands, to be offered once more unchanged (RFC
   * 4028 §7.4); `described` takes the answer to it. Null: there is none.
   */
  restated(): string | null;
  /** A key came by INFO: 0 to 9, `*`, `#`, A to D. */
  key(key: string): void;
  /** The peer would have us call somebody else (RFC 3515). */
  referred(referral: Referral): void;
  /** Ended by the peer or for want of an answer: once, and nothing follows. */
  ended(end: SessionEnd): void;
}

/** Whether a peer takes provisional responses reliably (RFC 3262). */
export type Reliability = "none" | "supported" | "required";

/** An INVITE session (RFC 3261 §13 to §15): a call as SIP sees it. */
export interface Session {
  readonly callId: string;
  readonly from: string;
  readonly to: string;
  /** The address that the peer's messages come from; a name not resolved yet. */
  readonly remoteAddress: string;
  /** Our address on the route to the peer: for the SDP. Empty for such a name. */
  readonly localAddress: string;
  listen(listener: SessionListener): void;
  /**
   * Ends the session in the way that fits its state: a final response to an
   * INVITE not yet answered (603 where the status is none), CANCEL to one of
   * ours, BYE to an answered one; those say the status as their Reason.
   * The listener hears nothing more; what SIP has to repeat goes on by itself.
   */
  hangUp(status: number): void;
}

/** A session that the peer started. */
export interface IncomingSession extends Session {
  /** The offer in the INVITE; null for a late offer. */
  readonly offer: string | null;
  /** Request-URI of the INVITE. */
  readonly requestUri: string;
  /** The port that the INVITE came from. */
  readonly remotePort: number;
  /** The URI of who calls as the INVITE asserts it (RFC 3325), true or not. */
  readonly assertedIdentity: string | null;
  /** What is to be withheld of who calls (RFC 3323 §4.2), such as `id`. */
  readonly privacy: string | null;
  /** The dialog that it would replace (RFC 3891); nothing is replaced here. */
  readonly replaces: Replaces | null;
  readonly reliability: Reliability;
  /**
   * Sends 180. Where the peer made no offer and requires reliability the first
   * provisional response has to carry ours (RFC 3262 §5): without it nothing is
   * said yet.
   */
  ring(sdp?: string): void;
  /**
   * Sends 183 with an answer to the offer; with an offer where the peer made
   * none, and then it has to take it reliably (RFC 3261 §13.2.1).
   */
  progress(sdp: string): void;
  /**
   * Sends 200 with an answer (or an offer) and repeats it until the ACK. It
   * waits for the PRACK of a description, which it does not say again.
   */
  accept(sdp: string): void;
  /** Sends 302 with this Contact (RFC 3261 §8.3). */
  redirect(contactUri: string): void;
}

/** A session that we started; its INVITE is on the way. */
export type OutgoingSession = Session;
