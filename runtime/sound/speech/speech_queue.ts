import type { Clock } from "../../base/clock.ts";
import { inTime } from "../../base/in_time.ts";
import { milliseconds } from "../../base/units.ts";
import type { Words } from "../../media/content.ts";
import type { SpeechEngine, Synthesizer } from "./synthesizer.ts";

/** Nobody holds a telephone for longer; a sentence takes far less. */
const LONGEST = milliseconds(30_000);
/** A node full of callers who all hear something else. */
const MOST_WAITING = 10_000;

/**
 * Lets texts wait until the engine has room for them, first come, first served.
 * One that takes too long is given up; those behind it have their turn.
 */
export class SpeechQueue implements Synthesizer {
  readonly #engine: SpeechEngine;
  readonly #clock: Clock;
  readonly #waiting: PromiseWithResolvers<void>[] = [];
  #speaking = 0;

  constructor(engine: SpeechEngine, clock: Clock) {
    this.#engine = engine;
    this.#clock = clock;
  }

  async speak(words: Words): Promise<Uint8Array<ArrayBuffer>> {
    await this.#turn();
    try {
      return await this.#inTime(words);
    } finally {
      const next = this.#waiting.shift();
      if (next) next.resolve();
      else this.#speaking--;
    }
  }

  close(): void {
    const error = new Error(`${this.#engine.title} is closed`);
    for (const { reject } of this.#waiting.splice(0)) reject(error);
    this.#engine.close();
  }

  async #turn(): Promise<void> {
    if (this.#speaking < this.#engine.atOnce) return void this.#speaking++;
    if (this.#waiting.length >= MOST_WAITING) {
      throw new Error(`Too many texts wait for ${this.#engine.title}`);
    }
    const turn = Promise.withResolvers<void>();
    this.#waiting.push(turn);
    await turn.promise;
  }

  #inTime(words: Words): Promise<Uint8Array<ArrayBuffer>> {
    const { title } = this.#engine;
    const given = new AbortController();
    const speaking = this.#engine.speak(words, given.signal);
    return inTime(this.#clock, LONGEST, speaking, () => {
      const late = new Error(`${title} has not spoken in ${LONGEST / 1000} s`);
      given.abort(late);
      return late;
    });
  }
}
