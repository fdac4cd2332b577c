import type { SocketAddress } from "./datagram.ts";

/** Where a connection leads. */
export interface Remote extends SocketAddress {
  /**
   * Whom the connection is to: a host name or an address, which the certificate
   * of the other end has to name (RFC 5922 §7). Where there is none, or no
   * certificate, `address` is all that is known.
   */
  readonly name?: string;
}

/**
 * A connection, open or about to be. Nothing here throws: what goes wrong ends
 * the connection.
 */
export interface Connection {
  readonly remote: Remote;
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
  /**
   * The bytes are valid only during the call. A stream cuts them anywhere;
   * what carries messages gives each whole.
   */
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

/** One way of having connections: TCP, or what runs over it. */
export interface Streams {
  /** Throws what the system said (`AddrInUse` ...). Port 0: any that is free. */
  listen(local: SocketAddress, accept: Accept): Listener;
  connect(remote: Remote, user: ConnectionUser): Connection;
}
