import { KEYS } from "../core/keys.ts";
import type { Engine } from "../core/engine.ts";
import { samplesIn } from "../base/units.ts";
import { KEY_TIMING, type KeyTiming } from "./key_timing.ts";
import type { SendingId } from "./messages.ts";

/** The core lets 64 keys wait; longer rows are given to it in parts. */
const BATCH = 32;

/**
 * Sends a row of keys of any length through a port; those that the peer does
 * not take as events (RFC 4733 §2.4.1) go as tones.
 */
export class KeySender {
  readonly #engine: Engine;
  readonly #port: number;
  #sending: SendingId | null = null;
  #rest = "";
  #timing = KEY_TIMING;
  #events = KEYS;

  constructor(engine: Engine, port: number) {
    this.#engine = engine;
    this.#port = port;
  }

  /** Says which keys the peer takes as events, where any are negotiated. */
  allow(keys: string): void {
    this.#events = keys;
  }

  /** Takes the place of a row that is still being sent. */
  send(sending: SendingId, keys: string, timing: KeyTiming): void {
    if (this.#sending !== null) this.#engine.stopKeys(this.#port);
    this.#sending = sending;
    this.#rest = keys;
    this.#timing = timing;
    this.#sendBatch();
  }

  /** After the core's `keysSent`: gives the row that is complete now, or null. */
  goOn(): SendingId | null {
    if (this.#rest !== "") {
      this.#sendBatch();
      return null;
    }
    const complete = this.#sending;
    this.#sending = null;
    return complete;
  }

  stop(sending: SendingId): void {
    if (sending !== this.#sending) return;
    this.#sending = null;
    this.#rest = "";
    this.#engine.stopKeys(this.#port);
  }

  #sendBatch(): void {
    const asTones = this.#isTone(this.#rest[0]);
    const keys = [...this.#rest.slice(0, BATCH)];
    const other = keys.findIndex((key) => this.#isTone(key) !== asTones);
    const count = other < 0 ? keys.length : other;
    const batch = this.#rest.slice(0, count);
    const { toneMs, gapMs } = this.#timing;
    const toneSamples = samplesIn(toneMs);
    const gapSamples = samplesIn(gapMs);
    const how = { toneSamples, gapSamples, asTones };
    this.#engine.sendKeys(this.#port, batch, how);
    this.#rest = this.#rest.slice(count);
  }

  #isTone(key: string): boolean {
    return !this.#events.includes(key.toUpperCase());
  }
}
