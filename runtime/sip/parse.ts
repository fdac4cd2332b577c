import { decimal } from "../base/text.ts";
import { detached, headEnd, textOf } from "../base/bytes.ts";
import { type Field, Headers, parseField } from "./headers.ts";
import {
  type Essentials,
  essentialsOf,
  type MissingField,
  type SipMessage,
} from "./message.ts";
import { parseNameAddr } from "./name_addr.ts";
import { hasBareControl, isBlank, isToken, trimmed } from "./scan.ts";
import { parseUri } from "./uri.ts";

/** What a message may measure; a bigger one is an attack, not a call. */
export const LIMITS = {
  /** Bytes. */
  datagram: 65_536,
  /** Bytes. */
  head: 32_768,
  /** Characters, after unfolding. */
  line: 8_192,
  headers: 200,
  vias: 70,
} as const;

/** In one word, why bytes are not a message. */
export type Fault =
  | "empty"
  | "tooLarge"
  | "unterminated"
  | "notSip"
  | "version"
  | "startLine"
  | "uri"
  | "scheme"
  | "headerLine"
  | "control"
  | "duplicate"
  | "method"
  | "maxForwards"
  | "contact"
  | "contentLength"
  | "shortBody"
  | MissingField;

/**
 * Reads one message that fills the whole of `bytes`, as a datagram does
 * (RFC 3261 §18.3). The body is a view of `bytes`.
 */
export function parseMessage(bytes: Uint8Array): SipMessage | Fault {
  if (bytes.length > LIMITS.datagram) return "tooLarge";
  const start = skipEmptyLines(bytes);
  if (start === bytes.length) return "empty";
  const end = headEnd(bytes, start);
  if (end - start > LIMITS.head) return "tooLarge";
  if (end < 0) return "unterminated";
  const lines = unfold(textOf(bytes.subarray(start, end)));
  if (typeof lines === "string") return lines;
  const startLine = parseStartLine(lines[0]);
  if (typeof startLine === "string") return startLine;
  const fields = parseFields(lines);
  if (typeof fields === "string") return fields;
  return assemble(startLine, new Headers(fields), bytes.subarray(end + 4));
}

const CR = 0x0d;
const LF = 0x0a;

/** Empty lines before a message are keep-alives (§7.5). */
export function skipEmptyLines(bytes: Uint8Array): number {
  let at = 0;
  while (bytes[at] === CR && bytes[at + 1] === LF) at += 2;
  return at;
}

/**
 * V8 keeps a whole text alive for a piece of it. What is kept of a head longer
 * than this (four times an INVITE's) keeps no more than its line.
 */
const LONG_HEAD = 4096;

/** The lines of a head, as they stand there. */
function piecesOf(head: string): string[] {
  const pieces = head.split("\r\n");
  return head.length > LONG_HEAD ? pieces.map(detached) : pieces;
}

/** Joins a line that begins with a blank to the one before it (§7.3.1). */
function unfold(head: string): string[] | "tooLarge" | "control" {
  const lines: string[] = [];
  for (const piece of piecesOf(head)) {
    if (hasBareControl(piece)) return "control";
    const last = lines.length - 1;
    if (last > 0 && isBlank(piece.charCodeAt(0))) {
      lines[last] += ` ${trimmed(piece)}`;
    } else lines.push(piece);
    if (lines[lines.length - 1].length > LIMITS.line) return "tooLarge";
  }
  return lines;
}

export type StartLine =
  | {
    readonly kind: "request";
    readonly method: string;
    readonly uri: string;
  }
  | {
    readonly kind: "response";
    readonly status: number;
    readonly reason: string;
  };

const VERSION = "SIP/2.0";

function parseStartLine(line: string): StartLine | Fault {
  return line.slice(0, 4).toUpperCase() === "SIP/"
    ? parseStatusLine(line)
    : parseRequestLine(line);
}

function parseStatusLine(line: string): StartLine | Fault {
  if (line.slice(0, 8).toUpperCase() !== `${VERSION} `) return "version";
  const status = decimal(line.slice(8, 11), 699);
  const rest = line.slice(11);
  const fine = status !== null && status >= 100 &&
    (rest === "" || rest.startsWith(" "));
  if (!fine) return "startLine";
  return { kind: "response", status, reason: rest.slice(1) };
}

function parseRequestLine(line: string): StartLine | Fault {
  const first = line.indexOf(" ");
  const last = line.lastIndexOf(" ");
  const version = line.slice(last + 1).toUpperCase();
  if (first < 1 || !version.startsWith("SIP/")) return "notSip";
  if (version !== VERSION) return "version";
  const method = line.slice(0, first);
  if (!isToken(method) || first === last) return "startLine";
  const uri = line.slice(first + 1, last);
  const read = parseUri(uri);
  if (read === "scheme") return "scheme";
  const fine = read !== "malformed" && read.headers === "";
  return fine ? { kind: "request", method, uri } : "uri";
}

function parseFields(lines: readonly string[]): Field[] | Fault {
  if (lines.length - 1 > LIMITS.headers) return "tooLarge";
  const fields: Field[] = [];
  for (let at = 1; at < lines.length; at++) {
    const field = parseField(lines[at]);
    if (field === null) return "headerLine";
    fields.push(field);
  }
  return fields;
}

/** Fields of which a second one would leave open which is meant (§7.3.1). */
const SINGLE = new Set([
  "From",
  "To",
  "Call-ID",
  "CSeq",
  "Max-Forwards",
  "Content-Length",
  "Content-Type",
]);

function repeats(fields: readonly Field[]): boolean {
  const seen = new Set<string>();
  for (const [name] of fields) {
    if (SINGLE.has(name) && seen.size === seen.add(name).size) return true;
  }
  return false;
}

function assemble(
  startLine: StartLine,
  headers: Headers,
  rest: Uint8Array,
): SipMessage | Fault {
  if (repeats(headers.fields)) return "duplicate";
  if (headers.list("Via").length > LIMITS.vias) return "tooLarge";
  const essentials = essentialsOf(headers);
  if (typeof essentials === "string") return essentials;
  const contradiction = contradictionIn(startLine, headers, essentials);
  if (contradiction !== null) return contradiction;
  const body = bodyOf(headers, rest);
  if (typeof body === "string") return body;
  return { ...startLine, ...essentials, headers, body };
}

const HIGHEST_MAX_FORWARDS = 255;

function contradictionIn(
  startLine: StartLine,
  headers: Headers,
  essentials: Essentials,
): Fault | null {
  if (startLine.kind === "response") return null;
  if (startLine.method !== essentials.cseq.method) return "method";
  const hops = headers.first("Max-Forwards");
  const fine = hops === null || decimal(hops, HIGHEST_MAX_FORWARDS) !== null;
  if (!fine) return "maxForwards";
  return headers.list("Contact").every(isContact) ? null : "contact";
}

function isContact(text: string): boolean {
  return text === "*" || parseNameAddr(text) !== "malformed";
}

/** Bytes past Content-Length are dropped; fewer are a fault (§18.3). */
function bodyOf(headers: Headers, rest: Uint8Array): Uint8Array | Fault {
  const text = headers.first("Content-Length");
  if (text === null) return rest;
  const length = decimal(text, Number.MAX_SAFE_INTEGER);
  if (length === null) return "contentLength";
  return length > rest.length ? "shortBody" : rest.subarray(0, length);
}
