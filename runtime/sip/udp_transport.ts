import type {
  BindDatagram,
  DatagramSocket,
  SocketAddress,
} from "../net/datagram.ts";
import type { Arrivals, Transport } from "./transport.ts";

/** SIP over UDP: one datagram, one message (RFC 3261 §18). */
export class UdpTransport implements Transport {
  readonly name = "UDP";
  readonly reliable = false;
  readonly #socket: DatagramSocket;

  /** Throws what `bind` throws. */
  constructor(bind: BindDatagram, local: SocketAddress, arrivals: Arrivals) {
    this.#socket = bind(local, (datagram, address) => {
      arrivals.message(datagram, { transport: this, address });
    }, ({ to, quoted }) => {
      arrivals.unreachable(quoted, { transport: this, address: to });
    });
  }

  get local(): SocketAddress {
    return this.#socket.local;
  }

  send(message: Uint8Array, to: SocketAddress, lost?: () => void): void {
    this.#socket.send(message, to, lost);
  }

  reaches(): boolean {
    return false;
  }

  close(): void {
    this.#socket.close();
  }
}
