import { decimal } from "../base/text.ts";
import { inMilliseconds, type Milliseconds } from "../base/units.ts";
import type { SipRequest } from "./message.ts";

/** RFC 3261 §20.19: 32 bits of seconds. */
const HIGHEST_EXPIRES = 2 ** 32 - 1;
/** Nothing rings for longer than a day, and timers count less than 25. */
const NEVER = 86_400;

/**
 * How long an INVITE holds (RFC 3261 §13.3.1); null where it does not say, or
 * says more than ever matters.
 */
export function expiryOf({ headers }: SipRequest): Milliseconds | null {
  const text = headers.first("Expires");
  const seconds = text === null ? null : decimal(text, HIGHEST_EXPIRES);
  return seconds === null || seconds > NEVER ? null : inMilliseconds(seconds);
}
