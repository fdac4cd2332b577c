import { type Milliseconds, milliseconds } from "../base/units.ts";
import { type Libc, LINUX } from "./libc.ts";

/** `struct timespec` on 64 bits, in words: its seconds, and their fraction. */
const SECONDS = 0;
const NANOSECONDS = 2;
const WORDS = 4;
const MS = 1000;
const NS_OF_MS = 1e6;

/** Asks the kernel how long ago a datagram came. One for a thread. */
export class Arrival {
  readonly #symbols: Libc<"ioctl" | "clock_gettime">["symbols"];
  readonly #came = new Int32Array(new ArrayBuffer(4 * WORDS));
  readonly #now = new Int32Array(new ArrayBuffer(4 * WORDS));
  readonly #cameAt = new Uint8Array(this.#came.buffer);
  readonly #nowAt = new Uint8Array(this.#now.buffer);

  constructor(libc: Libc<"ioctl" | "clock_gettime">) {
    this.#symbols = libc.symbols;
  }

  /**
   * The age of the datagram that was taken last from a socket (socket(7),
   * `SIOCGSTAMPNS`); 0 where there is none. The kernel stamps what comes after
   * the first question.
   */
  age(descriptor: number): Milliseconds {
    const { ioctl, clock_gettime } = this.#symbols;
    if (ioctl(descriptor, LINUX.SIOCGSTAMPNS, this.#cameAt) !== 0) {
      return milliseconds(0);
    }
    clock_gettime(LINUX.CLOCK_REALTIME, this.#nowAt);
    const seconds = this.#now[SECONDS] - this.#came[SECONDS];
    const fraction = this.#now[NANOSECONDS] - this.#came[NANOSECONDS];
    // A clock that was set back meanwhile makes nothing younger than now
    return milliseconds(Math.max(0, seconds * MS + fraction / NS_OF_MS));
  }
}
