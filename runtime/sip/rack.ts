import { decimal } from "../base/text.ts";
import { type CSeq, parseCSeq } from "./cseq.ts";
import { isBlank, trimmed } from "./scan.ts";

/** What a PRACK acknowledges (RFC 3262 §7.2). */
export interface RAck {
  readonly rseq: number;
  /** Of the request that the provisional response answers. */
  readonly cseq: CSeq;
}

/** RFC 3262 §10: RSeq has 32 bits. */
const HIGHEST_RSEQ = 2 ** 32 - 1;

/** Reads an RSeq (§7.1), which is never 0. */
export function parseRSeq(text: string): number | "malformed" {
  return decimal(text, HIGHEST_RSEQ) || "malformed";
}

/** Reads `response-number CSeq-number method`. */
export function parseRAck(text: string): RAck | "malformed" {
  let end = 0;
  while (end < text.length && !isBlank(text.charCodeAt(end))) end++;
  const rseq = parseRSeq(text.slice(0, end));
  const cseq = parseCSeq(trimmed(text.slice(end)));
  if (rseq === "malformed" || cseq === "malformed") return "malformed";
  return { rseq, cseq };
}
