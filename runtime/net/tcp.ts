import type { Cancel, Clock } from "../base/clock.ts";
import { milliseconds } from "../base/units.ts";
import type { SocketAddress } from "./datagram.ts";
import { plainAddress } from "./ip_address.ts";
import type { Accept, Listener, Streams } from "./stream.ts";
import { TcpConnection } from "./tcp_connection.ts";

/** A system without descriptors left has them again after a while, or not. */
const BREATH = milliseconds(100);

/** TCP by Deno's own sockets. */
export function tcpStreams(clock: Clock): Streams {
  return {
    listen: (local, accept) => new TcpListener(clock, local, accept),
    connect(remote, user) {
      const connection = new TcpConnection(clock, remote, () => user);
      void connection.connect();
      return connection;
    },
  };
}

class TcpListener implements Listener {
  readonly local: SocketAddress;
  readonly #clock: Clock;
  readonly #listener: Deno.TcpListener;
  readonly #accept: Accept;
  #open = true;
  #rest: Cancel = () => {};

  constructor(clock: Clock, { address, port }: SocketAddress, accept: Accept) {
    this.#listener = Deno.listen({ hostname: address, port });
    this.#clock = clock;
    this.#accept = accept;
    this.local = addressOf(this.#listener.addr);
    void this.#listen();
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#rest();
    this.#listener.close();
  }

  async #listen(): Promise<void> {
    while (this.#open) {
      try {
        this.#arrived(await this.#listener.accept());
      } catch {
        break;
      }
    }
    // An error that repeats at once must not starve the event loop.
    if (this.#open) {
      this.#rest = this.#clock.after(BREATH, () => void this.#listen());
    }
  }

  #arrived(socket: Deno.TcpConn): void {
    const remote = addressOf(socket.remoteAddr);
    new TcpConnection(this.#clock, remote, this.#accept).open(socket);
  }
}

function addressOf({ hostname, port }: Deno.NetAddr): SocketAddress {
  return { address: plainAddress(hostname), port };
}
