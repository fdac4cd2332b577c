import { decimal } from "../base/text.ts";
import type { Field, Headers } from "./headers.ts";
import { type NameAddr, parseNameAddr } from "./name_addr.ts";
import { parseUri } from "./uri.ts";

/** RFC 3261 §20.19: up to 2^32 - 1 seconds. */
const HIGHEST = 2 ** 32 - 1;

/** Seconds that a field says; null where it says none. */
export function secondsIn(
  headers: Headers,
  name: "Expires" | "Min-Expires",
): number | null {
  return decimal(headers.first(name) ?? "", HIGHEST);
}

/**
 * For how many seconds a registrar keeps a Contact of ours, by its 2xx (RFC
 * 3261 §10.2.4): what it says at that Contact, or for all; else what was asked.
 */
export function grantedSeconds(
  headers: Headers,
  [, contact]: Field,
  asked: number,
): number {
  const ours = headers.list("Contact")
    .map(parseNameAddr)
    .find((one) => one !== "malformed" && isSame(one, contact));
  const said = typeof ours === "object"
    ? decimal(ours.parameters.get("expires") ?? "", HIGHEST)
    : null;
  return said ?? secondsIn(headers, "Expires") ?? asked;
}

/** As far as RFC 3261 §19.1.4 matters for a Contact that we wrote. */
function isSame({ uri }: NameAddr, contact: string): boolean {
  const written = parseNameAddr(contact);
  const a = parseUri(uri);
  const b = written === "malformed" ? "malformed" : parseUri(written.uri);
  if (typeof a === "string" || typeof b === "string") return false;
  return a.user === b.user && a.port === b.port &&
    a.host.toLowerCase() === b.host.toLowerCase();
}
