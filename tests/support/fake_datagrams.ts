import { milliseconds } from "../../runtime/base/units.ts";
import type {
  Datagrams,
  DatagramSocket,
  Receive,
  SocketAddress,
} from "../../runtime/net/datagram.ts";

interface Sent {
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly to: SocketAddress;
}

/** A network in memory; ports in `taken` belong to somebody else. */
export class FakeDatagrams implements Datagrams {
  readonly taken = new Set<number>();
  readonly sent: Sent[] = [];
  readonly io = "deno";
  readonly stamp = NaN;
  readonly errors = {};
  /** Whom the socket of a port is connected to. */
  readonly peers = new Map<number, SocketAddress | null>();
  /** Of what is delivered now. */
  age = milliseconds(0);
  readonly #open = new Map<number, Receive>();
  #mailbox: (() => void)[] = [];

  readonly bind = (local: SocketAddress, receive: Receive): DatagramSocket => {
    const { port } = local;
    if (this.#open.has(port) || this.taken.has(port)) {
      throw new Deno.errors.AddrInUse();
    }
    this.#open.set(port, receive);
    return {
      local,
      sendErrors: 0,
      send: (bytes, to) =>
        void this.sent.push({ bytes: bytes.slice(), from: port, to }),
      connect: (peer) => void this.peers.set(port, peer),
      age: () => this.age,
      close: () => void this.#open.delete(port),
    };
  };

  get openSockets(): number {
    return this.#open.size;
  }

  /** Brings a datagram to a port, at the next `poll`. */
  bring(datagram: Uint8Array, from: SocketAddress, toPort: number): void {
    this.#mailbox.push(() => this.#open.get(toPort)?.(datagram, from));
  }

  poll(): void {
    for (const deliver of this.#mailbox.splice(0)) deliver();
  }
}
