import { type Milliseconds, milliseconds } from "../base/units.ts";

/** Round-trip time estimate (RFC 3261 §17.1.1.1). */
export const T1 = milliseconds(500);
/** The longest wait between repeats of a non-INVITE request or a response. */
export const T2 = milliseconds(4000);
/** How long the network may keep a message. */
export const T4 = milliseconds(5000);
/** When a transaction gives up, and how long a 2xx waits for its ACK. */
export const GIVE_UP = milliseconds(64 * T1);

/** The timers of the four transactions (RFC 3261 table 4, RFC 6026 §7). */
export type TimerName =
  | "timerA"
  | "timerB"
  | "timerD"
  | "timerE"
  | "timerF"
  | "timerG"
  | "timerH"
  | "timerI"
  | "timerJ"
  | "timerK"
  | "timerL"
  | "timerM";

/** First duration over UDP; D is the RFC's least, "at least 32 s". */
const UNRELIABLE: Readonly<Record<TimerName, Milliseconds>> = {
  timerA: T1,
  timerB: GIVE_UP,
  timerD: GIVE_UP,
  timerE: T1,
  timerF: GIVE_UP,
  timerG: T1,
  timerH: GIVE_UP,
  timerI: T4,
  timerJ: GIVE_UP,
  timerK: T4,
  timerL: GIVE_UP,
  timerM: GIVE_UP,
};

const ZERO = milliseconds(0);

/** What a transport that loses nothing changes; null: never started. */
const RELIABLE: Readonly<Partial<Record<TimerName, Milliseconds | null>>> = {
  timerA: null,
  timerD: ZERO,
  timerE: null,
  timerG: null,
  timerI: ZERO,
  timerJ: ZERO,
  timerK: ZERO,
};

export function firstDuration(
  timer: TimerName,
  reliable: boolean,
): Milliseconds | null {
  const special = reliable ? RELIABLE[timer] : undefined;
  return special === undefined ? UNRELIABLE[timer] : special;
}

/** Twice as long, to at most T2. */
export function backedOff(duration: Milliseconds): Milliseconds {
  return Math.min(duration * 2, T2) as Milliseconds;
}

/** Timer A alone doubles without bound (§17.1.1.2). */
export function doubled(duration: Milliseconds): Milliseconds {
  return duration * 2 as Milliseconds;
}
