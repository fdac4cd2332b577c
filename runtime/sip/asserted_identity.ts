import type { Headers } from "./headers.ts";
import { parseNameAddr } from "./name_addr.ts";
import { isToken } from "./scan.ts";
import { parseUri } from "./uri.ts";

/**
 * The URI of who calls, as a network says that has checked it (RFC 3325 §9.1):
 * the first that is a sip, sips or tel URI; null where there is none. Whether
 * whoever said so is to be believed is not known here (§5).
 */
export function assertedIdentity(headers: Headers): string | null {
  for (const value of headers.list("P-Asserted-Identity")) {
    const address = parseNameAddr(value);
    if (address !== "malformed" && isIdentity(address.uri)) return address.uri;
  }
  return null;
}

function isIdentity(uri: string): boolean {
  const scheme = uri.slice(0, uri.indexOf(":")).toLowerCase();
  return scheme === "tel" || typeof parseUri(uri) !== "string";
}

/** What is to be withheld of who calls (RFC 3323 §4.2), such as `id`. */
export function privacyOf(headers: Headers): string | null {
  const wishes = (headers.first("Privacy") ?? "").split(";")
    .map((wish) => wish.trim().toLowerCase());
  return wishes.every(isToken) ? wishes.join(";") : null;
}
