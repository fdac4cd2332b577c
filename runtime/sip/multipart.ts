import { utf8 } from "../base/bytes.ts";
import { isBlank } from "./scan.ts";

const CR = 0x0d;
const LF = 0x0a;
const DASH = 0x2d;

/** RFC 2046 §5.1.1. */
const LONGEST_BOUNDARY = 70;
/** A body of a call has a description and a thing or two beside it. */
const MOST_PARTS = 16;

/**
 * Cuts a multipart body at its boundary (RFC 2046 §5.1.1), in one pass; each
 * part is a view of it. What stands before the first and behind the last is
 * left out.
 */
export function splitParts(
  body: Uint8Array,
  boundary: string,
): Uint8Array[] | "malformed" {
  if (boundary === "" || boundary.length > LONGEST_BOUNDARY) return "malformed";
  const dashes = utf8(`--${boundary}`);
  const parts: Uint8Array[] = [];
  let start = -1;
  for (let line = 0; line >= 0; line = nextLine(body, line)) {
    const delimiter = delimiterAt(body, line, dashes);
    if (delimiter === null) continue;
    // The line end before a delimiter belongs to it; a part may be empty.
    if (start >= 0) parts.push(body.subarray(start, Math.max(start, line - 2)));
    if (delimiter.isLast) return parts.length > 0 ? parts : "malformed";
    if (parts.length === MOST_PARTS) return "malformed";
    start = delimiter.end;
  }
  return "malformed";
}

/** Where the line behind the next CRLF begins; -1: there is none. */
function nextLine(body: Uint8Array, from: number): number {
  let at = body.indexOf(LF, from);
  while (at >= 0 && body[at - 1] !== CR) at = body.indexOf(LF, at + 1);
  return at < 0 ? -1 : at + 1;
}

interface Delimiter {
  /** Where the next part begins. */
  readonly end: number;
  readonly isLast: boolean;
}

/** `--boundary` or `--boundary--`, blanks, and the end of the line. */
function delimiterAt(
  body: Uint8Array,
  line: number,
  dashes: Uint8Array,
): Delimiter | null {
  if (!dashes.every((byte, at) => body[line + at] === byte)) return null;
  let at = line + dashes.length;
  const isLast = body[at] === DASH && body[at + 1] === DASH;
  if (isLast) at += 2;
  while (isBlank(body[at])) at++;
  if (body[at] === CR && body[at + 1] === LF) return { end: at + 2, isLast };
  return isLast && at === body.length ? { end: at, isLast } : null;
}
