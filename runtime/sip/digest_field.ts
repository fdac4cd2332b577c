import { isBlank, isToken, splitOutside, trimmed, unquoted } from "./scan.ts";

/** Names in lower case; values without their quotes. */
export type DigestParameters = ReadonlyMap<string, string>;

const SCHEME = "digest";

/**
 * Reads one challenge, or the answer to one (RFC 7616 §3.3, §3.4). A parameter
 * that is there twice would leave open which is meant.
 */
export function parseDigest(text: string): DigestParameters | "malformed" {
  let end = 0;
  while (end < text.length && !isBlank(text.charCodeAt(end))) end++;
  if (text.slice(0, end).toLowerCase() !== SCHEME) return "malformed";
  const parameters = new Map<string, string>();
  for (const part of splitOutside(text.slice(end), ",")) {
    const equals = part.indexOf("=");
    const name = trimmed(part.slice(0, Math.max(equals, 0))).toLowerCase();
    if (!isToken(name) || parameters.has(name)) return "malformed";
    parameters.set(name, unquoted(trimmed(part.slice(equals + 1))));
  }
  return parameters;
}

/** The same, of parameters as they are to be written. */
export function formatDigest(
  parameters: readonly (readonly [name: string, value: string])[],
): string {
  const pairs = parameters.map(([name, value]) => `${name}=${value}`);
  return `Digest ${pairs.join(", ")}`;
}

/** RFC 3261 §25.1 `quoted-string`. */
export function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}
