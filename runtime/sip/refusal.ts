import { headEnd, textOf, utf8 } from "../base/bytes.ts";
import type { SocketAddress } from "../net/datagram.ts";
import { type Field, type HeaderName, Headers, parseField } from "./headers.ts";
import { type Fault, LIMITS, skipEmptyLines } from "./parse.ts";
import { reasonPhrase } from "./reason_phrase.ts";
import { receivedVia } from "./received.ts";
import { hasBareControl } from "./scan.ts";
import { formatVia, parseVia, salvageVia, type Via } from "./via.ts";

/** The answer to a request that cannot be read, and the way it came. */
export interface Refusal {
  readonly status: number;
  readonly bytes: Uint8Array;
  readonly via: Via;
}

const STATUS: Readonly<Partial<Record<Fault, number>>> = {
  version: 505,
  scheme: 416,
  tooLarge: 513,
};

const ECHOED = ["From", "To", "Call-ID", "CSeq"] satisfies HeaderName[];

/**
 * Answers a malformed request without state (RFC 3261 §8.2.7), if it says
 * where to: null for what is no request, for an ACK, and without a Via.
 */
export function refuse(
  bytes: Uint8Array,
  fault: Fault,
  source: SocketAddress,
  toTag: string,
): Refusal | null {
  const [startLine = "", ...lines] = legibleLines(bytes);
  if (!isAnswerable(startLine)) return null;
  const headers = new Headers(lines.map(parseField).filter((f) => f !== null));
  const [top, ...below] = headers.list("Via");
  const via = salvageVia(top ?? "");
  if (via === "malformed") return null;
  const received = receivedVia(via, source);
  const vias = [formatVia(received), ...below.filter(isVia)];
  const fields = [
    ...vias.slice(0, LIMITS.vias).map((value): Field => ["Via", value]),
    ...echoed(headers, toTag),
  ];
  const status = STATUS[fault] ?? 400;
  return { status, bytes: written(status, fields), via: received };
}

function isVia(text: string): boolean {
  return parseVia(text) !== "malformed";
}

function isAnswerable(startLine: string): boolean {
  const isResponse = startLine.slice(0, 4).toUpperCase() === "SIP/";
  const isRequest = startLine.toUpperCase().lastIndexOf(" SIP/") > 0;
  return isRequest && !isResponse && !startLine.startsWith("ACK ");
}

/** The lines of the head that hold nothing but text, folds undone. */
function legibleLines(bytes: Uint8Array): string[] {
  const start = skipEmptyLines(bytes);
  const end = headEnd(bytes, start);
  const most = start + LIMITS.head;
  const head = bytes.subarray(start, end < 0 ? most : Math.min(end, most));
  const lines = textOf(head).replace(/\r\n[ \t]/g, " ").split("\r\n");
  return lines.filter((line) => {
    return !hasBareControl(line) && line.length <= LIMITS.line;
  });
}

/** What a response repeats beside Via, as far as it is there. */
function echoed(headers: Headers, toTag: string): Field[] {
  const fields: Field[] = [];
  for (const name of ECHOED) {
    const value = headers.first(name);
    if (value === null) continue;
    const untagged = name === "To" && !/;\s*tag\s*=/i.test(value);
    fields.push([name, untagged ? `${value};tag=${toTag}` : value]);
  }
  return fields;
}

function written(status: number, fields: readonly Field[]): Uint8Array {
  const lines = fields.map(([name, value]) => `${name}: ${value}\r\n`);
  const startLine = `SIP/2.0 ${status} ${reasonPhrase(status)}\r\n`;
  return utf8(`${startLine}${lines.join("")}Content-Length: 0\r\n\r\n`);
}
