import { textOf, utf8 } from "../../runtime/base/bytes.ts";
import type { Clock } from "../../runtime/base/clock.ts";
import { milliseconds } from "../../runtime/base/units.ts";
import type {
  BindDatagram,
  DatagramSocket,
  Receive,
  SocketAddress,
} from "../../runtime/net/datagram.ts";

/** One datagram on its way. */
export interface Datagram {
  readonly from: SocketAddress;
  readonly to: SocketAddress;
  readonly text: string;
  /** When it was sent, ms. */
  readonly at: number;
}

/** What becomes of a datagram: lost, late, or there several times. */
export interface Fate {
  /** How often it arrives; 0: it is lost. */
  readonly copies: number;
  /** On top of the network's own delay, ms. */
  readonly delay: number;
}

const DELIVERED: Fate = { copies: 1, delay: 0 };
const LATENCY = 1;
const FIRST_FREE_PORT = 40_000;

/** A network without a network: datagrams cross by the clock. */
export class MemoryNetwork {
  /** Everything that was sent, arrived or not. */
  readonly sent: Datagram[] = [];
  /** Decides what becomes of each datagram. */
  fate: (datagram: Datagram) => Fate = () => DELIVERED;
  /** Addresses that the system refuses to send to. */
  readonly forbidden = new Set<string>();
  /** Addresses where nobody listens, which is told to who sends there. */
  readonly dead = new Set<string>();
  /** What that says of the datagram. */
  quote: (text: string) => string = (text) => text;
  readonly #clock: Clock;
  readonly #sockets = new Map<string, Receive>();
  #nextPort = FIRST_FREE_PORT;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  readonly bind: BindDatagram = (
    local,
    receive,
    unreachable,
  ): DatagramSocket => {
    const port = local.port || this.#nextPort++;
    const own = { address: local.address, port };
    const key = keyOf(own);
    if (this.#sockets.has(key)) throw new Deno.errors.AddrInUse(key);
    this.#sockets.set(key, receive);
    return {
      local: own,
      sendErrors: 0,
      connect() {},
      age: () => milliseconds(0),
      send: (bytes, to, lost) => {
        if (this.dead.has(to.address)) {
          const quoted = utf8(this.quote(textOf(bytes)));
          this.#clock.after(
            milliseconds(LATENCY),
            () => unreachable?.({ to, quoted }),
          );
        } else if (!this.forbidden.has(to.address)) this.#send(bytes, own, to);
        else if (lost) this.#clock.after(milliseconds(0), lost);
      },
      close: () => void this.#sockets.delete(key),
    };
  };

  /** Loses the first datagram that fits, and no other. */
  loseOnce(fits: (datagram: Datagram) => boolean): void {
    this.lose(fits, 1);
  }

  /** Loses the next `count` datagrams that fit. */
  lose(fits: (datagram: Datagram) => boolean, count = Infinity): void {
    const before = this.fate;
    let left = count;
    this.fate = (datagram) => {
      if (left <= 0 || !fits(datagram)) return before(datagram);
      left--;
      return { copies: 0, delay: 0 };
    };
  }

  #send(bytes: Uint8Array, from: SocketAddress, to: SocketAddress): void {
    const at = this.#clock.now();
    const datagram = { from, to, text: textOf(bytes), at };
    this.sent.push(datagram);
    const { copies, delay } = this.fate(datagram);
    const sent = bytes.slice();
    for (let copy = 0; copy < copies; copy++) {
      this.#clock.after(milliseconds(LATENCY + delay), () => {
        this.#sockets.get(keyOf(to))?.(sent.slice(), from);
      });
    }
  }
}

function keyOf({ address, port }: SocketAddress): string {
  return `${address} ${port}`;
}
