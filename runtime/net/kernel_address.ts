import type { SocketAddress } from "./datagram.ts";
import { LINUX } from "./libc.ts";
import {
  IPV4_LAYOUT,
  IPV6_LAYOUT,
  readSockaddr,
  SOCKADDR_BYTES,
  writeSockaddr,
} from "./sockaddr.ts";

const WORDS = SOCKADDR_BYTES / 4;
/** Family and port, then the address: the words of a `sockaddr_in` that count. */
const IPV4_WORDS = 2;

/**
 * An address as we write it and as the kernel does, kept together: translated
 * only when it becomes another one.
 */
export class KernelAddress {
  readonly words = new Int32Array(new ArrayBuffer(SOCKADDR_BYTES));
  readonly bytes = new Uint8Array(this.words.buffer);
  /** Where it lies, for the C library. */
  readonly at = Deno.UnsafePointer.of(this.words);
  /** Bytes of it; 0 while there is none. */
  size = 0;
  #ours: SocketAddress = { address: "", port: 0 };

  /** Gives its size for a socket of this family, 0 when that cannot reach it. */
  write(family: number, address: SocketAddress): number {
    const { port, address: text } = this.#ours;
    if (address.port !== port || address.address !== text) {
      this.size = writeSockaddr(this.bytes, family, address);
    }
    this.#ours = address;
    return this.size;
  }

  /** What the kernel wrote, as ours: the same object while it is the same. */
  read(from: KernelAddress): SocketAddress {
    if (!this.#equals(from.words)) {
      this.words.set(from.words);
      this.#ours = readSockaddr(from.bytes);
    }
    return this.#ours;
  }

  /** The words of the address itself. */
  get address(): Uint32Array {
    const isIpv4 = (this.words[0] & 0xffff) === LINUX.AF_INET;
    const { at, length } = isIpv4 ? IPV4_LAYOUT : IPV6_LAYOUT;
    return new Uint32Array(this.words.buffer, at, length / 4);
  }

  #equals(words: Int32Array): boolean {
    const isIpv4 = (words[0] & 0xffff) === LINUX.AF_INET;
    const count = isIpv4 ? IPV4_WORDS : WORDS;
    for (let i = 0; i < count; i++) {
      if (words[i] !== this.words[i]) return false;
    }
    return true;
  }
}
