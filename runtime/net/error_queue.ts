import type { SocketAddress, Undelivered } from "./datagram.ts";
import { KernelMessage } from "./kernel_message.ts";
import { LINUX, obstacleToLibc, openLibc } from "./libc.ts";
import { readSockaddr, SOCKADDR_BYTES } from "./sockaddr.ts";

/** RFC 1812 §4.3.2.3: ICMP has at most 576 bytes, with what it quotes. */
const QUOTED_BYTES = 576;
const ON = new Uint8Array(new Int32Array([1]).buffer);
/** The highest number that a socket is looked for by, opened just now. */
const MOST_FILES = 65_536;
const INT_BYTES = 4;

function library() {
  return openLibc("getsockname", "getsockopt", "setsockopt", "recvmsg");
}

/**
 * What the network says of datagrams that did not arrive (ip(7), `IP_RECVERR`):
 * nobody listens there, or there is no way. Deno tells nothing of it.
 */
export class ErrorQueue {
  readonly #libc: ReturnType<typeof library>;
  readonly #descriptor: number;
  readonly #quoted = new Uint8Array(QUOTED_BYTES);
  readonly #message = new KernelMessage(this.#quoted);

  private constructor(libc: ReturnType<typeof library>, descriptor: number) {
    this.#libc = libc;
    this.#descriptor = descriptor;
  }

  /** That of the UDP socket bound there; null where it cannot be had. */
  static of(bound: SocketAddress): ErrorQueue | null {
    if (obstacleToLibc() !== null) return null;
    const libc = library();
    const descriptor = descriptorOf(libc, bound);
    if (descriptor !== null && asksForErrors(libc, descriptor)) {
      return new ErrorQueue(libc, descriptor);
    }
    libc.close();
    return null;
  }

  /** The next datagram that cannot arrive; null: none is known. */
  next(): Undelivered | null {
    for (;;) {
      this.#message.prepare();
      const flags = LINUX.MSG_ERRQUEUE | LINUX.MSG_DONTWAIT;
      const { recvmsg } = this.#libc.symbols;
      const size = recvmsg(this.#descriptor, this.#message.at, flags);
      if (size < 0) return null;
      if (this.#message.isUnreachable) {
        const to = readSockaddr(this.#message.source.bytes);
        return { to, quoted: this.#quoted.slice(0, size) };
      }
    }
  }

  close(): void {
    this.#libc.close();
  }
}

/** Deno does not tell the number of a socket, but the kernel who is bound. */
function descriptorOf(
  { symbols }: ReturnType<typeof library>,
  { address, port }: SocketAddress,
): number | null {
  const name = new Uint8Array(SOCKADDR_BYTES);
  const size = new Uint8Array(INT_BYTES);
  for (let descriptor = 0; descriptor < MOST_FILES; descriptor++) {
    size[0] = SOCKADDR_BYTES;
    if (symbols.getsockname(descriptor, name, size) !== 0) continue;
    if (!isInternet(name)) continue;
    const bound = readSockaddr(name);
    if (bound.address !== address || bound.port !== port) continue;
    if (isDatagram(symbols, descriptor)) return descriptor;
  }
  return null;
}

function isInternet(name: Uint8Array): boolean {
  return name[0] === LINUX.AF_INET || name[0] === LINUX.AF_INET6;
}

function isDatagram(
  { getsockopt }: ReturnType<typeof library>["symbols"],
  descriptor: number,
): boolean {
  const type = new Uint8Array(INT_BYTES);
  const size = new Uint8Array(INT_BYTES);
  size[0] = INT_BYTES;
  const { SOL_SOCKET, SO_TYPE } = LINUX;
  return getsockopt(descriptor, SOL_SOCKET, SO_TYPE, type, size) === 0 &&
    type[0] === LINUX.SOCK_DGRAM;
}

/** A socket of IPv6 may speak IPv4 too, and one of IPv4 refuses the other. */
function asksForErrors(
  { symbols: { setsockopt } }: ReturnType<typeof library>,
  descriptor: number,
): boolean {
  const { IPPROTO_IP, IP_RECVERR, IPPROTO_IPV6, IPV6_RECVERR } = LINUX;
  const results = [
    setsockopt(descriptor, IPPROTO_IP, IP_RECVERR, ON, INT_BYTES),
    setsockopt(descriptor, IPPROTO_IPV6, IPV6_RECVERR, ON, INT_BYTES),
  ];
  return results.includes(0);
}
