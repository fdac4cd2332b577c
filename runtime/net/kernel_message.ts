import { KernelAddress } from "./kernel_address.ts";
import { LINUX } from "./libc.ts";
import { SOCKADDR_BYTES } from "./sockaddr.ts";

/** `struct msghdr` on 64 bits: its size, and its members by their word. */
const HEADER_BYTES = 56;
const NAME = { at: 0, length: 2 };
const VECTOR = { at: 4, count: 6 };
const CONTROL = { at: 8, length: 10 };
/** `struct iovec`: where, and how long. */
const VECTOR_BYTES = 16;
/** A time stamp and an IPv6 address with what stands around them, and more. */
const CONTROL_BYTES = 128;
/** `struct cmsghdr`: a length of 8 bytes, level and type. */
const CMSG = { words: 4, level: 2, type: 3, align: 8 };
/** `struct in_pktinfo`: the interface, our address, and the one in the header. */
const IN_PKTINFO_ADDRESS = 2;

/** `struct sock_extended_err`: the word with origin, type and code. */
const ERROR_KIND = 1;
/**
 * Of ICMP and of ICMPv6 (RFC 792, RFC 4443 §3.1): origin and type of
 * "destination unreachable".
 */
const UNREACHABLE = [2 | 3 << 8, 3 | 1 << 8];
/** RFC 792: it was too big for the way, which says nothing of the end of it. */
const TOO_BIG = 2 | 3 << 8 | 4 << 16;

/** Words of an IPv6 address; of IPv4 only the first counts. */
export const ADDRESS_WORDS = 4;

/**
 * What `recvmsg` is given, and what it says of a datagram: who sent it, to
 * which address of ours, and when it came. One for a thread.
 */
export class KernelMessage {
  readonly source = new KernelAddress();
  readonly #memory = new ArrayBuffer(
    HEADER_BYTES + VECTOR_BYTES + CONTROL_BYTES,
  );
  readonly #header = new Uint32Array(this.#memory, 0, HEADER_BYTES / 4);
  readonly #control = new Uint32Array(
    this.#memory,
    HEADER_BYTES + VECTOR_BYTES,
    CONTROL_BYTES / 4,
  );
  /** Where the header lies, for the C library. */
  readonly at = Deno.UnsafePointer.of(this.#header);

  /** Kept: the kernel writes there, and V8 does not know that it is in use. */
  readonly buffer: Uint8Array<ArrayBuffer>;

  /** Datagrams are put into `buffer`. */
  constructor(buffer: Uint8Array<ArrayBuffer>) {
    this.buffer = buffer;
    const here = Deno.UnsafePointer.value(this.at);
    const pointers = new BigUint64Array(this.#memory);
    const vector = HEADER_BYTES / 8;
    pointers[NAME.at / 2] = Deno.UnsafePointer.value(this.source.at);
    pointers[VECTOR.at / 2] = here + BigInt(HEADER_BYTES);
    pointers[VECTOR.count / 2] = 1n;
    pointers[CONTROL.at / 2] = here + BigInt(HEADER_BYTES + VECTOR_BYTES);
    pointers[vector] = Deno.UnsafePointer.value(
      Deno.UnsafePointer.of(buffer),
    );
    pointers[vector + 1] = BigInt(buffer.length);
  }

  /** Before each call: what there is room for, which the kernel overwrites. */
  prepare(): void {
    this.#header[NAME.length] = SOCKADDR_BYTES;
    this.#header[CONTROL.length] = CONTROL_BYTES;
  }

  /** When it came, ms since 1970; NaN where the socket does not stamp. */
  get stamp(): number {
    const at = this.#find(LINUX.SOL_SOCKET, LINUX.SO_TIMESTAMPNS);
    if (at === null) return NaN;
    const high = this.#control[at + 1] * 2 ** 32;
    return (high + this.#control[at]) * 1000 + this.#control[at + 2] / 1e6;
  }

  /** Writes the address of ours that it came to, zeros where nothing says it. */
  writeDestination(into: Uint32Array): void {
    const ipv4 = this.#find(LINUX.IPPROTO_IP, LINUX.IP_PKTINFO);
    const ipv6 = this.#find(LINUX.IPPROTO_IPV6, LINUX.IPV6_PKTINFO);
    into.fill(0);
    if (ipv4 !== null) into[0] = this.#control[ipv4 + IN_PKTINFO_ADDRESS];
    if (ipv6 === null) return;
    for (let i = 0; i < into.length; i++) into[i] = this.#control[ipv6 + i];
  }

  /** Of an error: whether it says that nothing arrives there. */
  get isUnreachable(): boolean {
    const at = this.#find(LINUX.IPPROTO_IP, LINUX.IP_RECVERR) ??
      this.#find(LINUX.IPPROTO_IPV6, LINUX.IPV6_RECVERR);
    if (at === null) return false;
    const kind = this.#control[at + ERROR_KIND];
    return UNREACHABLE.includes(kind & 0xffff) &&
      (kind & 0xffffff) !== TOO_BIG;
  }

  /** The word where the data of this kind begins. */
  #find(level: number, type: number): number | null {
    const words = this.#control;
    const end = this.#header[CONTROL.length] / 4;
    for (let at = 0; at + CMSG.words <= end;) {
      const found = words[at + CMSG.level] === level &&
        words[at + CMSG.type] === type;
      if (found) return at + CMSG.words;
      const length = Math.max(words[at], 4 * CMSG.words);
      at += Math.ceil(length / CMSG.align) * CMSG.align / 4;
    }
    return null;
  }
}
