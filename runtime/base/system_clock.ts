import { clearImmediate, setImmediate } from "node:timers";
import type { Cancel, Clock } from "./clock.ts";
import type { Milliseconds, UnixSeconds } from "./units.ts";

/** The machine's own clock. */
export class SystemClock implements Clock {
  #pending = 0;

  now(): Milliseconds {
    return performance.now() as Milliseconds;
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
    const cancel = schedule(delay, () => settle() && work());
    return () => {
      if (settle()) cancel();
    };
  }

  get pending(): number {
    return this.#pending;
  }
}

function schedule(delay: Milliseconds, work: () => void): Cancel {
  if (delay <= 0) {
    const immediate = setImmediate(work);
    return () => clearImmediate(immediate);
  }
  const timer = setTimeout(work, delay);
  return () => clearTimeout(timer);
}
