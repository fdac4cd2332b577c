import type { Milliseconds, UnixSeconds } from "./units.ts";

/** Stops a timer; does nothing when it has run or was stopped before. */
export type Cancel = () => void;

/** All the time the node knows. Real in `main.ts`, wound by hand in tests. */
export interface Clock {
  /** Time that only goes forward, from an arbitrary start. */
  now(): Milliseconds;
  /** The time of day. */
  date(): UnixSeconds;
  /** The same with fractions, in ms since 1970; never steps back. */
  wall(): Milliseconds;
  /**
   * Runs `work` once after `delay`, never before the caller has returned; the
   * returned function cancels it. A delay of 0 means "as soon as what is under
   * way has ended".
   */
  after(delay: Milliseconds, work: () => void): Cancel;
  /** How many timers wait; a node at rest has none but its own. */
  readonly pending: number;
}
