import { decimal } from "../base/text.ts";
import { isBlank, isToken, trimmed } from "./scan.ts";

/** RFC 3261 §20.16. */
export interface CSeq {
  readonly number: number;
  readonly method: string;
}

/** 32 bits: a dialog may begin just below 2^31 and go on (§8.1.1.5). */
const HIGHEST_CSEQ = 2 ** 32 - 1;

export function parseCSeq(text: string): CSeq | "malformed" {
  let end = 0;
  while (end < text.length && !isBlank(text.charCodeAt(end))) end++;
  const number = decimal(text.slice(0, end), HIGHEST_CSEQ);
  const method = trimmed(text.slice(end));
  return number === null || !isToken(method) ? "malformed" : { number, method };
}
