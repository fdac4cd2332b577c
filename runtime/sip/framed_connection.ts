import { utf8 } from "../base/bytes.ts";
import type { Chance } from "../base/chance.ts";
import type { Cancel, Clock } from "../base/clock.ts";
import { type Milliseconds, milliseconds } from "../base/units.ts";
import type { Connection, ConnectionUser } from "../net/stream.ts";
import type { Frame, Framing } from "./framer.ts";
import { KeepAlive } from "./keep_alive.ts";
import type { Fault } from "./parse.ts";

/** How long a connection may take to open. */
const CONNECT_WITHIN = milliseconds(5_000);
/** How long a message may take to come, and the first one to begin. */
const MESSAGE_WITHIN = milliseconds(30_000);
/** After so long without a message in either direction it may go. */
const IDLE = milliseconds(600_000);

const PONG = utf8("\r\n");

export interface FramedParts {
  readonly clock: Clock;
  readonly chance: Chance;
  readonly framing: Framing;
  readonly message: (bytes: Uint8Array) => void;
  /** No message can be told from the next; it closes after this. */
  readonly broken: (head: Uint8Array, fault: Fault) => void;
  /** Whether it stays although nothing went over it for long. */
  readonly isNeeded: () => boolean;
  /** It is of no use any more; `wasOpen`: messages went over it before. */
  readonly closed: (wasOpen: boolean) => void;
}

/** Messages over one connection, which lasts only while it is of use. */
export class FramedConnection implements ConnectionUser {
  readonly #parts: FramedParts;
  readonly #connection: Connection;
  #open: boolean;
  #over = false;
  /** When a message came or left last. */
  #used: Milliseconds;
  #idle: Cancel;
  /** What the peer has to do before it is cut off; null: nothing. */
  #deadline: Cancel | null;
  /** Of one that we opened (RFC 5626 §4.4.1). */
  #keepAlive: KeepAlive | null = null;

  /** `join` gives the connection that this is to use, open already or not. */
  constructor(
    parts: FramedParts,
    join: (user: ConnectionUser) => Connection,
    open: boolean,
  ) {
    const { clock } = parts;
    this.#parts = parts;
    this.#open = open;
    this.#used = clock.now();
    this.#connection = join(this);
    const patience = open ? MESSAGE_WITHIN : CONNECT_WITHIN;
    this.#deadline = clock.after(patience, () => this.#connection.cut());
    this.#idle = clock.after(IDLE, () => this.#rested());
  }

  send(message: Uint8Array, lost: () => void): void {
    this.#used = this.#parts.clock.now();
    this.#connection.send(message, lost);
  }

  /** Ends it once what was sent has left. */
  close(): void {
    this.#connection.close();
  }

  opened(): void {
    this.#open = true;
    this.#met();
    const { clock, chance } = this.#parts;
    this.#keepAlive = new KeepAlive({ clock, chance }, this.#connection);
  }

  received(bytes: Uint8Array): void {
    const { framing, clock } = this.#parts;
    const news = this.#keepAlive?.heard(bytes, framing.midway) ?? bytes;
    for (const frame of framing.take(news)) {
      this.#met();
      this.#used = clock.now();
      this.#take(frame);
      if (this.#over) return;
    }
    if (framing.midway) this.#expect();
  }

  closed(): void {
    this.#over = true;
    this.#met();
    this.#idle();
    this.#keepAlive?.stop();
    this.#parts.closed(this.#open);
  }

  #take(frame: Frame): void {
    if (frame.kind === "message") this.#parts.message(frame.bytes);
    else if (frame.kind === "ping") this.#connection.send(PONG);
    else {
      this.#parts.broken(frame.head, frame.fault);
      this.close();
    }
  }

  /** The rest of a message, by a time that no further piece of it puts off. */
  #expect(): void {
    this.#deadline ??= this.#parts.clock.after(
      MESSAGE_WITHIN,
      () => this.#connection.cut(),
    );
  }

  #met(): void {
    this.#deadline?.();
    this.#deadline = null;
  }

  #rested(): void {
    const { clock, isNeeded } = this.#parts;
    const left = this.#used + IDLE - clock.now();
    if (left <= 0 && !isNeeded()) return this.close();
    const wait = milliseconds(left > 0 ? left : IDLE);
    this.#idle = clock.after(wait, () => this.#rested());
  }
}
