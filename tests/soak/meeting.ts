import type { MixChannels } from "../../runtime/core/mod.ts";
import type { Exchange } from "./call.ts";

/** A recorder holds 512 ms: it is emptied, and the player filled, every 200 ms. */
const PERIOD = 10;
const CHUNK = 1600;
/** Music for 10 s of every minute. */
const MUSIC = 500;
const MINUTE = 3000;

/** A mix whose own player plays now and then, and whose recorder always runs. */
export class Meeting {
  readonly #exchange: Exchange;
  readonly #mix: number;
  readonly #recorded = new Int16Array(4 * CHUNK);
  readonly #recordedBytes = new Uint8Array(this.#recorded.buffer);
  #age: number;

  constructor(exchange: Exchange, mix: number, what: MixChannels) {
    this.#exchange = exchange;
    this.#mix = mix;
    this.#age = exchange.chance.integer(MINUTE);
    exchange.engine.openMix(mix);
    exchange.engine.startMixRecorder(mix, what);
  }

  tick(): void {
    if (++this.#age % PERIOD > 0) return;
    this.#play(this.#age % MINUTE);
    this.#empty();
  }

  #play(at: number): void {
    const { engine, sounds: { prompt } } = this.#exchange;
    if (at === MUSIC) engine.endMixPlayer(this.#mix);
    if (at >= MUSIC) return;
    const from = at * 160 % (prompt.length - CHUNK);
    engine.feedMixPlayer(this.#mix, prompt.subarray(from, from + CHUNK));
  }

  #empty(): void {
    const { engine, hash } = this.#exchange;
    const samples = engine.readMixRecorder(this.#mix, this.#recorded);
    hash.bytes(this.#recordedBytes.subarray(0, 2 * samples));
  }
}
