import { formatHostPort, type HostPort, parseHostPort } from "./host_port.ts";
import {
  formatParameters,
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
  const semicolon = text.indexOf(";");
  const head = semicolon < 0 ? text : text.slice(0, semicolon);
  const parameters = parseParameters(
    semicolon < 0 ? "" : text.slice(semicolon),
  );
  const [name, version, rest, ...more] = head.split("/").map(trimmed);
  if (parameters === "malformed" || more.length > 0 || !rest) {
    return "malformed";
  }
  if (name.toUpperCase() !== "SIP" || version !== "2.0") return "malformed";
  return parseHop(rest, parameters);
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

export function branchOf(via: Via): string {
  return via.parameters.get("branch") ?? "";
}
