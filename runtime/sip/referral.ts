import { utf8 } from "../base/bytes.ts";
import type { Field } from "./headers.ts";
import type { SipRequest } from "./message.ts";
import { parseNameAddr } from "./name_addr.ts";

/** What a REFER asks for (RFC 3515); nobody here follows it by himself. */
export interface Referral {
  /** The URI to go to; it may say which dialog to replace (RFC 3891 §3). */
  readonly to: string;
  /** Who asks, as Referred-By names him (RFC 3892); null: it does not. */
  readonly by: string | null;
}

/** Reads a REFER; null: it has not exactly one Refer-To (RFC 3515 §2.4.2). */
export function referralIn({ headers }: SipRequest): Referral | null {
  const [only, ...more] = headers.list("Refer-To");
  const to = parseNameAddr(only ?? "");
  if (to === "malformed" || more.length > 0) return null;
  const by = parseNameAddr(headers.first("Referred-By") ?? "");
  return { to: to.uri, by: by === "malformed" ? null : by.uri };
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
