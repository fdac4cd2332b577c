import { utf8 } from "../base/bytes.ts";
import type { Field } from "./headers.ts";
import type { SipRequest } from "./message.ts";
import { parseNameAddr } from "./name_addr.ts";
import { type Replaces, replacesIn } from "./replaces.ts";
import { parseUri } from "./uri.ts";
import { uriHeaders } from "./uri_headers.ts";

/** What a REFER asks for (RFC 3515); nobody here follows it by himself. */
export interface Referral {
  /** The URI to go to, as it was written. */
  readonly to: string;
  /** Who asks, as Referred-By names him (RFC 3892); null: it does not. */
  readonly by: string | null;
  /** The dialog that the URI says to replace; null: none that can be read. */
  readonly replaces: Replaces | null;
}

/** Reads a REFER; null: it has not exactly one Refer-To (RFC 3515 §2.4.2). */
export function referralIn({ headers }: SipRequest): Referral | null {
  const [only, ...more] = headers.list("Refer-To");
  const to = parseNameAddr(only ?? "");
  if (to === "malformed" || more.length > 0) return null;
  const by = parseNameAddr(headers.first("Referred-By") ?? "");
  return {
    to: to.uri,
    by: by === "malformed" ? null : by.uri,
    replaces: replacesOf(to.uri),
  };
}

/** RFC 3891 §6.1: a URI has its Replaces escaped, as one of its headers. */
function replacesOf(uri: string): Replaces | null {
  const parsed = parseUri(uri);
  if (typeof parsed === "string") return null;
  const headers = uriHeaders(parsed);
  const replaces = headers === "malformed" ? headers : replacesIn(headers);
  return replaces === "malformed" ? null : replaces;
}

/** Whether the peer wants no news of it (RFC 4488 §4). */
export function wantsNoNews({ headers }: SipRequest): boolean {
  return headers.first("Refer-Sub")?.toLowerCase() === "false";
}

/**
 * The one NOTIFY that a REFER here has (RFC 3515 §2.4.4): it was taken, and as
 * what becomes of it is the application's own affair, no more follows.
 */
export const REFER_NEWS: {
  readonly fields: readonly Field[];
  readonly body: Uint8Array;
} = {
  fields: [
    ["Subscription-State", "terminated;reason=noresource"],
    ["Content-Type", "message/sipfrag;version=2.0"],
  ],
  body: utf8("SIP/2.0 100 Trying\r\n"),
};
