import { routeUri } from "./dialog.ts";
import type { SipRequest } from "./message.ts";
import type { Hop } from "./transport.ts";
import { TRANSPORTS } from "./transport.ts";
import { parseUri } from "./uri.ts";

/** Whether a request names us by SIPS, which every hop has to be secure for. */
export function asksSecurity({ uri }: SipRequest): boolean {
  return isSips(uri);
}

/** Whether what came by there was hidden from everybody on the way (§26.2). */
export function isSecure({ transport }: Hop): boolean {
  return TRANSPORTS[transport.name].secure;
}

/**
 * The scheme of our Contact in the dialog that a request makes: SIPS where the
 * Request-URI, the last proxy that stays or else the Contact say SIPS
 * (RFC 3261 §12.1.1).
 */
export function schemeOfDialog(request: SipRequest): "sip" | "sips" {
  const { uri, headers } = request;
  const [next] = [...headers.list("Record-Route"), ...headers.list("Contact")];
  const peer = routeUri(next ?? "");
  return isSips(uri) || peer?.scheme === "sips" ? "sips" : "sip";
}

/** Sip where it is no URI. */
export function schemeOf(uri: string): "sip" | "sips" {
  return isSips(uri) ? "sips" : "sip";
}

function isSips(text: string): boolean {
  const uri = parseUri(text);
  return typeof uri !== "string" && uri.scheme === "sips";
}
