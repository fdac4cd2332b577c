import type { Cancel, Clock } from "../base/clock.ts";
import type { Milliseconds } from "../base/units.ts";
import { backedOff, GIVE_UP, T1 } from "./timers.ts";

/**
 * A 2xx to INVITE that waits for its ACK: it is sent again after T1, then at
 * twice the interval up to T2, for 64*T1 (RFC 3261 §13.3.1.4).
 */
export class Unacknowledged {
  readonly #clock: Clock;
  readonly #resend: () => void;
  readonly #end: Cancel;
  #next: Cancel;

  constructor(clock: Clock, resend: () => void, giveUp: () => void) {
    this.#clock = clock;
    this.#resend = resend;
    this.#next = this.#after(T1);
    this.#end = clock.after(GIVE_UP, () => {
      this.stop();
      giveUp();
    });
  }

  /** The ACK came, or nobody waits for it any more. */
  stop(): void {
    this.#next();
    this.#end();
  }

  #after(interval: Milliseconds): Cancel {
    return this.#clock.after(interval, () => {
      this.#next = this.#after(backedOff(interval));
      this.#resend();
    });
  }
}
