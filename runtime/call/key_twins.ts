import type { Clock } from "../base/clock.ts";

/** The two ways of a key: in the sound, or in the signalling. */
export type KeyWay = "rtp" | "info";

interface Heard {
  readonly key: string;
  readonly way: KeyWay;
  /** ms */
  readonly at: number;
}

/**
 * So long a twin is waited for, ms: an INFO that was lost twice comes after
 * T1 + 2*T1 (RFC 3261 §17.1.2.2), and the tone that it stands for lasts too.
 */
const WINDOW = 2000;
/** More keys than anybody presses in that time. */
const MOST = 32;

/** A telephone that says each key in both ways has pressed it once. */
export class KeyTwins {
  readonly #clock: Clock;
  /** Keys whose twin has not come. */
  readonly #alone: Heard[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether a key is not the twin of one that came by the other way. */
  isNews(key: string, way: KeyWay): boolean {
    const at = this.#clock.now();
    const fresh = this.#alone.findIndex((heard) => at - heard.at <= WINDOW);
    this.#alone.splice(0, fresh < 0 ? this.#alone.length : fresh);
    const twin = this.#alone.findIndex((heard) =>
      heard.key === key && heard.way !== way
    );
    if (twin >= 0) this.#alone.splice(twin, 1);
    else this.#alone.push({ key, way, at });
    if (this.#alone.length > MOST) this.#alone.shift();
    return twin < 0;
  }
}
