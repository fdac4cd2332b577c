import type { MixChannels } from "../../runtime/core/mod.ts";
import type { Exchange } from "./call.ts";
import { CHUNK, chunkAt, PERIOD } from "./sounds.ts";

/** Music for 10 s of every minute; at the end of some of them it is cut off. */
const MUSIC = 500;
const MINUTE = 3000;
const CUT_OFF = 490;
/** Everybody is sent away after a quarter of an hour. */
const SESSION = 15 * MINUTE;

/** A mix whose own player plays now and then, and whose recorder always runs. */
export class Meeting {
  readonly #exchange: Exchange;
  readonly #mix: number;
  readonly #what: MixChannels;
  readonly #recorded = new Int16Array(4 * CHUNK);
  #age: number;

  constructor(exchange: Exchange, mix: number, what: MixChannels) {
    this.#exchange = exchange;
    this.#mix = mix;
    this.#what = what;
    this.#age = exchange.chance.integer(SESSION);
    this.#open();
  }

  tick(): void {
    if (++this.#age % PERIOD > 0) return;
    this.#play(this.#age % MINUTE);
    this.#empty();
    if (this.#age % SESSION === 0) this.#end();
  }

  #open(): void {
    const { engine } = this.#exchange;
    engine.openMix(this.#mix);
    engine.startMixRecorder(this.#mix, this.#what);
  }

  #end(): void {
    const { engine, tally } = this.#exchange;
    engine.stopMixRecorder(this.#mix);
    engine.closeMix(this.#mix);
    this.#empty();
    this.#open();
    tally.add("a meeting ends");
  }

  #play(at: number): void {
    const { engine, tally, sounds: { prompt } } = this.#exchange;
    if (at === CUT_OFF && this.#mix % 4 === 0) {
      engine.clearMixPlayer(this.#mix);
      tally.add("music is cut off");
    }
    if (at === MUSIC) engine.endMixPlayer(this.#mix);
    if (at >= MUSIC) return;
    engine.feedMixPlayer(this.#mix, chunkAt(prompt, at));
  }

  #empty(): void {
    const { engine, hash, tally } = this.#exchange;
    const recorded = this.#recorded;
    const samples = engine.readMixRecorder(this.#mix, recorded);
    hash.bytes(recorded.buffer, 0, 2 * samples);
    if (this.#what.channels === 2 && recorded[0] !== recorded[1]) {
      tally.add("left is not right");
    }
  }
}
