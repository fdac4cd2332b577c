import type { Clock } from "../base/clock.ts";
import type { BindDatagram, SocketAddress } from "../net/datagram.ts";
import type { Streams } from "../net/stream.ts";
import { TcpTransport } from "./tcp_transport.ts";
import type { Arrivals, Transport } from "./transport.ts";
import { UdpTransport } from "./udp_transport.ts";

/** Where a user agent is reached; at least one of the two ways. */
export interface Reachable {
  readonly clock: Clock;
  /** UDP. */
  readonly bind?: BindDatagram;
  /** TCP. */
  readonly streams?: Streams;
  /** Where to bind; port 0 for one that is free for both. */
  readonly local: SocketAddress;
}

/** A port that is free for TCP is hardly ever taken for UDP. */
const ATTEMPTS = 20;

/** Opens both on the same port, UDP first in the list; throws what either throws. */
export function openTransports(
  { clock, bind, streams, local }: Reachable,
  arrivals: Arrivals,
): readonly [Transport, ...Transport[]] {
  if (!streams) {
    if (!bind) throw new TypeError("A user agent without a transport");
    return [new UdpTransport(bind, local, arrivals)];
  }
  for (let attempt = 1;; attempt++) {
    const tcp = new TcpTransport({ clock, streams, local, arrivals });
    if (!bind) return [tcp];
    try {
      return [new UdpTransport(bind, tcp.local, arrivals), tcp];
    } catch (error) {
      tcp.close();
      const another = local.port === 0 && attempt < ATTEMPTS &&
        error instanceof Deno.errors.AddrInUse;
      if (!another) throw error;
    }
  }
}
