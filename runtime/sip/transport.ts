import type { SocketAddress } from "../net/datagram.ts";

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
  /** Sends one message; what the network refuses is lost. */
  send(message: Uint8Array, to: SocketAddress): void;
  close(): void;
}

/** Where a message goes next, and by what. */
export interface Hop {
  readonly transport: Transport;
  readonly address: SocketAddress;
}

/** The bytes of a message are valid only during the call. */
export type Arrival = (message: Uint8Array, from: Hop) => void;
