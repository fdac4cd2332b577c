import type { Clock } from "../base/clock.ts";
import type { Milliseconds } from "../base/units.ts";
import type { Speaker } from "./speaker.ts";

/** The speech thread holds 128 MB; for a node at rest that is too much. */
const PATIENCE = 60_000 as Milliseconds;

/** A speaker that is started when there is something to say, and then rests. */
export class SpeechOnDemand implements Speaker {
  readonly #start: () => Speaker;
  readonly #clock: Clock;
  #speaker: Speaker | null = null;
  #speaking = 0;
  #stopWaiting: () => void = () => {};

  constructor(start: () => Speaker, clock: Clock) {
    this.#start = start;
    this.#clock = clock;
  }

  async say(voice: string, text: string): Promise<Int16Array<ArrayBuffer>> {
    this.#stopWaiting();
    if (this.#speaker?.isLost) this.close();
    const speaker = this.#speaker ??= this.#start();
    this.#speaking++;
    try {
      return await speaker.say(voice, text);
    } finally {
      this.#speaking--;
      if (this.#speaking === 0 && speaker === this.#speaker) this.#wait();
    }
  }

  close(): void {
    this.#stopWaiting();
    this.#speaker?.close();
    this.#speaker = null;
  }

  #wait(): void {
    this.#stopWaiting = this.#clock.after(PATIENCE, () => this.close());
  }
}
