import type { Chance } from "../base/chance.ts";
import type { Milliseconds } from "../base/units.ts";

/**
 * RFC 3550 §6.2: no less than 5 s. The bandwidth asks for no more: what two
 * members report is 150 octets with all headers, and 5 % of the 29 kbit/s that
 * GSM, our leanest codec, takes with its headers carries that in 1.7 s.
 */
export const LEAST_INTERVAL = 5000;
/** §6.2: the first report comes after half the time. */
const FIRST = 0.5;
/** §6.3.1: reconsideration would make the intervals longer by so much. */
const COMPENSATION = Math.E - 1.5;
/** The steps in which chance is drawn. */
const GRAIN = 2 ** 16;

/** When the reports of one session are due (RFC 3550 §6.3). */
export class ReportInterval {
  readonly #chance: Chance;
  #last: number;
  #next: number;
  #isFirst = true;

  /** The session begins `now`. */
  constructor(chance: Chance, now: Milliseconds) {
    this.#chance = chance;
    this.#last = now;
    this.#next = now + this.#draw();
  }

  /**
   * Says whether a report is to be sent now. Where the time has come, the
   * interval is drawn anew, and has to have passed too (§6.3.6): else two whose
   * intervals are alike would go on reporting at once.
   */
  isDue(now: Milliseconds): boolean {
    if (now < this.#next) return false;
    const next = this.#last + this.#draw();
    if (next > now) {
      this.#next = next;
      return false;
    }
    this.#isFirst = false;
    this.#last = now;
    this.#next = now + this.#draw();
    return true;
  }

  #draw(): number {
    const least = this.#isFirst ? FIRST * LEAST_INTERVAL : LEAST_INTERVAL;
    const spread = 0.5 + this.#chance.integer(GRAIN) / GRAIN;
    return least * spread / COMPENSATION;
  }
}
