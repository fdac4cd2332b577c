import { isIP } from "node:net";
import type { Connection } from "./description.ts";

/** What a `c=` line can mean for us. */
export type Destination =
  | { readonly kind: "address"; readonly address: string }
  /** `0.0.0.0` or `::`: hold, as before RFC 3264 (§8.4 there). */
  | { readonly kind: "hold" }
  /** Multicast, broadcast, reserved, a name: nowhere to send sound to. */
  | { readonly kind: "refused" };

const REFUSED = { kind: "refused" } as const;
const HOLD = { kind: "hold" } as const;

/** First byte of multicast addresses; all above is reserved or broadcast. */
const FIRST_MULTICAST = 224;

export function destinationOf({ family, address }: Connection): Destination {
  const version = isIP(address);
  if (family === "IP4" && version === 4) return fourDestination(address);
  if (family === "IP6" && version === 6) return sixDestination(address);
  return REFUSED;
}

function fourDestination(address: string): Destination {
  if (address === "0.0.0.0") return HOLD;
  const first = Number(address.split(".")[0]);
  return first === 0 || first >= FIRST_MULTICAST
    ? REFUSED
    : { kind: "address", address };
}

function sixDestination(address: string): Destination {
  if (/^[0:]+$/.test(address)) return HOLD;
  const multicast = /^ff/i.test(address);
  // An IPv4 address in IPv6 clothes would go round the check above.
  const mapped = address.includes(".") || address.includes("%");
  return multicast || mapped ? REFUSED : { kind: "address", address };
}
