import type { Objection } from "./objection.ts";

/**
 * RFC 3261 §21.5.4: no more calls for now. Seconds after which it may be worth
 * trying again: about when the pairs of ports that rest are free again.
 */
export const OVERLOADED: Objection = {
  status: 503,
  fields: [["Retry-After", "10"]],
};
