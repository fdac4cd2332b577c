import { type Chance, SeededChance } from "../../../runtime/base/chance.ts";

/** A network between two telephones; times in ms, shares from 0 to 1. */
export interface Network {
  /** Share of packets that are lost, and how many in a row in the mean. */
  readonly loss?: number;
  readonly burst?: number;
  /** The delay that packets have besides the least one. */
  readonly jitter?: Jitter;
  /** Share of packets that come a second time. */
  readonly duplicates?: number;
  /** How much faster the sender's clock runs than ours, parts in a million. */
  readonly drift?: number;
}

export type Jitter = (chance: Chance) => (n: number) => number;

export interface Arrival {
  /** Which packet, and in which tick it is there to be heard. */
  readonly packet: number;
  readonly tick: number;
}

function uniform(chance: Chance): number {
  return (chance.integer(2 ** 32) + 0.5) / 2 ** 32;
}

/** Any delay up to the most, one as likely as the other. */
export function even(most: number): Jitter {
  return (chance) => () => most * uniform(chance);
}

/** Many short delays and few long ones, cut off at 150 ms. */
export function exponential(mean: number): Jitter {
  return (chance) => () => Math.min(150, -mean * Math.log(uniform(chance)));
}

/** A queue that others fill now and then and that drains at line speed. */
export function queue(most: number, everyPackets: number): Jitter {
  return (chance) => {
    let waiting = 0;
    return () => {
      waiting = Math.max(0, waiting - 20);
      if (chance.integer(everyPackets) === 0) {
        waiting = Math.min(150, waiting + most * uniform(chance));
      }
      return waiting;
    };
  };
}

/** Another route every so many packets. */
export function routes(most: number, everyPackets: number): Jitter {
  return (chance) => {
    let route = 0;
    return (n) => {
      if (n % everyPackets === 0) route = most * uniform(chance);
      return route + 5 * uniform(chance);
    };
  };
}

/** Gilbert's two states; all is lost in the bad one. */
function losses(chance: Chance, share: number, burst: number): () => boolean {
  let bad = false;
  const leave = 1 / burst;
  const enter = share / (1 - share) * leave;
  return () => {
    bad = uniform(chance) < (bad ? 1 - leave : enter);
    return bad;
  };
}

/** What comes of `count` packets of 20 ms, in the order in which it comes. */
export function arrivals(
  network: Network,
  count: number,
  seed: number,
): Arrival[] {
  const chance = new SeededChance(seed);
  const { loss = 0, duplicates = 0, drift = 0 } = network;
  const isLost = losses(chance, loss, network.burst ?? 1 / (1 - loss));
  const delay = (network.jitter ?? even(0))(chance);
  const phase = 20 * uniform(chance);
  const came: { packet: number; at: number }[] = [];
  for (let packet = 0; packet < count; packet++) {
    const at = phase + packet * 20 / (1 + drift / 1e6) + delay(packet);
    if (isLost()) continue;
    came.push({ packet, at });
    if (uniform(chance) < duplicates) came.push({ packet, at: at + 30 });
  }
  came.sort((a, b) => a.at - b.at);
  return came.map(({ packet, at }) => ({ packet, tick: Math.ceil(at / 20) }));
}
