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
  close(): void;
}

export type Receive = (datagram: Uint8Array, from: SocketAddress) => void;

/** Opens a socket, or throws what the system said (`AddrInUse` ...). */
export type BindDatagram = (
  local: SocketAddress,
  receive: Receive,
) => DatagramSocket;

/** One way of doing UDP for a thread that lives by a heartbeat. */
export interface Datagrams {
  readonly bind: BindDatagram;
  /**
   * Called at each heartbeat: delivers what has come since the last one. Does
   * nothing where datagrams are delivered as they come.
   */
  poll(): void;
}
