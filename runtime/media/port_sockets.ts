import type {
  BindDatagram,
  DatagramSocket,
  Receive,
  SocketAddress,
} from "../net/datagram.ts";

/** The sockets of a port: RTP's, and RTCP's on the odd port behind it. */
export interface PortSockets {
  readonly rtp: DatagramSocket;
  readonly rtcp: DatagramSocket;
}

/**
 * Binds both (RFC 3550 §11); a pair of which one is taken is of no use.
 *
 * @throws what the system said of either
 */
export function bindPair(
  bind: BindDatagram,
  { address, port }: SocketAddress,
  receive: { readonly rtp: Receive; readonly rtcp: Receive },
): PortSockets {
  const rtp = bind({ address, port }, receive.rtp);
  try {
    return { rtp, rtcp: bind({ address, port: port + 1 }, receive.rtcp) };
  } catch (error) {
    rtp.close();
    throw error;
  }
}
