import type { Action } from "./action.ts";
import type { Leg } from "./leg.ts";
import { Ringback, type RingbackOptions } from "./ringback.ts";
import type { Stage } from "./stage.ts";

/**
 * What a call does for which another one is dialled (`parent_call_res_id`): it
 * waits, and hears how that rings, until it is connected or the other one has
 * gone. No event tells of its end.
 */
export class DialledFor implements Action {
  readonly #stage: Stage;
  readonly #ringback: Ringback;
  /** The other call has neither been answered nor gone. */
  #isDialling = true;
  #isAside = false;

  constructor(stage: Stage, options: RingbackOptions) {
    this.#stage = stage;
    this.#ringback = new Ringback(stage, options);
  }

  start(): void {}

  key(): void {}

  stop(): void {
    this.end();
  }

  hangUp(): void {
    this.end();
  }

  /** A connection to a third call: this one rings on meanwhile. */
  giveWay(): boolean {
    this.#ringback.silence();
    this.#isAside = this.#isDialling;
    return this.#isAside;
  }

  goOn(): void {
    this.#isAside = false;
    this.#ringback.goOn();
  }

  rings(status: 180 | 183): void {
    this.#ringback.ring(status);
  }

  /** The far end's sound may be heard before it answers. */
  hears(far: Leg): void {
    this.#ringback.follow(far);
  }

  /** From now on it waits to be connected, unless it has been, to a third. */
  answered(): void {
    if (this.#isAside) return this.end();
    this.#isDialling = false;
    this.#ringback.close();
  }

  /** The other call has gone, or this one is wanted elsewhere. */
  end(): void {
    this.#isDialling = false;
    this.#ringback.close();
    this.#stage.leave();
  }
}
