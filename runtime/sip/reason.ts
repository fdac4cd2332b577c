import { decimal } from "../base/text.ts";
import type { Field, Headers } from "./headers.ts";
import type { SipRequest } from "./message.ts";
import { q850CauseOf } from "./q850.ts";
import { reasonPhrase } from "./reason_phrase.ts";
import { indexOutside, parseParameters, trimmed, unquoted } from "./scan.ts";

/** Why a session ended, in the words of a Reason (RFC 3326). */
export interface Cause {
  /** A SIP status. */
  readonly sip: number | null;
  /** A cause of ITU-T Q.850, as the telephone network knows it. */
  readonly q850: number | null;
  /** For people. */
  readonly text: string | null;
}

/** Whether a status refuses an INVITE: 300 to 699. */
export function isRefusal(status: number): boolean {
  return Number.isInteger(status) && status >= 300 && status <= 699;
}

/**
 * Says in a BYE or CANCEL why (RFC 3326): the SIP status, unless it is no more
 * than the usual end, and the cause that it is for a telephone network.
 */
export function reasonFields(status: number): Field[] {
  const fields: Field[] = [];
  const text = reasonPhrase(status);
  if (isRefusal(status)) {
    fields.push(["Reason", `SIP;cause=${status};text="${text}"`]);
  }
  const q850 = q850CauseOf(status);
  if (q850 !== null) fields.push(["Reason", `Q.850;cause=${q850}`]);
  return fields;
}

/** Why a request ends the session: its Reason, or else these words. */
export function reasonOf({ headers }: SipRequest, otherwise: string): string {
  return headers.first("Reason") ?? otherwise;
}

/** RFC 3326 §2: no status and no cause has more digits. */
const HIGHEST_CAUSE = 999;

/** What the Reasons of a message say; null: it has none that can be read. */
export function causeIn(headers: Headers): Cause | null {
  let [sip, q850, text]: [number | null, number | null, string | null] = [
    null,
    null,
    null,
  ];
  for (const reason of headers.list("Reason")) {
    const read = parseReason(reason);
    if (read === null) continue;
    if (read.protocol === "SIP") sip ??= read.cause;
    if (read.protocol === "Q.850") q850 ??= read.cause;
    text ??= read.text;
  }
  const isSilent = sip === null && q850 === null && text === null;
  return isSilent ? null : { sip, q850, text };
}

interface Reason {
  readonly protocol: string;
  readonly cause: number | null;
  readonly text: string | null;
}

function parseReason(reason: string): Reason | null {
  const semicolon = indexOutside(reason, ";");
  const end = semicolon < 0 ? reason.length : semicolon;
  const parameters = parseParameters(reason.slice(end));
  if (parameters === "malformed") return null;
  const said = parameters.get("text") ?? null;
  return {
    protocol: trimmed(reason.slice(0, end)).toUpperCase(),
    cause: decimal(parameters.get("cause") ?? "", HIGHEST_CAUSE),
    text: said === null ? null : unquoted(said),
  };
}
