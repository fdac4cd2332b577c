/** Reading pieces of header fields: every function is linear in its text. */

import { hasControl } from "../base/text.ts";

const SPACE = 0x20;
const TAB = 0x09;
const CR = 0x0d;
const LF = 0x0a;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LEFT = 0x3c;
const RIGHT = 0x3e;

/** `;name=value` pairs: names in lower case, a value as it was written. */
export type Parameters = ReadonlyMap<string, string | null>;

export function isBlank(code: number): boolean {
  return code === SPACE || code === TAB;
}

/** Cuts SP and HTAB from both ends, and nothing else. */
export function trimmed(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text.charCodeAt(start))) start++;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

const TOKEN_MARKS = "-.!%*_+`'~";

function isTokenCode(code: number): boolean {
  return code >= 0x30 && code <= 0x39 || code >= 0x41 && code <= 0x5a ||
    code >= 0x61 && code <= 0x7a ||
    TOKEN_MARKS.includes(String.fromCharCode(code));
}

/** RFC 3261 §25.1 `token`. */
export function isToken(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    if (!isTokenCode(text.charCodeAt(at))) return false;
  }
  return text.length > 0;
}

/** Where the quoted string that begins at `from` ends; -1 if it does not. */
function quoteEnd(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at++;
    else if (code === QUOTE) return at;
  }
  return -1;
}

/**
 * Finds `mark` outside quoted strings and, unless it is `<` itself, outside
 * angle brackets. -1 where there is none or a quotation does not end.
 */
export function indexOutside(text: string, mark: string, from = 0): number {
  const wanted = mark.charCodeAt(0);
  let bracketed = false;
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === wanted && !bracketed) return at;
    if (code === LEFT) bracketed = true;
    else if (code === RIGHT) bracketed = false;
    else if (code === QUOTE && !bracketed) {
      at = quoteEnd(text, at);
      if (at < 0) return -1;
    }
  }
  return -1;
}

/**
 * Whether there are control characters other than HTAB, but for those that a
 * quoted string escapes: any but CR and LF may be (RFC 3261 §25.1
 * `quoted-pair`).
 */
export function hasBareControl(text: string): boolean {
  return hasControl(text) && hasControl(withoutQuotedPairs(text));
}

function withoutQuotedPairs(text: string): string {
  let plain = "";
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const next = text.charCodeAt(at + 1);
    if (code === QUOTE) quoted = !quoted;
    if (quoted && code === BACKSLASH && next !== CR && next !== LF) at++;
    else plain += text[at];
  }
  return plain;
}

/** Splits at `mark` outside quotations and brackets; the parts are trimmed. */
export function splitOutside(text: string, mark: string): string[] {
  const parts: string[] = [];
  let start = 0;
  for (
    let at = indexOutside(text, mark);
    at >= 0;
    at = indexOutside(text, mark, start)
  ) {
    parts.push(trimmed(text.slice(start, at)));
    start = at + 1;
  }
  parts.push(trimmed(text.slice(start)));
  return parts;
}

/** Whether a semicolon may stand with no parameter behind it. */
export type Gaps = "gaps" | "no gaps";

/**
 * Reads parameters, each with its semicolon before it. Of one that is given
 * twice the first counts.
 */
export function parseParameters(
  text: string,
  gaps: Gaps = "no gaps",
): Parameters | "malformed" {
  const parameters = new Map<string, string | null>();
  const [before, ...parts] = splitOutside(text, ";");
  if (before !== "") return "malformed";
  for (const part of parts) {
    if (part === "" && gaps === "gaps") continue;
    const equals = part.indexOf("=");
    const name = trimmed(equals < 0 ? part : part.slice(0, equals));
    if (!isToken(name)) return "malformed";
    const key = name.toLowerCase();
    if (parameters.has(key)) continue;
    parameters.set(key, equals < 0 ? null : trimmed(part.slice(equals + 1)));
  }
  return parameters;
}

export function formatParameters(parameters: Parameters): string {
  let text = "";
  for (const [name, value] of parameters) {
    text += value === null ? `;${name}` : `;${name}=${value}`;
  }
  return text;
}

/** The text inside a quoted string; other text as it is. */
export function unquoted(text: string): string {
  if (text.length < 2 || !text.startsWith('"') || !text.endsWith('"')) {
    return text;
  }
  let plain = "";
  for (let at = 1; at < text.length - 1; at++) {
    if (text.charCodeAt(at) === BACKSLASH) at++;
    plain += text[at];
  }
  return plain;
}
