import type { Headers } from "./headers.ts";
import {
  indexOutside,
  isToken,
  parseParameters,
  splitOutside,
  trimmed,
} from "./scan.ts";

/** The dialog whose place an INVITE is to take (RFC 3891 §6.1). */
export interface Replaces {
  readonly callId: string;
  /** The tag of whoever is asked to give the dialog up (§3); `0` is none too. */
  readonly toTag: string;
  /** The tag of the other side of that dialog; `0` is none too. */
  readonly fromTag: string;
  /** Only as long as the dialog is not confirmed. */
  readonly earlyOnly: boolean;
}

/** Which dialog a request is to replace; null: none. There is one at most (§3). */
export function replacesIn(headers: Headers): Replaces | "malformed" | null {
  const [only, ...more] = headers.lines("Replaces");
  if (only === undefined) return null;
  return more.length > 0 ? "malformed" : parseReplaces(only);
}

/** Reads `callid;to-tag=…;from-tag=…`, of which none may be missing (§6.1). */
export function parseReplaces(text: string): Replaces | "malformed" {
  const semicolon = text.indexOf(";");
  if (semicolon < 0) return "malformed";
  const callId = trimmed(text.slice(0, semicolon));
  const tags = tagsIn(text.slice(semicolon));
  return isCallId(callId) && tags !== null ? { callId, ...tags } : "malformed";
}

function tagsIn(tail: string): Omit<Replaces, "callId"> | null {
  const parameters = parseParameters(tail);
  if (parameters === "malformed" || indexOutside(tail, ",") >= 0) return null;
  // The text begins with a semicolon: one part more than there are parameters.
  const hasTwins = splitOutside(tail, ";").length > parameters.size + 1;
  const toTag = parameters.get("to-tag") ?? "";
  const fromTag = parameters.get("from-tag") ?? "";
  if (hasTwins || !isToken(toTag) || !isToken(fromTag)) return null;
  return { toTag, fromTag, earlyOnly: parameters.has("early-only") };
}

/** RFC 3261 §25.1 `callid`. */
function isCallId(text: string): boolean {
  const words = text.split("@");
  return words.length <= 2 && words.every(isWord);
}

/** What a `word` may have beside what a token has (RFC 3261 §25.1). */
const WORD_MARKS = '()<>:\\"/[]?{}';

function isWord(text: string): boolean {
  for (const character of text) {
    if (!isToken(character) && !WORD_MARKS.includes(character)) return false;
  }
  return text.length > 0;
}
