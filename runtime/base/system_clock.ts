import { clearImmediate, setImmediate } from "node:timers";
import type { Cancel, Clock } from "./clock.ts";
import { TimerQueue } from "./timer_queue.ts";
import type { Milliseconds, UnixSeconds } from "./units.ts";

/**
 * Protocols wait for whole numbers of such spans, and hardly ever until the end;
 * what is shorter belongs to the heartbeat, each time another.
 */
const OFTEN_THE_SAME = 100;

/** A timer of the system for each. */
const DIRECT: Pick<Clock, "now" | "after"> = {
  now: () => performance.now() as Milliseconds,
  after(delay, work) {
    if (delay <= 0) {
      const immediate = setImmediate(work);
      return () => clearImmediate(immediate);
    }
    const timer = setTimeout(work, delay);
    return () => clearTimeout(timer);
  },
};

/** The machine's own clock. */
export class SystemClock implements Clock {
  /** By their duration, ms. */
  readonly #queues = new Map<number, TimerQueue>();
  #pending = 0;

  now(): Milliseconds {
    return DIRECT.now();
  }

  date(): UnixSeconds {
    return Math.floor(Date.now() / 1000) as UnixSeconds;
  }

  wall(): Milliseconds {
    return performance.timeOrigin + performance.now() as Milliseconds;
  }

  after(delay: Milliseconds, work: () => void): Cancel {
    let waiting = true;
    this.#pending++;
    const settle = () => {
      if (!waiting) return false;
      waiting = false;
      this.#pending--;
      return true;
    };
    const cancel = this.#schedule(delay, () => settle() && work());
    return () => {
      if (settle()) cancel();
    };
  }

  get pending(): number {
    return this.#pending;
  }

  #schedule(delay: Milliseconds, work: () => void): Cancel {
    return delay < OFTEN_THE_SAME
      ? DIRECT.after(delay, work)
      : this.#queueOf(delay).after(work);
  }

  #queueOf(delay: Milliseconds): TimerQueue {
    let queue = this.#queues.get(delay);
    if (!queue) {
      queue = new TimerQueue(delay, DIRECT, () => this.#queues.delete(delay));
      this.#queues.set(delay, queue);
    }
    return queue;
  }
}
