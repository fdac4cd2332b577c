import type { Cancel, Clock } from "../base/clock.ts";
import { type Milliseconds, milliseconds } from "../base/units.ts";
import type {
  BindDatagram,
  DatagramSocket,
  SocketAddress,
  Undelivered,
} from "./datagram.ts";
import { ErrorQueue } from "./error_queue.ts";
import { bindUdp } from "./udp.ts";

/**
 * The network answers within a round trip, a machine of the same site within a
 * millisecond: soon enough for a call, rarely enough to cost nothing.
 */
const PAUSE = milliseconds(20);
/** As long as SIP takes for a round trip (RFC 3261 §17.1.1.1, T1). */
const PATIENCE = milliseconds(500);
/** Errors that one look takes in: a flood of them shall not hold anybody up. */
const MOST = 64;

/**
 * UDP by Deno's datagrams that says of an address that nothing arrives there,
 * where libc can be asked (`--allow-ffi`, Linux); says nothing elsewhere.
 */
export function heedingUdp(clock: Clock): BindDatagram {
  return (local, receive, unreachable) => {
    const socket = bindUdp(local, receive);
    const errors = unreachable ? ErrorQueue.of(socket.local) : null;
    if (!errors || !unreachable) return socket;
    return new HeedingSocket(clock, socket, errors, unreachable);
  };
}

class HeedingSocket implements DatagramSocket {
  readonly #clock: Clock;
  readonly #socket: DatagramSocket;
  readonly #errors: ErrorQueue;
  readonly #unreachable: (what: Undelivered) => void;
  #sentAt = 0;
  #cancel: Cancel | null = null;

  constructor(
    clock: Clock,
    socket: DatagramSocket,
    errors: ErrorQueue,
    unreachable: (what: Undelivered) => void,
  ) {
    this.#clock = clock;
    this.#socket = socket;
    this.#errors = errors;
    this.#unreachable = unreachable;
  }

  get local(): SocketAddress {
    return this.#socket.local;
  }

  get sendErrors(): number {
    return this.#socket.sendErrors;
  }

  send(datagram: Uint8Array, to: SocketAddress, lost?: () => void): void {
    this.#socket.send(datagram, to, lost);
    this.#sentAt = this.#clock.now();
    this.#cancel ??= this.#clock.after(PAUSE, () => this.#look());
  }

  connect(peer: SocketAddress | null): void {
    this.#socket.connect(peer);
  }

  age(): Milliseconds {
    return this.#socket.age();
  }

  close(): void {
    this.#cancel?.();
    this.#cancel = () => {};
    this.#errors.close();
    this.#socket.close();
  }

  #look(): void {
    const goesOn = this.#clock.now() - this.#sentAt < PATIENCE;
    this.#cancel = goesOn ? this.#clock.after(PAUSE, () => this.#look()) : null;
    for (const what of this.#taken()) this.#unreachable(what);
  }

  #taken(): Undelivered[] {
    const taken: Undelivered[] = [];
    while (taken.length < MOST) {
      const what = this.#errors.next();
      if (what === null) break;
      taken.push(what);
    }
    return taken;
  }
}
