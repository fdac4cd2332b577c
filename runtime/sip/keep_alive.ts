import { utf8 } from "../base/bytes.ts";
import type { Chance } from "../base/chance.ts";
import type { Cancel, Clock } from "../base/clock.ts";
import { type Milliseconds, milliseconds } from "../base/units.ts";
import type { Connection } from "../net/stream.ts";

/** RFC 5626 §4.4.1: a time from 95 to 120 s, another each time. */
const LEAST = 95_000;
const MOST = 120_000;
/** §4.4.1: how long the pong may take. */
const PONG_WITHIN = milliseconds(10_000);
const PING = utf8("\r\n\r\n");
const CR = 0x0d;
const LF = 0x0a;
/** CR LF. */
const PONG_BYTES = 2;

export interface KeepAliveParts {
  readonly clock: Clock;
  readonly chance: Chance;
}

/**
 * Pings the other end of a connection that we opened, so that no NAT on the way
 * forgets it. A peer that has answered before and does so no more is gone; one
 * that never did may not know how to.
 */
export class KeepAlive {
  readonly #parts: KeepAliveParts;
  readonly #connection: Connection;
  /** It has answered a ping. */
  #answers = false;
  /** A ping has had no answer yet. */
  #asked = false;
  #next: Cancel;

  constructor(parts: KeepAliveParts, connection: Connection) {
    this.#parts = parts;
    this.#connection = connection;
    this.#next = this.#later();
  }

  /** Something came; gives what is left of it without the pong. */
  heard(bytes: Uint8Array, midway: boolean): Uint8Array {
    if (!this.#asked) return bytes;
    this.#asked = false;
    this.#next();
    this.#next = this.#later();
    const isPong = !midway && bytes[0] === CR && bytes[1] === LF;
    this.#answers ||= isPong;
    return isPong ? bytes.subarray(PONG_BYTES) : bytes;
  }

  stop(): void {
    this.#next();
  }

  #later(): Cancel {
    const { clock, chance } = this.#parts;
    const wait = LEAST + chance.integer(MOST - LEAST + 1) as Milliseconds;
    return clock.after(wait, () => this.#ping());
  }

  #ping(): void {
    this.#asked = true;
    this.#connection.send(PING);
    this.#next = this.#answers
      ? this.#parts.clock.after(PONG_WITHIN, () => this.#connection.cut())
      : this.#later();
  }
}
