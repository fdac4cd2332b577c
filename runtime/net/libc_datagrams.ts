import { Arrival } from "./arrival.ts";
import type {
  BindDatagram,
  DatagramErrors,
  Datagrams,
  Receive,
  SocketAddress,
} from "./datagram.ts";
import { EMSGSIZE, errorOfErrno, nameOfErrno } from "./errno.ts";
import { ErrorCounts } from "./error_counts.ts";
import { KernelMessage } from "./kernel_message.ts";
import { type Libc, LINUX, openLibc } from "./libc.ts";
import { LibcSocket } from "./libc_socket.ts";

/**
 * `struct epoll_event` in words; on x86-64 it is packed. What the kernel keeps
 * for us, the number of the socket, is in the last word but one or two.
 */
const EVENT = Deno.build.arch === "x86_64"
  ? { words: 3, data: 1 }
  : { words: 4, data: 2 };
/** Sockets that are told of at once; those left over come in the next round. */
const MOST_EVENTS = 1024;
/**
 * Datagrams of one socket at one poll: 16 beats' worth of RTP, so that a
 * backlog is gone soon, and a port that is flooded does not keep the others
 * waiting for more than a fraction of a millisecond.
 */
const ROUNDS = 16;

const NEEDED = [
  "socket",
  "bind",
  "connect",
  "getsockname",
  "setsockopt",
  "recv",
  "recvmsg",
  "sendto",
  "epoll_create1",
  "epoll_ctl",
  "epoll_wait",
  "ioctl",
  "clock_gettime",
  "close",
  "__errno_location",
] as const;

/**
 * UDP by the C library: received into memory that is handed in, which the core
 * reads without a copy, and sent from wherever it lies. For one thread, which
 * calls `poll` at its heartbeat; nothing is allocated for a datagram.
 */
export class LibcDatagrams implements Datagrams {
  readonly io = "ffi";
  readonly libc: Libc<typeof NEEDED[number]>;
  /** Where datagrams are received; valid until the next one. */
  readonly buffer: Uint8Array<ArrayBuffer>;
  readonly bufferAt: Deno.PointerValue;
  /** What has just been received of anybody, as the kernel tells it. */
  readonly message: KernelMessage;
  readonly isStamped: boolean;
  readonly arrival: Arrival;
  readonly #errors = new ErrorCounts();
  readonly #errno: Int32Array;
  readonly #views: Uint8Array[] = [];
  readonly #epoll: number;
  readonly #events = new Int32Array(
    new ArrayBuffer(4 * EVENT.words * MOST_EVENTS),
  );
  readonly #eventsAt = Deno.UnsafePointer.of(this.#events);
  readonly #sockets: (LibcSocket | undefined)[] = [];
  readonly #free: number[] = [];

  /**
   * @param isStamped asks the kernel when each datagram came, which costs
   * @throws {Error} when the library does not open, or the system has no
   * descriptor left
   */
  constructor(
    buffer: Uint8Array<ArrayBuffer>,
    { isStamped = false }: { readonly isStamped?: boolean } = {},
  ) {
    this.isStamped = isStamped;
    this.message = new KernelMessage(buffer);
    this.libc = openLibc(...NEEDED);
    this.buffer = buffer;
    this.bufferAt = Deno.UnsafePointer.of(buffer);
    this.arrival = new Arrival(this.libc);
    this.#errno = this.#lookAtErrno();
    this.#epoll = this.checked(
      this.libc.symbols.epoll_create1(LINUX.EPOLL_CLOEXEC),
      "epoll",
    );
  }

  readonly bind: BindDatagram = (local: SocketAddress, receive: Receive) =>
    new LibcSocket(this, local, receive);

  get errors(): DatagramErrors {
    return this.#errors.all;
  }

  get stamp(): number {
    return this.isStamped ? this.message.stamp : NaN;
  }

  /** The error of the call before; this thread's, so it stays until the next. */
  get errno(): number {
    return this.#errno[0];
  }

  /**
   * What has just been received: the same view for the same length. What was
   * longer than the buffer is nothing: nobody shall read the half of it.
   */
  received(length: number): Uint8Array {
    const fits = length <= this.buffer.length;
    if (!fits) this.count(EMSGSIZE);
    const kept = fits ? length : 0;
    return this.#views[kept] ??= this.buffer.subarray(0, kept);
  }

  /** Takes what has come in rounds, one datagram of each socket in each. */
  poll(): void {
    for (let round = 0; round < ROUNDS; round++) {
      const ready = this.libc.symbols
        .epoll_wait(this.#epoll, this.#eventsAt, MOST_EVENTS, 0);
      if (ready <= 0) return;
      for (let at = EVENT.data; ready * EVENT.words > at; at += EVENT.words) {
        this.#sockets[this.#events[at]]?.receive();
      }
    }
  }

  /** Every socket has to be closed before. */
  close(): void {
    this.libc.symbols.close(this.#epoll);
    this.libc.close();
  }

  /** Gives the number by which the socket is known here. */
  add(socket: LibcSocket, descriptor: number): number {
    const slot = this.#free.pop() ?? this.#sockets.length;
    const event = new Int32Array(EVENT.words);
    event[0] = LINUX.EPOLLIN;
    event[EVENT.data] = slot;
    this.checked(
      this.libc.symbols.epoll_ctl(
        this.#epoll,
        LINUX.EPOLL_CTL_ADD,
        descriptor,
        new Uint8Array(event.buffer),
      ),
      "epoll",
    );
    this.#sockets[slot] = socket;
    return slot;
  }

  remove(slot: number): void {
    this.#sockets[slot] = undefined;
    this.#free.push(slot);
  }

  count(errno: number): void {
    this.#errors.count(nameOfErrno(errno));
  }

  /** Throws what the system says of a call that failed. */
  checked(result: number, what: string): number {
    if (result < 0) throw errorOfErrno(this.errno, what);
    return result;
  }

  /** The C library keeps one for each thread, at a place that stays. */
  #lookAtErrno(): Int32Array {
    const at = this.libc.symbols.__errno_location();
    if (at === null) throw new TypeError("There is no errno");
    return new Int32Array(Deno.UnsafePointerView.getArrayBuffer(at, 4));
  }
}
