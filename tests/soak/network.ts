import type { Chance } from "../../runtime/base/chance.ts";

/** A packet on its way. */
export interface Sent {
  readonly bytes: Uint8Array;
  readonly marker: boolean;
  readonly payloadType: number;
  readonly sequence: number;
  readonly timestamp: number;
}

/** How a way treats packets; chances are out of 1000. */
export interface Quality {
  readonly lost: number;
  /** Packets that are lost together, at most. */
  readonly burst: number;
  readonly delayed: number;
  /** Ticks that a packet may be delayed. */
  readonly longest: number;
  readonly doubled: number;
}

export const QUALITIES: readonly Quality[] = [
  { lost: 0, burst: 1, delayed: 0, longest: 0, doubled: 0 },
  { lost: 2, burst: 1, delayed: 10, longest: 2, doubled: 1 },
  { lost: 10, burst: 4, delayed: 100, longest: 4, doubled: 2 },
  { lost: 50, burst: 8, delayed: 400, longest: 8, doubled: 10 },
];

/** Slots of 20 ms in which what is delayed waits: more than any delay. */
const SLOTS = 16;

/** One way to one port: loses, delays, re-orders and doubles. */
export class Way {
  readonly #chance: Chance;
  readonly #quality: Quality;
  readonly #deliver: (packet: Sent) => void;
  readonly #late: Sent[][] = Array.from({ length: SLOTS }, () => []);
  #now = 0;
  #losing = 0;

  constructor(
    chance: Chance,
    quality: Quality,
    deliver: (packet: Sent) => void,
  ) {
    this.#chance = chance;
    this.#quality = quality;
    this.#deliver = deliver;
  }

  /** 20 ms pass; what was delayed until now comes before what is sent now. */
  tick(): void {
    const due = this.#late[++this.#now % SLOTS];
    if (due.length === 0) return;
    for (const packet of due) this.#deliver(packet);
    due.length = 0;
  }

  send(packet: Sent): void {
    const { lost, burst, delayed, longest, doubled } = this.#quality;
    if (this.#losing > 0) {
      this.#losing--;
      return;
    }
    let fate = this.#chance.integer(1000);
    if ((fate -= lost) < 0) this.#losing = this.#chance.integer(burst);
    else if ((fate -= delayed) < 0) {
      const ticks = 1 + this.#chance.integer(longest);
      this.#late[(this.#now + ticks) % SLOTS].push(packet);
    } else {
      this.#deliver(packet);
      if (fate < doubled) this.#deliver(packet);
    }
  }
}
