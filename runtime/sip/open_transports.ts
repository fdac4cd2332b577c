import type { Chance } from "../base/chance.ts";
import type { Clock } from "../base/clock.ts";
import type { BindDatagram, SocketAddress } from "../net/datagram.ts";
import type { Streams } from "../net/stream.ts";
import { type StreamName, StreamTransport } from "./stream_transport.ts";
import type { Arrivals, Transport } from "./transport.ts";
import { UdpTransport } from "./udp_transport.ts";

/** A transport with a port of its own. */
export interface StreamWay {
  readonly name: StreamName;
  readonly streams: Streams;
  /** 0 for any that is free. */
  readonly port: number;
}

/** Where a user agent is reached; at least one of the ways. */
export interface Reachable {
  readonly clock: Clock;
  readonly chance: Chance;
  /** UDP. */
  readonly bind?: BindDatagram;
  /** TCP. */
  readonly streams?: Streams;
  /** Where to bind both; port 0 for one that is free for both. */
  readonly local: SocketAddress;
  /** What else there is, at the same address. */
  readonly further?: readonly StreamWay[];
}

/** A port that is free for TCP is hardly ever taken for UDP. */
const ATTEMPTS = 20;

/**
 * Opens all of them, UDP first in the list; throws what one of them throws, and
 * nothing is open then.
 */
export function openTransports(
  reachable: Reachable,
  arrivals: Arrivals,
): readonly [Transport, ...Transport[]] {
  const open = openPair(reachable, arrivals);
  try {
    for (const { name, streams, port } of reachable.further ?? []) {
      const local = { address: reachable.local.address, port };
      const { clock, chance } = reachable;
      const parts = { clock, chance, name, streams, local, arrivals };
      open.push(new StreamTransport(parts));
    }
  } catch (error) {
    for (const transport of open) transport.close();
    throw error;
  }
  const [first, ...others] = open;
  if (!first) throw new TypeError("A user agent without a transport");
  return [first, ...others];
}

/** UDP and TCP share their port. */
function openPair(reachable: Reachable, arrivals: Arrivals): Transport[] {
  const { bind, streams, local } = reachable;
  if (!streams) return bind ? [new UdpTransport(bind, local, arrivals)] : [];
  for (let attempt = 1;; attempt++) {
    const { clock, chance } = reachable;
    const parts = { clock, chance, streams, local, arrivals };
    const tcp = new StreamTransport({ ...parts, name: "TCP" });
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
