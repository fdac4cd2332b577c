import { CtiError } from "../base/fault.ts";
import type { Callee } from "../trunk/callee.ts";
import type { Caller } from "../trunk/caller.ts";
import {
  ADDRESS_FORM,
  parseAddress,
  type SipAddress,
  sipUri,
  userOf,
} from "./uri.ts";

/** The number itself; RFC 3966 separators are not telephone keys. */
const NUMBER = /^\+?[0-9]{1,64}$/;
/** The user by which RFC 3323 §4.1.1.3 writes a caller who hides, anywhere. */
const ANONYMOUS = /^(?:sips?:)?anonymous(?:@.*)?$/i;

function addressOf(text: string, param: string): SipAddress {
  const address = parseAddress(text);
  if (address !== "malformed") return address;
  throw new CtiError(
    "badParams",
    `不支持的 SIP URI 表达式: ${text.slice(0, 100)}`,
    { param, expected: ADDRESS_FORM },
  );
}

/**
 * Whom a `to_uri` names, in their order.
 *
 * @throws {CtiError} `badParams`
 */
export function calleesOf(toUri: string | readonly string[]): Callee[] {
  if (typeof toUri === "string") return [calleeOf(toUri, "to_uri")];
  return toUri.map((one, at) => calleeOf(one, `to_uri[${at}]`));
}

/** A bare number has no place: a trunk knows it. */
function calleeOf(toUri: string, param: string): Callee {
  if (NUMBER.test(toUri)) {
    const [place, transport] = [null, null];
    const uri = `sip:${toUri}`;
    return { user: toUri, place, transport, isSecure: false, uri };
  }
  const address = addressOf(toUri, param);
  const { user, port, transport } = address;
  const isSecure = address.scheme === "sips";
  const place = { host: address.host.replace(/^\[(.*)\]$/, "$1"), port };
  return { user, place, transport, isSecure, uri: sipUri(address) };
}

/**
 * Who calls by a `from_uri`: null leaves it to the trunk, `anonymous` hides the
 * number, a bare number is one of ours.
 *
 * @throws {CtiError} `badParams`
 */
export function callerOf(fromUri: string | null): Caller {
  const nobody = { hidden: false, user: null, place: null };
  if (fromUri === null) return nobody;
  if (ANONYMOUS.test(fromUri)) return { ...nobody, hidden: true };
  if (NUMBER.test(fromUri)) return { ...nobody, user: fromUri };
  const { user, host, port } = addressOf(fromUri, "from_uri");
  const place = port === null ? host : `${host}:${port}`;
  return { hidden: false, user, place };
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
