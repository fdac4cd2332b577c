import { formatHostPort, type HostPort, parseHostPort } from "./host_port.ts";
import {
  formatParameters,
  isToken,
  type Parameters,
  parseParameters,
} from "./scan.ts";

/** A SIP or SIPS URI (RFC 3261 §19.1). */
export interface SipUri extends HostPort {
  readonly scheme: "sip" | "sips";
  /** User and password, with their escapes; null where there is none. */
  readonly user: string | null;
  readonly parameters: Parameters;
  /** What stands behind the question mark. */
  readonly headers: string;
}

const LONGEST = 2048;

/**
 * Reads a URI. `scheme`: a URI, but not one of ours (RFC 3261 §8.2.2.1 answers
 * it with 416).
 */
export function parseUri(text: string): SipUri | "malformed" | "scheme" {
  const colon = text.indexOf(":");
  if (colon < 1 || text.length > LONGEST || !isUriText(text)) {
    return "malformed";
  }
  const scheme = text.slice(0, colon).toLowerCase();
  if (scheme !== "sip" && scheme !== "sips") {
    return isToken(scheme) ? "scheme" : "malformed";
  }
  return parseRest(scheme, text.slice(colon + 1));
}

function parseRest(
  scheme: "sip" | "sips",
  rest: string,
): SipUri | "malformed" {
  const at = rest.indexOf("@");
  const user = at < 0 ? null : rest.slice(0, at);
  const [beforeHeaders, headers] = cut(rest.slice(at + 1), "?");
  const [place, parameterText] = parted(beforeHeaders);
  const hostPort = parseHostPort(place);
  const parameters = parseParameters(parameterText, "gaps");
  if (user === "" || hostPort === "malformed" || parameters === "malformed") {
    return "malformed";
  }
  return { scheme, user, ...hostPort, parameters, headers };
}

function cut(text: string, mark: string): [before: string, after: string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

/** What stands before the first parameter, and all of them. */
function parted(text: string): [place: string, parameters: string] {
  const at = text.indexOf(";");
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at)];
}

/** Visible ASCII without the marks that would end a URI inside a header. */
function isUriText(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code <= 0x20 || code >= 0x7f) return false;
    if (code === 0x22 || code === 0x3c || code === 0x3e) return false;
  }
  return true;
}

/** The URI as it stands in a Request-URI: without headers (§19.1.1). */
export function formatUri(uri: SipUri): string {
  const user = uri.user === null ? "" : `${uri.user}@`;
  const place = formatHostPort(uri);
  return `${uri.scheme}:${user}${place}${formatParameters(uri.parameters)}`;
}
