import { CtiError } from "../base/fault.ts";
import { bracketed } from "../base/text.ts";
import { parseAddress, type SipAddress, sipUri, userOf } from "./uri.ts";

/** The number itself; RFC 3966 separators are not telephone keys. */
const NUMBER = /^\+?[0-9]{1,64}$/;
/** RFC 3323 §4.1.1.3: a caller that does not say who it is. */
const ANONYMOUS = "sip:anonymous@anonymous.invalid";

function addressOf(text: string, param: string): SipAddress {
  const address = parseAddress(text);
  if (address !== "malformed") return address;
  throw new CtiError(
    "badParams",
    `不支持的 SIP URI 表达式: ${text.slice(0, 100)}`,
    { param, expected: "[[sip:]user@]host[:port][;transport=udp|tcp]" },
  );
}

/**
 * The URI to dial for a `to_uri`; a bare number is dialled at the gateway.
 *
 * @throws {CtiError} `badParams`, or `dialRefused` where there is no gateway
 */
export function dialTarget(toUri: string, gateway: string | null): string {
  if (!NUMBER.test(toUri)) return sipUri(addressOf(toUri, "to_uri"));
  if (gateway !== null) {
    return sipUri({ ...addressOf(gateway, "CTI_GATEWAY"), user: toUri });
  }
  throw new CtiError(
    "dialRefused",
    "A number without a host needs CTI_GATEWAY to be set",
    { param: "to_uri", expected: "user@host[:port]" },
  );
}

/**
 * The URI that an outgoing call comes from, once our own host on the way there
 * is known: null or `anonymous` hides the number, a bare number is one of ours.
 *
 * @throws {CtiError} `badParams`
 */
export function callerUri(fromUri: string | null): (ownHost: string) => string {
  if (fromUri === null || fromUri === "anonymous") return () => ANONYMOUS;
  if (NUMBER.test(fromUri)) {
    const own = { user: fromUri, port: null, transport: null };
    return (host) => sipUri({ ...own, host: bracketed(host) });
  }
  const uri = sipUri(addressOf(fromUri, "from_uri"));
  return () => uri;
}

/**
 * The Contact of a redirection; without a user it keeps the one that was
 * called.
 *
 * @throws {CtiError} `badParams`
 */
export function redirectTarget(redirectUri: string, called: string): string {
  const address = addressOf(redirectUri, "redirect_uri");
  return sipUri({ ...address, user: address.user ?? userOf(called) });
}
