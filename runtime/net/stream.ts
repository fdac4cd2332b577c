import type { SocketAddress } from "./datagram.ts";

/**
 * A connection, open or about to be. Nothing here throws: what goes wrong ends
 * the connection.
 */
export interface Connection {
  readonly remote: SocketAddress;
  /**
   * Sends after all that was sent before; the bytes must not change any more.
   * `lost` is called, after this has returned, if the connection ends before
   * the system has taken them all.
   */
  send(bytes: Uint8Array, lost?: () => void): void;
  /** Takes nothing more in; ends once what was sent has left. */
  close(): void;
  /** Ends at once. */
  cut(): void;
}

/** Who is told of a connection. */
export interface ConnectionUser {
  /** It is open; one that was accepted is so already and does not say it. */
  opened(): void;
  /** The bytes are valid only during the call. */
  received(bytes: Uint8Array): void;
  /** It is of no use any more, whoever ended it: once, and nothing follows. */
  closed(): void;
}

/** Says who uses a connection that came in; null refuses it. */
export type Accept = (connection: Connection) => ConnectionUser | null;

export interface Listener {
  readonly local: SocketAddress;
  /** Accepts nothing more; what was accepted stays. */
  close(): void;
}

/** One way of doing TCP. */
export interface Streams {
  /** Throws what the system said (`AddrInUse` ...). Port 0: any that is free. */
  listen(local: SocketAddress, accept: Accept): Listener;
  connect(remote: SocketAddress, user: ConnectionUser): Connection;
}
