import { CtiError } from "../base/fault.ts";
import { bracketed } from "../base/text.ts";
import type { Credentials } from "./credentials.ts";
import type { Field } from "./headers.ts";
import { parseUri, type SipUri } from "./uri.ts";

/** What an INVITE of ours says. */
export interface Invitation {
  /**
   * SIP URI, or a number alone, which becomes a user at our own address; or
   * what makes the URI of our address on the route to the peer.
   */
  readonly from: string | ((localAddress: string) => string);
  /** SIP URI, with or without its `sip:`. */
  readonly to: string;
  /** Where it is sent, the first first; where `to` leads if it is absent. */
  readonly route?: readonly SipUri[];
  /** The offer, or what makes it of our address on the route to the peer. */
  readonly sdp: string | ((localAddress: string) => string);
  /** Whether another offer follows one that was refused as unacceptable. */
  readonly offersAgain?: () => boolean;
  /** Further header fields, made of the same. */
  readonly fields?: (localAddress: string) => readonly Field[];
  /** Who we are to the peer; without them no challenge is answered. */
  readonly credentials?: Credentials | null;
}

/**
 * Reads a URI that may come without its scheme, as people write it.
 * @throws {CtiError} `badParams`
 */
export function uriFrom(text: string, param: string): SipUri {
  const uri = parseUri(/^sips?:/i.test(text) ? text : `sip:${text}`);
  if (typeof uri !== "string") return uri;
  throw new CtiError("badParams", `Not a SIP URI: ${text}`, { param });
}

const NUMBER = /^\+?[0-9*#]+$/;

/**
 * What makes the URI of a caller of our address: a number is one of ours.
 * @throws {CtiError} `badParams`
 */
export function callerOf(from: string): (localAddress: string) => string {
  if (NUMBER.test(from)) {
    return (local) => `sip:${from.replaceAll("#", "%23")}@${bracketed(local)}`;
  }
  const { scheme, user, host } = uriFrom(from, "from");
  const name = user === null ? "" : `${user}@`;
  return () => `${scheme}:${name}${bracketed(host)}`;
}
