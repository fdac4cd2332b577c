import type { Field } from "./headers.ts";
import type { SipRequest } from "./message.ts";
import { reasonPhrase } from "./reason_phrase.ts";

const FIRST_FAILURE = 300;

/**
 * Says in a BYE or CANCEL why (RFC 3326); nothing where it is no more than the
 * usual end.
 */
export function reasonFields(status: number): Field[] {
  if (status < FIRST_FAILURE) return [];
  return [["Reason", `SIP;cause=${status};text="${reasonPhrase(status)}"`]];
}

/** Why a request ends the session: its Reason, or else these words. */
export function reasonOf({ headers }: SipRequest, otherwise: string): string {
  return headers.first("Reason") ?? otherwise;
}
