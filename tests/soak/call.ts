import { Caller, EVENT_TYPE, type Surroundings } from "./caller.ts";
import type { Hash } from "./hash.ts";
import { QUALITIES } from "./network.ts";
import type { Sounds } from "./sounds.ts";

/** What calls are made of, and where what comes of them goes. */
export interface Exchange extends Surroundings {
  readonly sounds: Sounds;
  readonly hash: Hash;
  /** Sums of the statistics of calls that are over, by name. */
  readonly counters: Record<string, number>;
}

/** Mixes for many come first, then one for each pair of ports. */
export const CONFERENCES = 8;
/** A call lasts up to two minutes; a port then rests for up to 80 s: 0.6 erlang. */
const LONGEST = 6000;
const REST = 4000;
/** All ports have their first call within a second. */
const START = 50;
/** A player is filled, and a recorder emptied, every 200 ms. */
const PERIOD = 10;
const CHUNK = 1600;
const TICKS_OF_A_PROMPT = 400;

/** What is done for a call besides carrying its voice, out of eight. */
function mayPlay(kind: number): boolean {
  return kind < 3;
}
function mayRecord(kind: number): boolean {
  return kind === 2 || kind === 3;
}
function maySendKeys(kind: number): boolean {
  return kind === 4;
}

/** One call on one port, from opening to closing. */
export class Call {
  readonly #exchange: Exchange;
  readonly #port: number;
  readonly #caller: Caller;
  readonly #kind: number;
  readonly #recorded = new Int16Array(2 * CHUNK);
  readonly #recordedBytes = new Uint8Array(this.#recorded.buffer);
  #left: number;
  #age = 0;

  constructor(exchange: Exchange, port: number) {
    const { chance, sounds } = exchange;
    this.#exchange = exchange;
    this.#port = port;
    this.#kind = chance.integer(8);
    this.#left = 250 + chance.integer(LONGEST);
    const voice = sounds.voices[chance.integer(sounds.voices.length)];
    const byEvents = chance.integer(2) === 0;
    const silent = chance.integer(4) === 0;
    const drift = chance.integer(200) - 100;
    const quality = QUALITIES[chance.integer(QUALITIES.length)];
    const manner = { voice, byEvents, silent, drift, quality };
    this.#open(byEvents, voice.stream);
    this.#caller = new Caller(exchange, port, manner);
  }

  /** 20 ms; true while the call goes on. */
  tick(): boolean {
    this.#caller.tick();
    this.#age++;
    if (this.#age % PERIOD === 0) this.#serve();
    return --this.#left > 0;
  }

  close(): void {
    const { engine, hash, counters } = this.#exchange;
    if (mayRecord(this.#kind)) this.#empty();
    const statistics = engine.statistics(this.#port);
    for (const [name, count] of Object.entries(statistics)) {
      hash.number(count);
      counters[name] = (counters[name] ?? 0) + count;
    }
    engine.closePort(this.#port);
  }

  #open(
    byEvents: boolean,
    voice: Sounds["voices"][number]["stream"],
  ): void {
    const { engine, chance } = this.#exchange;
    const port = this.#port;
    engine.openPort(port, {
      ssrc: chance.integer(2 ** 32),
      sequence: chance.integer(2 ** 16),
      timestamp: chance.integer(2 ** 32),
    });
    engine.setStream(port, {
      ...voice,
      telephoneEvent: byEvents
        ? { send: EVENT_TYPE, receive: EVENT_TYPE }
        : null,
      packetSamples: chance.integer(4) === 0
        ? 80 * (1 + chance.integer(6))
        : 160,
      sending: true,
      receiving: true,
    });
    if (mayRecord(this.#kind)) engine.startRecorder(port);
    this.#meet();
  }

  /** One in two talks with the port beside it, one in eight in a conference. */
  #meet(): void {
    const { engine, chance } = this.#exchange;
    const way = chance.integer(8);
    if (way > 4) return;
    const mix = way === 4
      ? chance.integer(CONFERENCES)
      : CONFERENCES + (this.#port >> 1);
    engine.joinMix(mix, this.#port, {
      talk: chance.integer(8) > 0,
      listen: chance.integer(8) > 0,
      gain: chance.integer(4) === 0 ? 0.5 : 1,
      listenGain: chance.integer(8) === 0 ? 2 : 1,
    });
  }

  #serve(): void {
    const { engine, hash } = this.#exchange;
    const levels = Object.values(engine.levels(this.#port));
    for (const level of levels) hash.number(Number(level));
    if (mayPlay(this.#kind)) this.#play();
    if (mayRecord(this.#kind)) this.#empty();
    if (maySendKeys(this.#kind) && this.#age % 1000 === 0) {
      const timing = { toneSamples: 800, gapSamples: 800 };
      engine.sendKeys(this.#port, "1594#", timing);
    }
  }

  #play(): void {
    const { engine, sounds: { prompt } } = this.#exchange;
    if (this.#age > TICKS_OF_A_PROMPT) return;
    const at = this.#age * 160 % (prompt.length - CHUNK);
    engine.feedPlayer(this.#port, prompt.subarray(at, at + CHUNK));
    if (this.#age === TICKS_OF_A_PROMPT) engine.endPlayer(this.#port);
  }

  #empty(): void {
    const { engine, hash } = this.#exchange;
    const samples = engine.readRecorder(this.#port, this.#recorded);
    hash.bytes(this.#recordedBytes.subarray(0, 2 * samples));
  }
}

/** A port on which one call follows the other. */
export class Extension {
  readonly #exchange: Exchange;
  readonly #port: number;
  #call: Call | null = null;
  #rest: number;

  constructor(exchange: Exchange, port: number) {
    this.#exchange = exchange;
    this.#port = port;
    this.#rest = exchange.chance.integer(START);
  }

  tick(): void {
    if (this.#call) {
      if (!this.#call.tick()) this.hangUp();
    } else if (--this.#rest < 0) {
      this.#call = new Call(this.#exchange, this.#port);
    }
  }

  hangUp(): void {
    this.#call?.close();
    this.#call = null;
    this.#rest = this.#exchange.chance.integer(REST);
  }
}
