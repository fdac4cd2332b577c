import type { Chance } from "../../runtime/base/chance.ts";

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

/** Where packets of all callers are while they are delayed. */
export class Network {
  readonly #late: (() => void)[][] = Array.from({ length: SLOTS }, () => []);
  #now = 0;

  /** 20 ms pass: what was delayed until now comes. */
  tick(): void {
    const due = this.#late[++this.#now % SLOTS];
    for (const deliver of due) deliver();
    due.length = 0;
  }

  hold(ticks: number, deliver: () => void): void {
    this.#late[(this.#now + ticks) % SLOTS].push(deliver);
  }
}

/** What becomes of a packet; a number above 0 is a delay in ticks. */
export const ARRIVES = 0;
export const LOST = -1;
export const DOUBLED = -2;

/** One caller's way through the network: what becomes of each packet. */
export class Way {
  readonly #chance: Chance;
  readonly #quality: Quality;
  #losing = 0;

  constructor(chance: Chance, quality: Quality) {
    this.#chance = chance;
    this.#quality = quality;
  }

  /** What becomes of the next packet. */
  fate(): number {
    const { lost, burst, delayed, longest, doubled } = this.#quality;
    if (this.#losing > 0) {
      this.#losing--;
      return LOST;
    }
    let fate = this.#chance.integer(1000);
    if ((fate -= lost) < 0) {
      this.#losing = this.#chance.integer(burst);
      return LOST;
    }
    if ((fate -= delayed) < 0) return 1 + this.#chance.integer(longest);
    return fate < doubled ? DOUBLED : ARRIVES;
  }
}
