import type { Field } from "./headers.ts";
import type { SipRequest } from "./message.ts";
import { reasonPhrase } from "./reason_phrase.ts";

/** Whether a status refuses an INVITE: 300 to 699. */
export function isRefusal(status: number): boolean {
  return Number.isInteger(status) && status >= 300 && status <= 699;
}

/**
 * Says in a BYE or CANCEL why (RFC 3326); nothing where it is no more than the
 * usual end.
 */
export function reasonFields(status: number): Field[] {
  if (!isRefusal(status)) return [];
  return [["Reason", `SIP;cause=${status};text="${reasonPhrase(status)}"`]];
}

/** Why a request ends the session: its Reason, or else these words. */
export function reasonOf({ headers }: SipRequest, otherwise: string): string {
  return headers.first("Reason") ?? otherwise;
}
