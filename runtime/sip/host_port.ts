import { bracketed, decimal } from "../base/text.ts";
import { isIP } from "node:net";
import { trimmed } from "./scan.ts";

/** RFC 3261 §25.1 `hostport`: a name, an IPv4 address or an IPv6 reference. */
export interface HostPort {
  /** An IPv6 address stands here without its brackets. */
  readonly host: string;
  readonly port: number | null;
}

const HIGHEST_PORT = 65_535;

/** Reads `host[:port]`; blanks around the colon are allowed, as in Via. */
export function parseHostPort(text: string): HostPort | "malformed" {
  const [host, rest] = text.startsWith("[") ? splitSix(text) : splitName(text);
  if (host === null) return "malformed";
  const tail = trimmed(rest);
  if (tail === "") return { host, port: null };
  if (!tail.startsWith(":")) return "malformed";
  const port = decimal(trimmed(tail.slice(1)), HIGHEST_PORT);
  return port === null ? "malformed" : { host, port };
}

export function formatHostPort({ host, port }: HostPort): string {
  const name = bracketed(host);
  return port === null ? name : `${name}:${port}`;
}

/**
 * What the grammar of RFC 3261 makes of `::` before an IPv4 address; it has to
 * be tolerated (RFC 5118 §4.10).
 */
const THREE_COLONS = /:::(?=\d{1,3}\.)/;

type Split = readonly [host: string | null, rest: string];

function splitSix(text: string): Split {
  const end = text.indexOf("]");
  const host = text.slice(1, end).replace(THREE_COLONS, "::");
  return isSix(host) ? [host, text.slice(end + 1)] : [null, ""];
}

function splitName(text: string): Split {
  const colon = text.indexOf(":");
  const host = trimmed(colon < 0 ? text : text.slice(0, colon));
  return [isHostName(host) ? host : null, colon < 0 ? "" : text.slice(colon)];
}

/** Letters, digits, dots, hyphens, and the underscore that people do use. */
function isHostName(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const fine = code >= 0x61 && code <= 0x7a || code >= 0x41 && code <= 0x5a ||
      code >= 0x30 && code <= 0x39 || code === 0x2d || code === 0x2e ||
      code === 0x5f;
    if (!fine) return false;
  }
  return text.length > 0 && text.length <= 255;
}

function isSix(text: string): boolean {
  return isIP(text) === 6;
}

/** Whether nothing has to be looked up to reach this host. */
export function isAddress(host: string): boolean {
  return isIP(host) !== 0;
}
