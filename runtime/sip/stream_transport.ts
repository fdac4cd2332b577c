import type { Chance } from "../base/chance.ts";
import type { Clock } from "../base/clock.ts";
import { milliseconds } from "../base/units.ts";
import type { SocketAddress } from "../net/datagram.ts";
import { networkOf } from "../net/ip_address.ts";
import type {
  Connection,
  ConnectionUser,
  Listener,
  Remote,
  Streams,
} from "../net/stream.ts";
import { FramedConnection } from "./framed_connection.ts";
import { Framer, type Framing } from "./framer.ts";
import {
  type Arrivals,
  type Destination,
  type Transport,
  type TransportName,
  TRANSPORTS,
} from "./transport.ts";
import { WebSocketFraming } from "./websocket_framing.ts";

/** Connections at once; past it none is accepted and none is opened. */
export interface Limits {
  readonly total: number;
  /** With one and the same source (`networkOf`). */
  readonly perSource: number;
}

const LIMITS: Limits = { total: 2048, perSource: 256 };
const SOON = milliseconds(0);

/** A transport over connections, by the name that Via has for it. */
export type StreamName = Exclude<TransportName, "UDP">;

const FRAMINGS: Readonly<Record<StreamName, new () => Framing>> = {
  TCP: Framer,
  TLS: Framer,
  WS: WebSocketFraming,
  WSS: WebSocketFraming,
};

export interface StreamParts {
  readonly clock: Clock;
  readonly chance: Chance;
  readonly name: StreamName;
  readonly streams: Streams;
  readonly local: SocketAddress;
  readonly arrivals: Arrivals;
  readonly limits?: Limits;
}

/**
 * SIP over connections (RFC 3261 §18, RFC 7118): they are opened and reused as
 * needed.
 */
export class StreamTransport implements Transport {
  readonly name: StreamName;
  readonly reliable = true;
  readonly #parts: StreamParts;
  readonly #limits: Limits;
  readonly #listener: Listener;
  /** By what their other end is known by. */
  readonly #connections = new Map<string, FramedConnection>();
  /** How many there are with each source. */
  readonly #counts = new Map<string, number>();
  #closed = false;

  /** Throws what listening throws. */
  constructor(parts: StreamParts) {
    this.name = parts.name;
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
    const connection = this.#connections.get(this.#keyOf(to)) ??
      this.#to(to.sentBy ?? to);
    if (connection) connection.send(message, told);
    else this.#parts.clock.after(SOON, told);
  }

  reaches(to: Destination): boolean {
    return this.#connections.has(this.#keyOf(to));
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
  #to({ address, port, name }: Remote): FramedConnection | null {
    const named = name !== undefined && TRANSPORTS[this.name].secure;
    const remote = { address, port, ...named && { name } };
    const open = this.#connections.get(this.#keyOf(remote));
    if (open) return open;
    if (this.#isFull(remote)) return null;
    const { streams } = this.#parts;
    const join = (user: ConnectionUser) => streams.connect(remote, user);
    return this.#add(remote, join, false);
  }

  #isFull({ address }: SocketAddress): boolean {
    const count = this.#counts.get(networkOf(address)) ?? 0;
    const { total, perSource } = this.#limits;
    return this.#closed || this.size >= total || count >= perSource;
  }

  #add(
    remote: Remote,
    join: (user: ConnectionUser) => Connection,
    accepted: boolean,
  ): FramedConnection {
    const { clock, chance, arrivals } = this.#parts;
    const hop = { transport: this, address: remote };
    const key = this.#keyOf(remote);
    const connection: FramedConnection = new FramedConnection(
      {
        clock,
        chance,
        framing: new FRAMINGS[this.name](),
        message: (bytes) => arrivals.message(bytes, hop),
        broken: (head, fault) => arrivals.broken(head, fault, hop),
        isNeeded: () => arrivals.needs(hop),
        closed: (wasOpen) => {
          this.#forget(remote, connection);
          if (wasOpen && !this.#closed) arrivals.disconnected(hop);
        },
      },
      join,
      accepted,
    );
    // The peer cannot have two from one port: it has lost the older one.
    this.#connections.get(key)?.close();
    this.#connections.set(key, connection);
    this.#count(remote, 1);
    return connection;
  }

  #forget(remote: Remote, connection: FramedConnection): void {
    const key = this.#keyOf(remote);
    this.#count(remote, -1);
    if (this.#connections.get(key) === connection) {
      this.#connections.delete(key);
    }
  }

  #count({ address }: SocketAddress, change: number): void {
    const source = networkOf(address);
    const count = (this.#counts.get(source) ?? 0) + change;
    if (count > 0) this.#counts.set(source, count);
    else this.#counts.delete(source);
  }

  /** Whom a certificate has named is nobody else, at whatever address. */
  #keyOf({ address, port, name = "" }: Remote): string {
    const { secure } = TRANSPORTS[this.name];
    return `${address} ${port} ${secure ? name : ""}`;
  }
}
