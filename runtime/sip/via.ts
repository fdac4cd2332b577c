import { formatHostPort, type HostPort, parseHostPort } from "./host_port.ts";
import {
  formatParameters,
  type Gaps,
  isBlank,
  isToken,
  type Parameters,
  parseParameters,
  trimmed,
} from "./scan.ts";

/** One hop that a request came by (RFC 3261 §20.42). */
export interface Via extends HostPort {
  readonly transport: string;
  readonly parameters: Parameters;
}

/** Branches that begin so are unique for ever (§8.1.1.7). */
export const MAGIC_COOKIE = "z9hG4bK";

export function parseVia(text: string): Via | "malformed" {
  const [protocol, version, via] = parts(text, "no gaps");
  return protocol === "SIP" && version === "2.0" ? via : "malformed";
}

/**
 * Reads what a response needs of a Via that has gaps in its parameters or is
 * of another version (RFC 4475 §3.1.2.1 and §3.1.2.16).
 */
export function salvageVia(text: string): Via | "malformed" {
  return parts(text, "gaps")[2];
}

type Parts = readonly [
  protocol: string,
  version: string,
  via: Via | "malformed",
];

function parts(text: string, gaps: Gaps): Parts {
  const semicolon = text.indexOf(";");
  const head = semicolon < 0 ? text : text.slice(0, semicolon);
  const tail = semicolon < 0 ? "" : text.slice(semicolon);
  const [name, version = "", rest, ...more] = head.split("/").map(trimmed);
  const parameters = parseParameters(tail, gaps);
  const fine = parameters !== "malformed" && more.length === 0 && rest;
  const via = fine ? parseHop(rest, parameters) : "malformed";
  return [name.toUpperCase(), version, via];
}

function parseHop(rest: string, parameters: Parameters): Via | "malformed" {
  let end = 0;
  while (end < rest.length && !isBlank(rest.charCodeAt(end))) end++;
  const transport = rest.slice(0, end).toUpperCase();
  const hostPort = parseHostPort(trimmed(rest.slice(end)));
  if (hostPort === "malformed" || !isToken(transport)) return "malformed";
  return { transport, ...hostPort, parameters };
}

export function formatVia(via: Via): string {
  const place = formatHostPort(via);
  return `SIP/2.0/${via.transport} ${place}${formatParameters(via.parameters)}`;
}

/** Whether its branch tells transactions apart, as before RFC 3261 it did not. */
export function hasUniqueBranch(via: Via): boolean {
  const branch = branchOf(via);
  return branch.startsWith(MAGIC_COOKIE) && branch !== MAGIC_COOKIE;
}

export function branchOf(via: Via): string {
  return via.parameters.get("branch") ?? "";
}
