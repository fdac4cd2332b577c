import { textOf } from "../base/bytes.ts";
import { hasControl } from "../base/text.ts";
import { SDP_TYPE } from "./capabilities.ts";
import { type Field, Headers, parseField } from "./headers.ts";
import { splitParts } from "./multipart.ts";
import {
  indexOutside,
  isBlank,
  type Parameters,
  parseParameters,
  trimmed,
  unquoted,
} from "./scan.ts";

/** What a body is to us. */
export interface Content {
  /** The description of the session. */
  readonly sdp: string | null;
  /**
   * The status that a request with this body is refused with: 415 where it has
   * a part that we must and cannot read, 400 where its parts cannot be told.
   */
  readonly objection: 400 | 415 | null;
}

const NOTHING: Content = { sdp: null, objection: null };
const UNREADABLE: Content = { sdp: null, objection: 415 };
const MALFORMED: Content = { sdp: null, objection: 400 };

/** Parts within parts within parts (RFC 5621 §3); nobody nests deeper. */
const DEEPEST = 3;
/** Header lines of a part. */
const MOST_LINES = 32;

/**
 * Reads the body that these header fields describe: a description, or parts of
 * which one is (RFC 5621). What may be left unread is (RFC 3261 §20.11).
 */
export function contentOf(
  headers: Headers,
  body: Uint8Array,
  depth = 0,
): Content {
  if (body.length === 0) return NOTHING;
  const [type, parameters] = valued(headers.first("Content-Type") ?? "");
  if (type === SDP_TYPE && isSession(headers) && isPlain(headers)) {
    return { sdp: textOf(body), objection: null };
  }
  const content = type.startsWith("multipart/") && depth < DEEPEST
    ? contentOfParts(type, parameters, body, depth)
    : UNREADABLE;
  const isSpared = content.objection === 415 && isOptional(headers);
  return isSpared ? NOTHING : content;
}

interface Part {
  readonly headers: Headers;
  readonly body: Uint8Array;
}

function contentOfParts(
  type: string,
  parameters: Parameters,
  body: Uint8Array,
  depth: number,
): Content {
  const pieces = splitParts(body, unquoted(parameters.get("boundary") ?? ""));
  if (pieces === "malformed") return MALFORMED;
  const parts = pieces.map(partOf);
  if (parts.includes(null)) return MALFORMED;
  const read = (part: Part | null) =>
    part ? contentOf(part.headers, part.body, depth + 1) : MALFORMED;
  if (type === "multipart/related") return read(rootOf(parts, parameters));
  const contents = parts.map(read);
  return type === "multipart/alternative" ? bestOf(contents) : allOf(contents);
}

/** RFC 2387 §3.2: the part that `start` names, or the first. */
function rootOf(
  parts: readonly (Part | null)[],
  parameters: Parameters,
): Part | null {
  const start = unquoted(parameters.get("start") ?? "");
  const named = parts.find((part) =>
    part?.headers.first("Content-ID") === start
  );
  return named ?? parts[0];
}

/** RFC 2046 §5.1.4: the last one that can be read is the best. */
function bestOf(contents: readonly Content[]): Content {
  const readable = contents.filter(({ objection }) => objection === null);
  return readable.findLast(({ sdp }) => sdp !== null) ?? readable.at(-1) ??
    contents[0];
}

/** All are to be read (RFC 5621 §3.2); the first description counts. */
function allOf(contents: readonly Content[]): Content {
  const refused = contents.find(({ objection }) => objection !== null);
  const described = contents.find(({ sdp }) => sdp !== null);
  return {
    sdp: described?.sdp ?? null,
    objection: refused?.objection ?? null,
  };
}

/** Header lines, an empty line, a body; it may begin with the empty line. */
function partOf(bytes: Uint8Array): Part | null {
  const { head, body } = cut(bytes);
  const lines: string[] = [];
  for (const line of head.split("\r\n", MOST_LINES + 1)) {
    if (hasControl(line)) return null;
    if (lines.length > 0 && isBlank(line.charCodeAt(0))) {
      lines[lines.length - 1] += ` ${trimmed(line)}`;
    } else if (line !== "") lines.push(line);
  }
  const fields = lines.map(parseField);
  if (lines.length > MOST_LINES || fields.includes(null)) return null;
  return { headers: new Headers(fields as readonly Field[]), body };
}

const END = [0x0d, 0x0a, 0x0d, 0x0a];

/** Cuts at the empty line; without one there are header lines alone. */
function cut(bytes: Uint8Array): { head: string; body: Uint8Array } {
  const isEnd = (at: number) => END.every((byte, n) => bytes[at + n] === byte);
  if (bytes[0] === END[0] && bytes[1] === END[1]) {
    return { head: "", body: bytes.subarray(2) };
  }
  let at = bytes.indexOf(END[0]);
  while (at >= 0 && !isEnd(at)) at = bytes.indexOf(END[0], at + 1);
  if (at < 0) {
    return { head: textOf(bytes), body: bytes.subarray(bytes.length) };
  }
  return { head: textOf(bytes.subarray(0, at)), body: bytes.subarray(at + 4) };
}

/** RFC 5621 §6: a description of another session is none of ours. */
function isSession(headers: Headers): boolean {
  const [disposition] = valued(headers.first("Content-Disposition") ?? "");
  return disposition === "" || disposition === "session";
}

/** RFC 3261 §20.11. */
function isOptional(headers: Headers): boolean {
  const [, parameters] = valued(headers.first("Content-Disposition") ?? "");
  return parameters.get("handling")?.toLowerCase() === "optional";
}

const PLAIN = ["", "identity", "7bit", "8bit", "binary"];

/** SIP carries bytes as they are (RFC 5621 §3.1). */
function isPlain(headers: Headers): boolean {
  const encoding = headers.first("Content-Encoding") ?? "";
  const transfer = headers.first("Content-Transfer-Encoding") ?? "";
  return PLAIN.includes(encoding.toLowerCase()) &&
    PLAIN.includes(transfer.toLowerCase());
}

const NO_PARAMETERS: Parameters = new Map();

/** A value in lower case, and its parameters as far as they can be read. */
function valued(text: string): [value: string, parameters: Parameters] {
  const semicolon = indexOutside(text, ";");
  if (semicolon < 0) return [trimmed(text).toLowerCase(), NO_PARAMETERS];
  const parameters = parseParameters(text.slice(semicolon));
  const value = trimmed(text.slice(0, semicolon)).toLowerCase();
  return [value, parameters === "malformed" ? NO_PARAMETERS : parameters];
}
