import type { SipResponse } from "./message.ts";

/**
 * Whole seconds after which it may be worth trying again, behind which a
 * comment and parameters may stand (RFC 3261 §20.33); null where none are said.
 */
export function retryAfterIn({ headers }: SipResponse): number | null {
  const seconds = /^\d{1,9}/.exec(headers.first("Retry-After") ?? "");
  return seconds && Number(seconds[0]);
}
