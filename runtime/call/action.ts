import type { KeySource } from "../media/messages.ts";
import type { Cause } from "../sip/reason.ts";

/** Who ended a call, and the SIP status that says why. */
export interface Ending {
  /** `network`: nobody did, an answer or an ACK failed to come. */
  readonly by: "application" | "node" | "peer" | "network";
  readonly cause: number;
  /** What the peer's Reason said (RFC 3326), if it came with one. */
  readonly reason?: Cause;
}

/** As what a key came: in the sound, beside it in RTP, or in an INFO. */
export type KeyOrigin = KeySource | "info";

/**
 * One CTI action of a call. It is started once and ends exactly once, by
 * telling its stage; the call asks nothing of it after its end or `hangUp`.
 */
export interface Action {
  start(): void;
  /** The peer pressed a key. */
  key(key: string, origin: KeyOrigin): void;
  /** The application stops it. */
  stop(): void;
  /**
   * Another action begins. True where this one falls silent and waits until
   * that has ended; all others are stopped.
   */
  giveWay?(): boolean;
  /** The action that it gave way to has ended. */
  goOn?(): void;
  /** The call has gone. The end is told now or, of a recording, soon. */
  hangUp(ending: Ending): void;
}
