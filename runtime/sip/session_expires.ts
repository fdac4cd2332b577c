import { decimal } from "../base/text.ts";
import type { Field, Headers } from "./headers.ts";
import {
  indexOutside,
  type Parameters,
  parseParameters,
  trimmed,
} from "./scan.ts";

/** Which side of a request or of its response refreshes the session. */
export type RefresherRole = "uac" | "uas";

/** RFC 4028 §4. */
export interface SessionExpires {
  readonly seconds: number;
  /** Null: not said. */
  readonly refresher: RefresherRole | null;
}

/** RFC 3261 §25.1 `delta-seconds`: 32 bits. */
const MOST_SECONDS = 2 ** 32 - 1;
/** As long as a timer runs that counts milliseconds in 31 bits: 24 days. */
const LONGEST = Math.floor((2 ** 31 - 1) / 1000);

/** The session's life that a message speaks of; null: it says none. */
export function sessionExpiresIn(headers: Headers): SessionExpires | null {
  const delta = deltaIn(headers.first("Session-Expires"));
  if (delta === null) return null;
  const said = delta.parameters.get("refresher")?.toLowerCase();
  const refresher = said === "uac" || said === "uas" ? said : null;
  return { seconds: delta.seconds, refresher };
}

/** The least that a message allows (§5), in seconds; 0: it says nothing. */
export function minSeIn(headers: Headers): number {
  return deltaIn(headers.first("Min-SE"))?.seconds ?? 0;
}

export function sessionExpires(
  seconds: number,
  refresher: RefresherRole | null,
): Field {
  const parameter = refresher === null ? "" : `;refresher=${refresher}`;
  return ["Session-Expires", `${seconds}${parameter}`];
}

interface Delta {
  readonly seconds: number;
  readonly parameters: Parameters;
}

function deltaIn(text: string | null): Delta | null {
  if (text === null) return null;
  const semicolon = indexOutside(text, ";");
  const end = semicolon < 0 ? text.length : semicolon;
  const seconds = decimal(trimmed(text.slice(0, end)), MOST_SECONDS);
  const parameters = parseParameters(text.slice(end));
  if (seconds === null || parameters === "malformed") return null;
  return { seconds: Math.min(seconds, LONGEST), parameters };
}
