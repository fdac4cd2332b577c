import type { Cancel, Clock } from "../base/clock.ts";
import { FRAME, type Milliseconds, milliseconds } from "../base/units.ts";
import { PHASES } from "../core/engine.ts";
import type { Watchdog } from "./watchdog.ts";

/** From the beat of one phase to that of the next. */
export const PHASE = milliseconds(FRAME / PHASES);
/**
 * A phase that is late catches up at twice the pace: what it was behind is made
 * good in as much time, and its packets never leave as one burst.
 */
const CLOSEST = FRAME / 2;
/** Further behind than this the lost time is given up: nobody plays it back. */
const TOO_FAR_BEHIND = milliseconds(200);
/**
 * After so long the event loop turns whatever may be: nobody rings where the
 * thread is to be ended, or has failed. Nobody notices a tenth of a second
 * there, and a turn takes as long as a beat of twenty calls.
 */
const LONGEST = 5 * FRAME;
/** Timers fire up to a millisecond early; a beat that early is on time. */
const EARLY = milliseconds(1);

/**
 * Lets the thread stand still for so many ms, and is true; false when its event
 * loop has to turn before.
 */
export type Sleep = (span: number) => boolean;

export interface HeartbeatParts {
  readonly clock: Pick<Clock, "now" | "after">;
  /** Keeps time better than a timer does; null where there is none. */
  readonly sleep?: Sleep | null;
  readonly beat: (phase: number) => void;
  readonly watchdog: Watchdog;
}

/**
 * Calls `beat` every 20 ms for each phase that is started, phases 5 ms apart, to
 * deadlines counted from the beginning, so that being late once moves nothing
 * that comes after. Where no phase is started it wakes nobody.
 */
export class Heartbeat {
  readonly #clock: HeartbeatParts["clock"];
  readonly #sleep: Sleep | null;
  readonly #beat: (phase: number) => void;
  readonly #watchdog: Watchdog;
  readonly #origin: Milliseconds;
  /** Of each phase: when it is due, and when it beat last. */
  readonly #due = new Float64Array(PHASES).fill(Infinity);
  readonly #last = new Float64Array(PHASES).fill(-Infinity);
  #cancel: Cancel | null = null;

  constructor({ clock, sleep, beat, watchdog }: HeartbeatParts) {
    this.#clock = clock;
    this.#sleep = sleep ?? null;
    this.#beat = beat;
    this.#watchdog = watchdog;
    this.#origin = clock.now();
  }

  /** The phase beats from its next deadline on, 20 ms from now at the latest. */
  start(phase: number): void {
    const first = this.#origin + phase * PHASE;
    const gone = Math.floor((this.#clock.now() - first) / FRAME);
    this.#due[phase] = first + (gone + 1) * FRAME;
    this.#wait();
  }

  /** The phase beats no more. */
  stop(phase: number): void {
    this.#due[phase] = Infinity;
    this.#wait();
  }

  /** Goes on when the next phase may beat, or when the event loop has turned. */
  #wait(): void {
    this.#cancel?.();
    this.#cancel = null;
    const left = this.#left();
    if (left === Infinity) return;
    const span = milliseconds(this.#sleep ? 0 : left);
    this.#cancel = this.#clock.after(span, this.#wake);
  }

  /** Until the next phase may beat, ms. */
  #left(): number {
    return Math.max(0, this.#timeOf(this.#next()) - this.#clock.now());
  }

  /** When a phase may beat next. */
  #timeOf(phase: number): number {
    return Math.max(this.#due[phase], this.#last[phase] + CLOSEST);
  }

  /** The phase that beats next. */
  #next(): number {
    let next = 0;
    for (let phase = 1; phase < PHASES; phase++) {
      if (this.#timeOf(phase) < this.#timeOf(next)) next = phase;
    }
    return next;
  }

  readonly #wake = () => {
    const turned = this.#clock.now();
    this.#beatDue();
    while (this.#clock.now() < turned + LONGEST && this.#sleeps()) {
      this.#beatDue();
    }
    this.#wait();
  };

  #sleeps(): boolean {
    const left = this.#left();
    return this.#sleep !== null && left < Infinity && this.#sleep(left);
  }

  #beatDue(): void {
    // Packets and orders have their turn again after each phase's at most.
    for (let n = 0; n < PHASES; n++) {
      const phase = this.#next();
      const now = this.#clock.now();
      if (!this.#isDue(phase, now)) break;
      this.#run(phase, now);
    }
  }

  #isDue(phase: number, now: Milliseconds): boolean {
    return now >= this.#due[phase] - EARLY &&
      now >= this.#last[phase] + CLOSEST;
  }

  #run(phase: number, now: Milliseconds): void {
    const late = now - this.#due[phase];
    const lost = late > TOO_FAR_BEHIND ? Math.floor(late / FRAME) : 0;
    this.#due[phase] += (lost + 1) * FRAME;
    this.#last[phase] = now;
    this.#beat(phase);
    this.#watchdog.note(now, late, this.#clock.now(), lost);
  }
}
