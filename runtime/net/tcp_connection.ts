import type { Cancel, Clock } from "../base/clock.ts";
import { guarded } from "../base/guarded.ts";
import { milliseconds } from "../base/units.ts";
import type { SocketAddress } from "./datagram.ts";
import type { Accept, Connection, ConnectionUser } from "./stream.ts";

/** What is read at once; more than most messages of SIP measure. */
const READ_SIZE = 8192;
/** Bytes that may wait for a peer; one that lets more wait does not read. */
const MOST_QUEUED = 1_048_576;
/** A peer that takes nothing for so long has gone. */
const STALLED = milliseconds(15_000);
/** How long the end may take: what was sent last, and the peer's own end. */
const LINGER = milliseconds(1000);

interface Outgoing {
  readonly bytes: Uint8Array;
  readonly lost: () => void;
}

/** A TCP connection of ours or of a peer's. */
export class TcpConnection implements Connection {
  readonly remote: SocketAddress;
  readonly #clock: Clock;
  readonly #user: ConnectionUser | null;
  readonly #attempt = new AbortController();
  readonly #queue: Outgoing[] = [];
  #state: "connecting" | "open" | "closing" | "over" = "connecting";
  #socket: Deno.TcpConn | null = null;
  /** Bytes in the queue. */
  #queued = 0;
  #writing = false;
  /** The peer sends nothing more. */
  #ended = false;
  #linger: Cancel = () => {};

  constructor(clock: Clock, remote: SocketAddress, user: Accept) {
    this.#clock = clock;
    this.remote = remote;
    this.#user = user(this);
  }

  async connect(): Promise<void> {
    const { address: hostname, port } = this.remote;
    const { signal } = this.#attempt;
    try {
      const socket = await Deno.connect({ hostname, port, signal });
      this.open(socket);
      if (this.#state === "open") this.#user?.opened();
    } catch {
      this.cut();
    }
  }

  /** Takes its socket into use; closes it if nobody wants it any more. */
  open(socket: Deno.TcpConn): void {
    if (this.#user === null || this.#state !== "connecting") {
      return socket.close();
    }
    this.#state = "open";
    this.#socket = socket;
    socket.setNoDelay();
    socket.setKeepAlive();
    void this.#read(socket);
    void this.#write(socket);
  }

  send(bytes: Uint8Array, lost = () => {}): void {
    if (this.#state !== "open" && this.#state !== "connecting") {
      return queueMicrotask(lost);
    }
    this.#queue.push({ bytes, lost });
    this.#queued += bytes.length;
    if (this.#queued > MOST_QUEUED) this.cut();
    else if (this.#socket && !this.#writing) void this.#write(this.#socket);
  }

  close(): void {
    if (this.#state === "closing") return;
    if (this.#state !== "open" || !this.#writing) return this.cut();
    this.#state = "closing";
    this.#linger = this.#clock.after(LINGER, () => this.cut());
    this.#user?.closed();
  }

  cut(): void {
    if (this.#state === "over") return;
    const inUse = this.#state !== "closing";
    this.#state = "over";
    this.#linger();
    this.#attempt.abort();
    this.#socket?.close();
    for (const { lost } of this.#queue.splice(0)) queueMicrotask(lost);
    if (inUse) this.#user?.closed();
  }

  async #read(socket: Deno.TcpConn): Promise<void> {
    const buffer = new Uint8Array(READ_SIZE);
    try {
      for (;;) {
        const length = await socket.read(buffer);
        if (length === null) break;
        // While it is closing this only makes room: a socket that is closed
        // with unread bytes takes back what was sent last (RFC 2525 §2.17).
        if (this.#state !== "open") continue;
        const bytes = buffer.subarray(0, length);
        guarded(() => this.#user?.received(bytes));
      }
    } catch {
      return this.cut();
    }
    this.#ended = true;
    if (this.#state === "open") this.close();
    else if (!this.#writing) this.cut();
  }

  async #write(socket: Deno.TcpConn): Promise<void> {
    this.#writing = true;
    try {
      for (let next = this.#queue[0]; next; next = this.#queue[0]) {
        await this.#writeAll(socket, next.bytes);
        this.#queue.shift();
        this.#queued -= next.bytes.length;
      }
      if (this.#state === "closing") await this.#finish(socket);
    } catch {
      this.cut();
    }
    this.#writing = false;
  }

  /** Says that this was all; what is left is to hear the same of the peer. */
  async #finish(socket: Deno.TcpConn): Promise<void> {
    await socket.closeWrite();
    if (this.#ended) this.cut();
  }

  async #writeAll(socket: Deno.TcpConn, bytes: Uint8Array): Promise<void> {
    const stalled = this.#clock.after(STALLED, () => this.cut());
    try {
      for (let at = 0; at < bytes.length;) {
        at += await socket.write(bytes.subarray(at));
      }
    } finally {
      stalled();
    }
  }
}
