import type { Milliseconds } from "../base/units.ts";

/** Where a datagram comes from or goes to: an IP address, not a name. */
export interface SocketAddress {
  readonly address: string;
  readonly port: number;
}

/**
 * One bound UDP socket. Receiving calls `receive` with bytes that are valid
 * only during the call. Sending never throws: what the network refuses is
 * counted in `sendErrors`, and `lost` is called after `send` has returned. The
 * bytes may be reused by then.
 */
export interface DatagramSocket {
  readonly local: SocketAddress;
  readonly sendErrors: number;
  send(datagram: Uint8Array, to: SocketAddress, lost?: () => void): void;
  /**
   * Lets the kernel drop what comes from anybody but `peer`, from now on: what
   * waits already still comes with its own source. Null takes from everybody
   * again. It only saves work and may do nothing.
   */
  connect(peer: SocketAddress | null): void;
  /**
   * How long ago the machine got the datagram that is being delivered: 0 where
   * it is delivered as it comes, and for those before the first question.
   */
  age(): Milliseconds;
  close(): void;
}

/**
 * Takes a datagram and where it came from: the same object as long as the same
 * peer goes on sending, so that to be the same is quickly seen.
 */
export type Receive = (datagram: Uint8Array, from: SocketAddress) => void;

/** A datagram that did not arrive. */
export interface Undelivered {
  readonly to: SocketAddress;
  /** How it began, as far as the network says it: at least nothing. */
  readonly quoted: Uint8Array;
}

/**
 * Opens a socket, or throws what the system said (`AddrInUse` ...).
 * `unreachable` is told of what did not arrive, as far as that is known: nobody
 * listens there, or there is no way (RFC 1122 §4.1.3.3).
 */
export type BindDatagram = (
  local: SocketAddress,
  receive: Receive,
  unreachable?: (what: Undelivered) => void,
) => DatagramSocket;

/** What went wrong so far, by its name in `<errno.h>` where there is one. */
export type DatagramErrors = Readonly<Record<string, number>>;

/** By the C library, or by Deno's own sockets. */
export type DatagramIo = "ffi" | "deno";

/** One way of doing UDP for a thread that lives by a heartbeat. */
export interface Datagrams {
  readonly io: DatagramIo;
  readonly bind: BindDatagram;
  /**
   * When the kernel got the datagram that is being delivered, ms since 1970
   * with their fraction; NaN where nobody asked for it, or nothing can tell.
   */
  readonly stamp: number;
  /** Of all sockets, those that are closed included. */
  readonly errors: DatagramErrors;
  /**
   * Called at each heartbeat: delivers what has come since the last one. Does
   * nothing where datagrams are delivered as they come.
   */
  poll(): void;
}
