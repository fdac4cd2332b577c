import type { Cancel, Clock } from "../base/clock.ts";
import type { Milliseconds } from "../base/units.ts";
import { backedOff, GIVE_UP, T1 } from "./timers.ts";

/**
 * A response that waits for its acknowledgement for 64*T1. It is sent again
 * after T1, then after what `longer` makes of the last interval: a 2xx to
 * INVITE at twice that up to T2 (RFC 3261 §13.3.1.4).
 */
export class Unacknowledged {
  readonly #clock: Clock;
  readonly #resend: () => void;
  readonly #longer: (last: Milliseconds) => Milliseconds;
  readonly #end: Cancel;
  #next: Cancel;

  constructor(
    clock: Clock,
    resend: () => void,
    giveUp: () => void,
    longer = backedOff,
  ) {
    this.#clock = clock;
    this.#resend = resend;
    this.#longer = longer;
    this.#next = this.#after(T1);
    this.#end = clock.after(GIVE_UP, () => {
      this.stop();
      giveUp();
    });
  }

  /** Sends it no more, but still waits. */
  quiet(): void {
    this.#next();
  }

  /** The acknowledgement came, or nobody waits for it any more. */
  stop(): void {
    this.#next();
    this.#end();
  }

  #after(interval: Milliseconds): Cancel {
    return this.#clock.after(interval, () => {
      this.#next = this.#after(this.#longer(interval));
      this.#resend();
    });
  }
}
