import type { Clock } from "../../runtime/base/clock.ts";
import { milliseconds } from "../../runtime/base/units.ts";
import type { SocketAddress } from "../../runtime/net/datagram.ts";
import type {
  Accept,
  Connection,
  ConnectionUser,
  Streams,
} from "../../runtime/net/stream.ts";

const LATENCY = milliseconds(1);
const FIRST_FREE_PORT = 50_000;

/** TCP without a network: bytes and ends of connections cross by the clock. */
export class MemoryStreams implements Streams {
  /** Every connection that was tried, as `from -> to`. */
  readonly attempts: string[] = [];
  /** Whether an attempt gets no answer at all. */
  swallows: (to: SocketAddress) => boolean = () => false;
  readonly #clock: Clock;
  readonly #listeners = new Map<string, Accept>();
  #nextPort = FIRST_FREE_PORT;
  /** The address that connections come from. */
  #host = "10.0.0.1";

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The same network, as the machine with that address sees it. */
  from(host: string): Streams {
    return {
      listen: this.listen,
      connect: (remote, user) => {
        this.#host = host;
        return this.connect(remote, user);
      },
    };
  }

  readonly listen = (local: SocketAddress, accept: Accept) => {
    const own = { ...local, port: local.port || this.#nextPort++ };
    const key = keyOf(own);
    if (this.#listeners.has(key)) throw new Deno.errors.AddrInUse(key);
    this.#listeners.set(key, accept);
    return { local: own, close: () => void this.#listeners.delete(key) };
  };

  readonly connect = (
    remote: SocketAddress,
    user: ConnectionUser,
  ): Connection => {
    const local = { address: this.#host, port: this.#nextPort++ };
    this.attempts.push(`${keyOf(local)} -> ${keyOf(remote)}`);
    const near = new End(this.#clock, remote);
    near.user = user;
    if (!this.swallows(remote)) {
      this.#clock.after(LATENCY, () => this.#reach(near, local, remote));
    }
    return near;
  };

  #reach(near: End, local: SocketAddress, remote: SocketAddress): void {
    if (near.over) return;
    const far = new End(this.#clock, local);
    far.user = this.#listeners.get(keyOf(remote))?.(far) ?? null;
    if (far.user === null) return near.end();
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
