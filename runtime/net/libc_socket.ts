import type { DatagramSocket, Receive, SocketAddress } from "./datagram.ts";
import { EAFNOSUPPORT, EAGAIN, ECONNREFUSED, EMSGSIZE } from "./errno.ts";
import { addressBytes } from "./ip_address.ts";
import { KernelAddress } from "./kernel_address.ts";
import { LINUX } from "./libc.ts";
import type { LibcDatagrams } from "./libc_datagrams.ts";
import { familyOf, readSockaddr, SOCKADDR_BYTES } from "./sockaddr.ts";

const KIND = LINUX.SOCK_DGRAM | LINUX.SOCK_NONBLOCK | LINUX.SOCK_CLOEXEC;
/** RFC 4594 §4.1: telephony is forwarded expedited, code point 46 of 6 bits. */
const EXPEDITED = 46 << 2;
const ANY_ADDRESS = ["0.0.0.0", "::"];
/** `AF_UNSPEC`: the address that means nobody. */
const NOBODY = new Uint8Array(SOCKADDR_BYTES);

/** One UDP socket of the C library. */
export class LibcSocket implements DatagramSocket {
  readonly local: SocketAddress;
  sendErrors = 0;
  readonly #all: LibcDatagrams;
  readonly #receive: Receive;
  readonly #family: number;
  readonly #descriptor: number;
  readonly #slot: number;
  /**
   * A port that the system chose is lost when a socket is disconnected; one
   * bound to all addresses would take from then on only what comes to the one
   * on the route to the peer, which need not be the one in our SDP.
   */
  readonly #connectable: boolean;
  /** Whom it sent to, and who sent, last. */
  readonly #to = new KernelAddress();
  readonly #from = new KernelAddress();
  #peer: SocketAddress | null = null;
  #open = true;

  /** @throws what the system says of the address, as Deno's sockets throw it */
  constructor(all: LibcDatagrams, local: SocketAddress, receive: Receive) {
    this.#all = all;
    this.#receive = receive;
    this.#family = familyOf(addressBytes(local.address));
    this.#connectable = local.port !== 0 &&
      !ANY_ADDRESS.includes(local.address);
    const { socket } = all.libc.symbols;
    this.#descriptor = all.checked(socket(this.#family, KIND, 0), "socket");
    try {
      this.local = this.#bind(local);
      this.#slot = all.add(this, this.#descriptor);
    } catch (error) {
      all.libc.symbols.close(this.#descriptor);
      throw error;
    }
    this.#expedite();
  }

  send(datagram: Uint8Array, to: SocketAddress, lost?: () => void): void {
    if (!this.#open) return;
    const errno = this.#send(datagram, to);
    if (errno === 0) return;
    this.sendErrors++;
    this.#all.count(errno);
    if (lost) queueMicrotask(lost);
  }

  connect(peer: SocketAddress | null): void {
    if (!this.#open || !this.#connectable || peer === this.#peer) return;
    if (this.#peer) this.#connectTo(NOBODY, NOBODY.length);
    this.#peer = null;
    const size = peer ? this.#to.write(this.#family, peer) : 0;
    if (size > 0 && this.#connectTo(this.#to.bytes, size)) this.#peer = peer;
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#all.remove(this.#slot);
    this.#all.libc.symbols.close(this.#descriptor);
  }

  /** Takes one datagram, if there is one. */
  receive(): void {
    const { libc, buffer, bufferAt, source } = this.#all;
    source.length[0] = SOCKADDR_BYTES;
    const length = libc.symbols.recvfrom(
      this.#descriptor,
      bufferAt,
      buffer.length,
      LINUX.MSG_TRUNC,
      source.address.at,
      source.lengthAt,
    );
    if (length < 0) return this.#countError();
    if (length > buffer.length) this.#all.count(EMSGSIZE);
    const from = this.#from.read(source.address);
    this.#deliver(this.#all.received(length), from);
  }

  #deliver(datagram: Uint8Array, from: SocketAddress): void {
    try {
      this.#receive(datagram, from);
    } catch (mistake) {
      // Ours, not the network's: seen by everybody, but the loop goes on.
      reportError(mistake);
    }
  }

  /** Gives 0, or the number of the error. */
  #send(datagram: Uint8Array, to: SocketAddress): number {
    const connected = to === this.#peer;
    const size = connected ? 0 : this.#to.write(this.#family, to);
    if (size === 0 && !connected) return EAFNOSUPPORT;
    const at = connected ? null : this.#to.at;
    let errno = this.#sendTo(datagram, at, size);
    // That was about an earlier datagram; this one has not been sent yet.
    if (errno === ECONNREFUSED) {
      this.#all.count(errno);
      errno = this.#sendTo(datagram, at, size);
    }
    return errno;
  }

  #sendTo(datagram: Uint8Array, at: Deno.PointerValue, size: number): number {
    const { sendto } = this.#all.libc.symbols;
    const { length } = datagram;
    const sent = sendto(this.#descriptor, datagram, length, 0, at, size);
    return sent < 0 ? this.#all.errno : 0;
  }

  /** An ICMP error of an earlier send surfaces here and changes nothing. */
  #countError(): void {
    const { errno } = this.#all;
    if (errno !== EAGAIN) this.#all.count(errno);
  }

  #bind(local: SocketAddress): SocketAddress {
    const { bind, getsockname } = this.#all.libc.symbols;
    const own = new KernelAddress();
    const size = own.write(this.#family, local);
    const what = `${local.address} port ${local.port}`;
    this.#all.checked(bind(this.#descriptor, own.bytes, size), what);
    const length = new Uint8Array(new Uint32Array([size]).buffer);
    this.#all.checked(
      getsockname(this.#descriptor, own.bytes, length),
      what,
    );
    return readSockaddr(own.bytes);
  }

  #connectTo(sockaddr: Uint8Array<ArrayBuffer>, size: number): boolean {
    const { connect } = this.#all.libc.symbols;
    const connected = connect(this.#descriptor, sockaddr, size) === 0;
    if (!connected) this.#all.count(this.#all.errno);
    return connected;
  }

  /** A network that does not know of it forwards it like all else. */
  #expedite(): void {
    const { setsockopt } = this.#all.libc.symbols;
    const value = new Uint8Array(new Int32Array([EXPEDITED]).buffer);
    const [level, option] = this.#family === LINUX.AF_INET
      ? [LINUX.IPPROTO_IP, LINUX.IP_TOS]
      : [LINUX.IPPROTO_IPV6, LINUX.IPV6_TCLASS];
    setsockopt(this.#descriptor, level, option, value, value.length);
  }
}
