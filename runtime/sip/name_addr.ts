import { hasControl } from "../base/text.ts";
import {
  indexOutside,
  type Parameters,
  parseParameters,
  trimmed,
  unquoted,
} from "./scan.ts";

/** What From, To, Contact, Route and Record-Route hold (RFC 3261 §20.10). */
export interface NameAddr {
  readonly display: string;
  /** The URI as it was written, of whatever scheme. */
  readonly uri: string;
  readonly parameters: Parameters;
}

/**
 * Reads `"name" <uri>;parameters`. Without angle brackets everything behind
 * the first semicolon belongs to the header, not to the URI (§20).
 */
export function parseNameAddr(text: string): NameAddr | "malformed" {
  const left = indexOutside(text, "<");
  if (left < 0) return parseBare(text);
  const right = text.indexOf(">", left);
  const tail = trimmed(text.slice(right + 1));
  if (right < 0 || tail !== "" && !tail.startsWith(";")) return "malformed";
  const written = trimmed(text.slice(0, left));
  const display = unquoted(written);
  if (display === written && splits(display)) return "malformed";
  return whole(display, text.slice(left + 1, right), tail);
}

/** Whether a name without quotes would be taken for several (RFC 4475 §3.1.2.15). */
function splits(display: string): boolean {
  return /[",;]/.test(display);
}

function parseBare(text: string): NameAddr | "malformed" {
  const semicolon = text.indexOf(";");
  const end = semicolon < 0 ? text.length : semicolon;
  const uri = trimmed(text.slice(0, end));
  return uri.includes("?") ? "malformed" : whole("", uri, text.slice(end));
}

function whole(
  display: string,
  uri: string,
  tail: string,
): NameAddr | "malformed" {
  const parameters = parseParameters(tail);
  const fine = uri.indexOf(":") > 0 && !/[\s"<>]/.test(uri) && !hasControl(uri);
  if (!fine || parameters === "malformed") return "malformed";
  return { display, uri, parameters };
}

/** The tag of a From or To; null where there is none. */
export function tagOf(address: NameAddr): string | null {
  return address.parameters.get("tag") ?? null;
}
