import type { Clock } from "../../runtime/base/clock.ts";
import { milliseconds } from "../../runtime/base/units.ts";
import type { SocketAddress } from "../../runtime/net/datagram.ts";
import type {
  Accept,
  Connection,
  ConnectionUser,
  Listener,
  Streams,
} from "../../runtime/net/stream.ts";

const LATENCY = milliseconds(1);
const FIRST_FREE_PORT = 50_000;

/** TCP without a network: bytes and ends of connections cross by the clock. */
export class MemoryStreams {
  /** Where to every connection was tried. */
  readonly attempts: string[] = [];
  /** Whether an attempt gets no answer at all. */
  swallows: (to: SocketAddress) => boolean = () => false;
  readonly #clock: Clock;
  readonly #listeners = new Map<string, Accept>();
  readonly #ends = new Set<End>();
  #nextPort = FIRST_FREE_PORT;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** How many connections are open, each counted at both ends. */
  get openEnds(): number {
    return [...this.#ends].filter(({ over }) => !over).length;
  }

  /** The network as the machine with that address has it. */
  from(host: string): Streams {
    return {
      listen: (local, accept) => this.#listen(local, accept),
      connect: (remote, user) => this.#connect(host, remote, user),
    };
  }

  /** Every connection ends, and both ends notice. */
  breakAll(): void {
    for (const end of this.#ends) end.end();
    this.#ends.clear();
  }

  #listen(local: SocketAddress, accept: Accept): Listener {
    const own = { ...local, port: local.port || this.#nextPort++ };
    const key = keyOf(own);
    if (this.#listeners.has(key)) throw new Deno.errors.AddrInUse(key);
    this.#listeners.set(key, accept);
    return { local: own, close: () => void this.#listeners.delete(key) };
  }

  #connect(
    address: string,
    remote: SocketAddress,
    user: ConnectionUser,
  ): Connection {
    const local = { address, port: this.#nextPort++ };
    this.attempts.push(keyOf(remote));
    const near = new End(this.#clock, remote);
    near.user = user;
    this.#ends.add(near);
    if (!this.swallows(remote)) {
      this.#clock.after(LATENCY, () => this.#reach(near, local, remote));
    }
    return near;
  }

  #reach(near: End, local: SocketAddress, remote: SocketAddress): void {
    if (near.over) return;
    const far = new End(this.#clock, local);
    far.user = this.#listeners.get(keyOf(remote))?.(far) ?? null;
    if (far.user === null) return near.end();
    this.#ends.add(far);
    far.meet(near);
    near.meet(far);
    near.user?.opened();
  }
}

interface Waiting {
  readonly bytes: Uint8Array;
  readonly lost: () => void;
}

class End implements Connection {
  user: ConnectionUser | null = null;
  over = false;
  readonly #clock: Clock;
  #other: End | null = null;
  #waiting: Waiting[] = [];

  constructor(clock: Clock, readonly remote: SocketAddress) {
    this.#clock = clock;
  }

  meet(other: End): void {
    this.#other = other;
    for (const { bytes } of this.#waiting.splice(0)) this.send(bytes);
  }

  send(bytes: Uint8Array, lost = () => {}): void {
    if (this.over) return queueMicrotask(lost);
    const other = this.#other;
    if (other === null) this.#waiting.push({ bytes, lost });
    else {
      this.#clock.after(LATENCY, () => {
        if (!other.over) other.user?.received(bytes.slice());
      });
    }
  }

  close(): void {
    this.cut();
  }

  cut(): void {
    if (this.over) return;
    this.end();
    this.#clock.after(LATENCY, () => this.#other?.end());
  }

  end(): void {
    if (this.over) return;
    this.over = true;
    this.user?.closed();
    for (const { lost } of this.#waiting.splice(0)) {
      this.#clock.after(LATENCY, lost);
    }
  }
}

function keyOf({ address, port }: SocketAddress): string {
  return `${address}:${port}`;
}
