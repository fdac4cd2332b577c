import type { Clock } from "../base/clock.ts";
import { milliseconds } from "../base/units.ts";
import type { SocketAddress } from "../net/datagram.ts";
import type {
  Connection,
  ConnectionUser,
  Listener,
  Streams,
} from "../net/stream.ts";
import { FramedConnection } from "./framed_connection.ts";
import type { Arrivals, Destination, Transport } from "./transport.ts";

/** Connections at once; past it none is accepted and none is opened. */
export interface Limits {
  readonly total: number;
  /** With one and the same address. */
  readonly perAddress: number;
}

const LIMITS: Limits = { total: 2048, perAddress: 256 };
const SOON = milliseconds(0);

export interface TcpParts {
  readonly clock: Clock;
  readonly streams: Streams;
  readonly local: SocketAddress;
  readonly arrivals: Arrivals;
  readonly limits?: Limits;
}

/** SIP over TCP (RFC 3261 §18): connections are opened and reused as needed. */
export class TcpTransport implements Transport {
  readonly name = "TCP";
  readonly reliable = true;
  readonly #parts: TcpParts;
  readonly #limits: Limits;
  readonly #listener: Listener;
  /** By the address of their other end. */
  readonly #connections = new Map<string, FramedConnection>();
  /** How many there are with each address. */
  readonly #counts = new Map<string, number>();
  #closed = false;

  /** Throws what listening throws. */
  constructor(parts: TcpParts) {
    this.#parts = parts;
    this.#limits = parts.limits ?? LIMITS;
    this.#listener = parts.streams.listen(
      parts.local,
      (connection) => this.#accept(connection),
    );
  }

  get local(): SocketAddress {
    return this.#listener.local;
  }

  /** How many connections there are. */
  get size(): number {
    return this.#connections.size;
  }

  send(message: Uint8Array, to: Destination, lost = () => {}): void {
    const told = () => {
      if (!this.#closed) lost();
    };
    const connection = this.#connections.get(keyOf(to)) ??
      this.#to(to.sentBy ?? to);
    if (connection) connection.send(message, told);
    else this.#parts.clock.after(SOON, told);
  }

  close(): void {
    this.#closed = true;
    this.#listener.close();
    for (const connection of this.#connections.values()) connection.close();
  }

  #accept(connection: Connection): ConnectionUser | null {
    const { remote } = connection;
    if (this.#isFull(remote)) return null;
    return this.#add(remote, () => connection, true);
  }

  /** The open connection to an address, or a new one; null: too many. */
  #to(remote: SocketAddress): FramedConnection | null {
    const open = this.#connections.get(keyOf(remote));
    if (open) return open;
    if (this.#isFull(remote)) return null;
    const { streams } = this.#parts;
    const join = (user: ConnectionUser) => streams.connect(remote, user);
    return this.#add(remote, join, false);
  }

  #isFull({ address }: SocketAddress): boolean {
    const count = this.#counts.get(address) ?? 0;
    const { total, perAddress } = this.#limits;
    return this.#closed || this.size >= total || count >= perAddress;
  }

  #add(
    remote: SocketAddress,
    join: (user: ConnectionUser) => Connection,
    open: boolean,
  ): FramedConnection {
    const { clock, arrivals } = this.#parts;
    const hop = { transport: this, address: remote };
    const key = keyOf(remote);
    const connection: FramedConnection = new FramedConnection(
      {
        clock,
        message: (bytes) => arrivals.message(bytes, hop),
        broken: (head, fault) => arrivals.broken(head, fault, hop),
        isNeeded: () => arrivals.needs(hop),
        closed: (wasOpen) => {
          this.#forget(remote, connection);
          if (wasOpen && !this.#closed) arrivals.disconnected(hop);
        },
      },
      join,
      open,
    );
    // The peer cannot have two from one port: it has lost the older one.
    this.#connections.get(key)?.close();
    this.#connections.set(key, connection);
    this.#count(remote, 1);
    return connection;
  }

  #forget(remote: SocketAddress, connection: FramedConnection): void {
    const key = keyOf(remote);
    this.#count(remote, -1);
    if (this.#connections.get(key) === connection) {
      this.#connections.delete(key);
    }
  }

  #count({ address }: SocketAddress, change: number): void {
    const count = (this.#counts.get(address) ?? 0) + change;
    if (count > 0) this.#counts.set(address, count);
    else this.#counts.delete(address);
  }
}

function keyOf({ address, port }: SocketAddress): string {
  return `${address} ${port}`;
}
