import type { Engine } from "../core/engine.ts";
import { milliseconds, samplesIn } from "../base/units.ts";
import type { SendingId } from "./messages.ts";

/** The core lets 64 keys wait; longer rows are given to it in parts. */
const BATCH = 32;
const TIMING = {
  toneSamples: samplesIn(milliseconds(100)),
  gapSamples: samplesIn(milliseconds(100)),
};

/** Sends a row of keys of any length through a port. */
export class KeySender {
  readonly #engine: Engine;
  readonly #port: number;
  #sending: SendingId | null = null;
  #rest = "";

  constructor(engine: Engine, port: number) {
    this.#engine = engine;
    this.#port = port;
  }

  /** Takes the place of a row that is still being sent. */
  send(sending: SendingId, keys: string): void {
    if (this.#sending !== null) this.#engine.stopKeys(this.#port);
    this.#sending = sending;
    this.#rest = keys;
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
    this.#engine.sendKeys(this.#port, this.#rest.slice(0, BATCH), TIMING);
    this.#rest = this.#rest.slice(BATCH);
  }
}
