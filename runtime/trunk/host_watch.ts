import type { Cancel, Clock } from "../base/clock.ts";
import { inMilliseconds, milliseconds } from "../base/units.ts";
import type { SocketAddress } from "../net/datagram.ts";
import { plainAddress } from "../net/ip_address.ts";
import { isAddress } from "../sip/host_port.ts";
import { T1 } from "../sip/timers.ts";
import type { Hop } from "../sip/transport.ts";
import type { SipUri } from "../sip/uri.ts";
import type { TrunkAgent } from "./trunk_agent.ts";

export type HostState = "unknown" | "up" | "down";

export interface HostWatchParts {
  readonly agent: TrunkAgent;
  readonly clock: Clock;
  readonly uri: SipUri;
  /** Seconds between two OPTIONS; 0: none are sent. */
  readonly pingSeconds: number;
  /** It is up or down now, and was not before. */
  readonly changed: () => void;
}

/**
 * After so long a host is down that has not answered: an OPTIONS by UDP is sent
 * at 0, 0.5, 1.5 and 3.5 s (RFC 3261 §17.1.2.2), and the next would go now.
 */
const PATIENCE = milliseconds(15 * T1);
/** What DNS says may have changed after a minute: few records last less. */
const LOOK_AGAIN = milliseconds(60_000);

/** Keeps an eye on one host of a trunk: where it is, and whether it answers. */
export class HostWatch {
  readonly #parts: HostWatchParts;
  #state: HostState = "unknown";
  /** Where it is, addresses in their one spelling. */
  #places: readonly SocketAddress[] = [];
  /** Counts the looks: a ping of an older one that fails is no news. */
  #round = 0;
  /** Whether an answer came since the last look. */
  #answered = false;
  #cancels: Cancel[] = [];

  constructor(parts: HostWatchParts) {
    this.#parts = parts;
  }

  get uri(): SipUri {
    return this.#parts.uri;
  }

  get state(): HostState {
    return this.#state;
  }

  /** Whether what comes from there comes from this host. */
  isAt(address: string, port: number | null = null): boolean {
    const plain = plainAddress(address);
    return this.#places.some((place) => {
      return place.address === plain && (port === null || place.port === port);
    });
  }

  /** Looks now, and again and again where there may be something new. */
  start(): void {
    const { agent, clock, uri, pingSeconds } = this.#parts;
    this.stop();
    this.#answered = false;
    const round = ++this.#round;
    const pings = pingSeconds > 0;
    const pause = pings ? inMilliseconds(pingSeconds) : LOOK_AGAIN;
    if (pings || !isAddress(uri.host)) {
      this.#cancels.push(clock.after(pause, () => this.start()));
    }
    if (pings) {
      this.#cancels.push(clock.after(PATIENCE, () => this.#silent(round)));
    }
    this.#cancels.push(
      agent.locate(uri, (hops) => this.#located(hops, round)),
    );
  }

  stop(): void {
    for (const cancel of this.#cancels.splice(0)) cancel();
  }

  /** DNS that says nothing for once takes no host its place. */
  #located(hops: readonly Hop[], round: number): void {
    if (hops.length > 0) this.#places = hops.map(placeOf);
    if (this.#parts.pingSeconds === 0) return;
    let failed = 0;
    if (hops.length === 0) this.#silent(round);
    for (const hop of hops) {
      this.#parts.agent.ping(hop, this.uri, (isAlive) => {
        if (isAlive) this.#alive();
        else if (++failed === hops.length) this.#silent(round);
      });
    }
  }

  #alive(): void {
    this.#answered = true;
    this.#turn("up");
  }

  #silent(round: number): void {
    if (round === this.#round && !this.#answered) this.#turn("down");
  }

  #turn(state: HostState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#parts.changed();
  }
}

function placeOf({ address: { address, port } }: Hop): SocketAddress {
  return { address: plainAddress(address), port };
}
