import { guarded } from "../base/guarded.ts";
import { type Milliseconds, milliseconds } from "../base/units.ts";
import type { DatagramSocket, Receive, SocketAddress } from "./datagram.ts";
import { EAFNOSUPPORT, EAGAIN, ECONNREFUSED } from "./errno.ts";
import { addressBytes } from "./ip_address.ts";
import { KernelAddress } from "./kernel_address.ts";
import { ADDRESS_WORDS } from "./kernel_message.ts";
import { LINUX } from "./libc.ts";
import type { LibcDatagrams } from "./libc_datagrams.ts";
import { familyOf } from "./sockaddr.ts";

const KIND = LINUX.SOCK_DGRAM | LINUX.SOCK_NONBLOCK | LINUX.SOCK_CLOEXEC;
/** RFC 4594 §4.1: telephony is forwarded expedited, code point 46 of 6 bits. */
const EXPEDITED = 46 << 2;
/** Taken at once of what waited before a socket was connected. */
const MOST_AT_ONCE = 16;
const ANY_ADDRESS = ["0.0.0.0", "::"];

/** One UDP socket of the C library. */
export class LibcSocket implements DatagramSocket {
  readonly local: SocketAddress;
  sendErrors = 0;
  readonly #all: LibcDatagrams;
  readonly #receive: Receive;
  readonly #family: number;
  readonly #descriptor: number;
  readonly #slot: number;
  /** A port that the system chose is lost when a socket is disconnected. */
  readonly #connectable: boolean;
  /** Whether it is bound to all addresses of this machine. */
  readonly #isAnywhere: boolean;
  /** To which of them the last datagram came, while somebody wants to know. */
  readonly #arrivedAt = new Uint32Array(ADDRESS_WORDS);
  /** Whom it sent to, and who sent, last. */
  readonly #to = new KernelAddress();
  readonly #from = new KernelAddress();
  #peer: SocketAddress | null = null;
  /** Connected, and all that came before is gone: who sends need not be asked. */
  #hasOnlyPeer = false;
  #open = true;

  /** @throws what the system says of the address, as Deno's sockets throw it */
  constructor(all: LibcDatagrams, local: SocketAddress, receive: Receive) {
    this.#all = all;
    this.#receive = receive;
    this.#family = familyOf(addressBytes(local.address));
    this.#connectable = local.port !== 0;
    this.#isAnywhere = ANY_ADDRESS.includes(local.address);
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
    if (all.isStamped) this.#set(LINUX.SOL_SOCKET, LINUX.SO_TIMESTAMPNS, 1);
    this.#askWhereTo(true);
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
    if (this.#peer) this.#disconnect();
    if (peer && this.#to.write(this.#family, peer) > 0) this.#connect(peer);
  }

  age(): Milliseconds {
    const { stamp, arrival } = this.#all;
    // A socket that tells it with each datagram keeps no stamp to be asked for.
    if (!Number.isNaN(stamp)) return milliseconds(Date.now() - stamp);
    return arrival.age(this.#descriptor);
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#all.remove(this.#slot);
    this.#all.libc.symbols.close(this.#descriptor);
  }

  /**
   * Takes a datagram, if there is one. Once it is connected, first all that
   * waits: the kernel drops only what comes after that.
   */
  receive(): void {
    if (this.#hasOnlyPeer) return this.#takeFromPeer();
    const peer = this.#peer;
    let errno = this.#take();
    for (let left = MOST_AT_ONCE - 1; peer && left > 0; left--) {
      // Whoever took it may have closed the socket.
      if (errno !== 0 || !this.#open) break;
      errno = this.#take();
    }
    this.#hasOnlyPeer = peer !== null && peer === this.#peer &&
      errno === EAGAIN && !this.#all.isStamped;
  }

  #takeFromPeer(): void {
    const { libc, buffer, bufferAt } = this.#all;
    const length = libc.symbols
      .recv(this.#descriptor, bufferAt, buffer.length, LINUX.MSG_TRUNC);
    if (length < 0) this.#countError();
    else if (this.#peer) this.#deliver(length, this.#peer);
  }

  /** Takes one datagram of anybody; gives 0, or the number of the error. */
  #take(): number {
    const { libc, message } = this.#all;
    message.prepare();
    const length = libc.symbols
      .recvmsg(this.#descriptor, message.at, LINUX.MSG_TRUNC);
    if (length < 0) return this.#countError();
    if (this.#isAnywhere) message.writeDestination(this.#arrivedAt);
    this.#deliver(length, this.#from.read(message.source));
    return 0;
  }

  #deliver(length: number, from: SocketAddress): void {
    guarded(this.#receive, this.#all.received(length), from);
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
  #countError(): number {
    const { errno } = this.#all;
    if (errno !== EAGAIN) this.#all.count(errno);
    return errno;
  }

  #bind(local: SocketAddress): SocketAddress {
    const own = new KernelAddress();
    const size = own.write(this.#family, local);
    const { bind } = this.#all.libc.symbols;
    const what = `${local.address} port ${local.port}`;
    this.#all.checked(bind(this.#descriptor, own.bytes, size), what);
    return new KernelAddress().read(this.#ownName());
  }

  /** Where the kernel has bound it. */
  #ownName(): KernelAddress {
    const own = new KernelAddress();
    const length = new Uint8Array(new Uint32Array([own.bytes.length]).buffer);
    const { getsockname } = this.#all.libc.symbols;
    const result = getsockname(this.#descriptor, own.bytes, length);
    this.#all.checked(result, "getsockname");
    return own;
  }

  /**
   * One that is bound to all addresses is bound to the one on the route to the
   * peer by it. If the peer sends to another one, it has to stay as it is.
   */
  #connect(peer: SocketAddress): void {
    const { connect } = this.#all.libc.symbols;
    const { bytes, size } = this.#to;
    if (connect(this.#descriptor, bytes, size) < 0) {
      this.#countError();
    } else if (this.#isAnywhere && !this.#isWhereItComesTo()) {
      this.#disconnect();
    } else {
      this.#peer = peer;
      this.#askWhereTo(false);
    }
  }

  #isWhereItComesTo(): boolean {
    const { address } = this.#ownName();
    return address.every((word, i) => word === this.#arrivedAt[i]);
  }

  #disconnect(): void {
    const { connect } = this.#all.libc.symbols;
    const nobody = new KernelAddress();
    connect(this.#descriptor, nobody.bytes, nobody.bytes.length);
    this.#peer = null;
    this.#hasOnlyPeer = false;
    this.#askWhereTo(true);
  }

  #askWhereTo(asked: boolean): void {
    if (!this.#isAnywhere) return;
    if (this.#family === LINUX.AF_INET) {
      this.#set(LINUX.IPPROTO_IP, LINUX.IP_PKTINFO, Number(asked));
    } else {
      this.#set(LINUX.IPPROTO_IPV6, LINUX.IPV6_RECVPKTINFO, Number(asked));
    }
  }

  /** A network that does not know of it forwards it like all else. */
  #expedite(): void {
    if (this.#family === LINUX.AF_INET) {
      this.#set(LINUX.IPPROTO_IP, LINUX.IP_TOS, EXPEDITED);
    } else this.#set(LINUX.IPPROTO_IPV6, LINUX.IPV6_TCLASS, EXPEDITED);
  }

  #set(level: number, option: number, value: number): void {
    const bytes = new Uint8Array(new Int32Array([value]).buffer);
    const { setsockopt } = this.#all.libc.symbols;
    setsockopt(this.#descriptor, level, option, bytes, bytes.length);
  }
}
