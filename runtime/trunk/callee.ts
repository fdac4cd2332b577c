import { plainAddress } from "../net/ip_address.ts";
import type { HostPort } from "../sip/host_port.ts";

/** Who is called, as the application says it. */
export interface Callee {
  readonly user: string | null;
  /** Null for a bare number: the default trunk knows where. */
  readonly place: HostPort | null;
  readonly transport: string | null;
  /** Only by TLS: the URI says `sips`. */
  readonly isSecure: boolean;
  /** Its own URI, for where no trunk leads there. */
  readonly uri: string;
}

const PORT = 5060;
/** RFC 3261 §19.1.2 and RFC 7118 §5.2, as WebSocket URIs have them. */
const PORTS: Readonly<Record<string, number>> = { tls: 5061, ws: 80, wss: 443 };

/** Whether both are one place, by a transport that says which port is meant. */
export function samePlace(
  one: HostPort,
  other: HostPort,
  transport: string | null,
): boolean {
  return plainHost(one.host) === plainHost(other.host) &&
    portOf(one, transport) === portOf(other, transport);
}

/** The port that is meant. */
export function portOf({ port }: HostPort, transport: string | null): number {
  return port ?? PORTS[transport ?? ""] ?? PORT;
}

/** The one spelling of a host; a name may end with the dot of the root. */
export function plainHost(host: string): string {
  const plain = plainAddress(host);
  return plain.endsWith(".") ? plain.slice(0, -1) : plain;
}
