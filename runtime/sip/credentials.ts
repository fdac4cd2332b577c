import type { Field } from "./headers.ts";
import type { SipRequest, SipResponse } from "./message.ts";

/** What of a request is signed. */
export interface Signed {
  readonly method: string;
  /** Request-URI. */
  readonly uri: string;
}

/**
 * Who we are to a server that challenges our requests (RFC 3261 §22). It
 * belongs to one trunk: nobody else's challenge is ever given to it.
 */
export interface Credentials {
  /** The fields that a request carries, by what was challenged so far. */
  authorize(request: Signed): readonly Field[];
  /**
   * A request was answered 401 or 407. Whether it is worth sending again: not
   * where the challenge is for somebody else, or says that we were wrong.
   */
  challenged(response: SipResponse, request: SipRequest): boolean;
}
