import { canonicalName, type Field, Headers } from "./headers.ts";
import type { SipUri } from "./uri.ts";

/**
 * The header fields that a request made of this URI is to have, without their
 * escapes (RFC 3261 §19.1.1). What they say may be anything: no control
 * character, comma or semicolon of theirs is escaped any more.
 */
export function uriHeaders({ headers }: SipUri): Headers | "malformed" {
  if (headers === "") return new Headers([]);
  const fields: Field[] = [];
  for (const header of headers.split("&")) {
    const equals = header.indexOf("=");
    const name = unescaped(header.slice(0, Math.max(equals, 0)));
    const value = unescaped(header.slice(equals + 1));
    if (!name || value === null) return "malformed";
    fields.push([canonicalName(name), value]);
  }
  return new Headers(fields);
}

/** Null: a percent sign without two hexadecimal digits, or no UTF-8. */
function unescaped(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
