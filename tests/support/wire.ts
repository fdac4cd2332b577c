import type { Chance } from "../../runtime/base/chance.ts";
import type { Clock } from "../../runtime/base/clock.ts";
import { type Milliseconds, milliseconds } from "../../runtime/base/units.ts";
import type {
  Datagrams,
  DatagramSocket,
  Receive,
  SocketAddress,
} from "../../runtime/net/datagram.ts";

/** A datagram as it arrives. */
export interface Carried {
  readonly at: Milliseconds;
  readonly from: SocketAddress;
  readonly to: SocketAddress;
  readonly bytes: Uint8Array;
}

/** What happens to a datagram: how long it is on its way, and whether it comes. */
export interface WireManner {
  readonly delay: Milliseconds;
  /** Of all but RTCP, how many of a hundred are lost. */
  readonly lossPercent: number;
}

/** A network in memory, in which datagrams take their time by a hand-wound clock. */
export class Wire implements Datagrams {
  readonly io = "deno";
  readonly stamp = NaN;
  readonly errors = {};
  readonly carried: Carried[] = [];
  lost = 0;
  readonly #clock: Clock;
  readonly #chance: Chance;
  readonly #manner: WireManner;
  readonly #open = new Map<string, Receive>();

  constructor(clock: Clock, chance: Chance, manner: WireManner) {
    this.#clock = clock;
    this.#chance = chance;
    this.#manner = manner;
  }

  readonly bind = (local: SocketAddress, receive: Receive): DatagramSocket => {
    this.#open.set(nameOf(local), receive);
    return {
      local,
      sendErrors: 0,
      send: (bytes, to) => this.#carry(bytes.slice(), local, to),
      connect: () => {},
      age: () => milliseconds(0),
      close: () => void this.#open.delete(nameOf(local)),
    };
  };

  poll(): void {}

  #carry(bytes: Uint8Array, from: SocketAddress, to: SocketAddress): void {
    const { delay, lossPercent } = this.#manner;
    if (to.port % 2 === 0 && this.#chance.integer(100) < lossPercent) {
      this.lost++;
      return;
    }
    this.#clock.after(delay, () => {
      this.carried.push({ at: this.#clock.now(), from, to, bytes });
      this.#open.get(nameOf(to))?.(bytes, from);
    });
  }
}

function nameOf({ address, port }: SocketAddress): string {
  return `${address} ${port}`;
}
