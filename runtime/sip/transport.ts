import type { SocketAddress } from "../net/datagram.ts";
import type { Remote } from "../net/stream.ts";
import type { Fault } from "./parse.ts";

/** What is known of a transport by its name. */
interface TransportKind {
  /** As the `transport` of a URI names it. */
  readonly parameter: string;
  /** The port of a URI that says none. */
  readonly port: number;
  /** Whether it hides what it carries: fit for SIPS (RFC 3261 §26.2). */
  readonly secure: boolean;
}

/**
 * By the name that Via has for them: RFC 3261 §18, and RFC 7118 §5 for
 * WebSocket, whose URIs say `ws` with and without TLS.
 */
export const TRANSPORTS = {
  UDP: { parameter: "udp", port: 5060, secure: false },
  TCP: { parameter: "tcp", port: 5060, secure: false },
  TLS: { parameter: "tls", port: 5061, secure: true },
  WS: { parameter: "ws", port: 80, secure: false },
  WSS: { parameter: "ws", port: 443, secure: true },
} as const satisfies Record<string, TransportKind>;

export type TransportName = keyof typeof TRANSPORTS;

/** Where a message goes to. */
export interface Destination extends Remote {
  /**
   * For a response: where to connect to when the connection is gone that its
   * request came by (RFC 3261 §18.2.2).
   */
  readonly sentBy?: Remote;
}

/**
 * What carries messages. Over a connection `send` uses the one that is open to
 * that address, so that a response goes back where its request came from
 * (RFC 3261 §18.2.2).
 */
export interface Transport {
  readonly name: TransportName;
  /** Loses nothing: transactions need not repeat (§17). */
  readonly reliable: boolean;
  readonly local: SocketAddress;
  /**
   * Sends one message. `lost` is called, after this has returned, when it is
   * certain that it did not leave (§18.4).
   */
  send(message: Uint8Array, to: Destination, lost?: () => void): void;
  /** Whether a connection is open to there, or being opened. */
  reaches(to: Destination): boolean;
  close(): void;
}

/** Where a message goes next, and by what. */
export interface Hop {
  readonly transport: Transport;
  readonly address: Destination;
}

/** Whether two ways end at the same door, and with TLS at the same name. */
export function sameHop(a: Hop, b: Hop): boolean {
  return a.transport === b.transport && a.address.port === b.address.port &&
    a.address.address === b.address.address &&
    (a.address.name === b.address.name || !TRANSPORTS[a.transport.name].secure);
}

/**
 * The known way first if it is one of them, or alone if there is none. Where it
 * is a connection that is open to the same machine, the request goes by that:
 * a telephone behind a NAT is reached in no other way, nor a browser.
 */
export function preferring(known: Hop, hops: readonly Hop[]): readonly Hop[] {
  const others = hops.filter((hop) => !sameHop(hop, known));
  const isOne = others.length < hops.length ||
    hops.some((hop) => isFlowTo(known, hop));
  return isOne || hops.length === 0 ? [known, ...others] : hops;
}

function isFlowTo({ transport, address }: Hop, hop: Hop): boolean {
  if (!transport.reliable || !transport.reaches(address)) return false;
  const [here, there] = [transport, hop.transport].map(({ name }) =>
    TRANSPORTS[name]
  );
  // RFC 7118 §5: a URI says `ws` with TLS and without.
  if (here.parameter === "ws") return here.secure || !there.secure;
  return transport === hop.transport &&
    address.address === hop.address.address;
}

/** Who is told of what comes. Bytes are valid only during the call. */
export interface Arrivals {
  message(message: Uint8Array, from: Hop): void;
  /** The head of a message whose end nobody can tell (§18.3). */
  broken(head: Uint8Array, fault: Fault, from: Hop): void;
  /** A connection has ended that was open: what it had taken may be lost. */
  disconnected(from: Hop): void;
  /** A message that begins so did not arrive, says the network. */
  unreachable(quoted: Uint8Array, to: Hop): void;
  /** Whether a connection that nothing went over for long has to stay. */
  needs(from: Hop): boolean;
}
