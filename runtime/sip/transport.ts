import type { SocketAddress } from "../net/datagram.ts";
import type { Fault } from "./parse.ts";

/** Where a message goes to. */
export interface Destination extends SocketAddress {
  /**
   * The host of the URI that led here by DNS: whom the other end has to prove
   * itself to be over TLS (RFC 5922 §4). Absent where it was an address.
   */
  readonly domain?: string;
  /**
   * For a response: where to connect to when the connection is gone that its
   * request came by (RFC 3261 §18.2.2).
   */
  readonly sentBy?: SocketAddress;
}

/**
 * What carries messages. Over a connection `send` uses the one that is open to
 * that address, so that a response goes back where its request came from
 * (RFC 3261 §18.2.2).
 */
export interface Transport {
  /** As Via names it. */
  readonly name: "UDP" | "TCP" | "TLS" | "WS" | "WSS";
  /** Loses nothing: transactions need not repeat (§17). */
  readonly reliable: boolean;
  readonly local: SocketAddress;
  /**
   * Sends one message. `lost` is called, after this has returned, when it is
   * certain that it did not leave (§18.4).
   */
  send(message: Uint8Array, to: Destination, lost?: () => void): void;
  close(): void;
}

/** Where a message goes next, and by what. */
export interface Hop {
  readonly transport: Transport;
  readonly address: Destination;
}

/** Whether two ways end at the same door. */
export function sameHop(a: Hop, b: Hop): boolean {
  return a.transport === b.transport && a.address.port === b.address.port &&
    a.address.address === b.address.address;
}

/** The known way first if it is one of them, or alone if there is none. */
export function preferring(known: Hop, hops: readonly Hop[]): readonly Hop[] {
  const others = hops.filter((hop) => !sameHop(hop, known));
  const isOne = others.length < hops.length;
  return isOne || hops.length === 0 ? [known, ...others] : hops;
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
