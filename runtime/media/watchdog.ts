import { FRAME, milliseconds } from "../base/units.ts";
import { PHASES } from "../core/engine.ts";
import { Lateness } from "./lateness.ts";
import type { BeatTotals } from "./statistics.ts";

/** A beat that takes longer holds up the next phase's. */
const BUDGET = FRAME / PHASES;
/** Later than this a peer has had to do without a packet for a whole frame. */
const LATE = FRAME;
/** Warnings come at most once a minute: a log is to be read. */
const QUIET = 60_000;

/** Looks after the heartbeat: how late it is, and how long its beats take. */
export class Watchdog {
  /** Since `forget`: how late beats were, how many there were, ms in them. */
  readonly lateness = new Lateness();
  beats = 0;
  skipped = 0;
  busy = 0;
  /** Since the beginning. */
  readonly allLateness = new Lateness();
  allBusy = 0;
  readonly #totals = { beats: 0, late: 0, skipped: 0, overBudget: 0 };
  readonly #warn: (late: number) => void;
  #quietUntil = -Infinity;

  /** `warn` is told by how many ms a beat was late, once a minute at most. */
  constructor(warn: (late: number) => void = () => {}) {
    this.#warn = warn;
  }

  /** Since the beginning. */
  get totals(): BeatTotals {
    return { ...this.#totals };
  }

  /** A beat began at `start`, so late, in place of `skipped` more, and is over. */
  note(start: number, late: number, end: number, skipped: number): void {
    this.beats++;
    this.skipped += skipped;
    this.busy += end - start;
    this.allBusy += end - start;
    this.lateness.note(milliseconds(late));
    this.allLateness.note(milliseconds(late));
    this.#totals.beats++;
    this.#totals.skipped += skipped;
    if (end - start > BUDGET) this.#totals.overBudget++;
    if (late > LATE) this.#noteLate(late, end);
  }

  /** Begins the figures anew; the totals stay. */
  forget(): void {
    this.lateness.forget();
    this.beats = 0;
    this.skipped = 0;
    this.busy = 0;
  }

  #noteLate(late: number, now: number): void {
    this.#totals.late++;
    if (now < this.#quietUntil) return;
    this.#quietUntil = now + QUIET;
    this.#warn(late);
  }
}
