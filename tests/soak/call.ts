import type {
  CallProgressTone,
  EngineStream,
  TonePlan,
} from "../../runtime/core/mod.ts";
import { ACTS, type Leg } from "./acts.ts";
import {
  Caller,
  EVENT_TYPE,
  type Manner,
  NOISE_TYPE,
  type Surroundings,
} from "./caller.ts";
import type { Hash } from "./hash.ts";
import { QUALITIES } from "./network.ts";
import { CHUNK, chunkAt, PERIOD } from "./sounds.ts";

/** What calls are made of, and where what comes of them goes. */
export interface Exchange extends Surroundings {
  readonly hash: Hash;
  /** Ports that say a tone just now, and nothing else. */
  readonly tones: Set<number>;
}

/** Mixes for many come first, then one for each pair of ports. */
export const CONFERENCES = 8;
/** A call lasts 5 s to two minutes. */
const SHORTEST = 250;
const LONGEST = 6000;
const TICKS_OF_A_PROMPT = 400;
/** Call progress is told for 4 s. */
const TICKS_OF_A_TONE = 200;
/** A call is acted upon every 20 s in the mean: one in so many periods. */
const ACT_EVERY = 100;
const ACT_NAMES = Object.keys(ACTS);
const TONES: readonly CallProgressTone[] = [
  "dial",
  "ringback",
  "busy",
  "congestion",
  "beep",
];
const PLANS: readonly TonePlan[] = ["cn", "us", "eu"];
const PAUSES: readonly Manner["pauses"][] = [
  "speech",
  "speech",
  "noise",
  "nothing",
];

/** What of a port's statistics does not add up. */
const IDENTITIES: ReadonlySet<string> = new Set([
  "ssrc",
  "remoteSsrc",
  "rtpTimestamp",
  "highestSequence",
]);

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
function isToldProgress(kind: number): boolean {
  return kind === 5;
}

/** One call on one port, from opening to closing. */
export class Call {
  readonly #exchange: Exchange;
  readonly #leg: Leg;
  readonly #caller: Caller;
  readonly #kind: number;
  readonly #recorded = new Int16Array(2 * CHUNK);
  #left: number;
  #age = 0;

  constructor(exchange: Exchange, port: number) {
    const { chance } = exchange;
    this.#exchange = exchange;
    this.#kind = chance.integer(8);
    this.#left = SHORTEST + chance.integer(LONGEST);
    const manner = this.#manner();
    const mix = chance.integer(5) === 0
      ? chance.integer(CONFERENCES)
      : CONFERENCES + (port >> 1);
    this.#leg = { port, mix, stream: this.#stream(manner) };
    this.#open();
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
    const { engine, hash, tally, tones } = this.#exchange;
    if (mayRecord(this.#kind)) this.#empty();
    const statistics = engine.statistics(this.#leg.port);
    for (const [name, count] of Object.entries(statistics)) {
      hash.number(count ?? 0);
      if (!IDENTITIES.has(name)) tally.add(name, count ?? 0);
    }
    tones.delete(this.#leg.port);
    engine.closePort(this.#leg.port);
  }

  #manner(): Manner {
    const { chance, sounds } = this.#exchange;
    return {
      voice: sounds.voices[chance.integer(sounds.voices.length)],
      byEvents: chance.integer(2) === 0,
      pauses: PAUSES[chance.integer(PAUSES.length)],
      drift: chance.integer(200) - 100,
      quality: QUALITIES[chance.integer(QUALITIES.length)],
    };
  }

  /** Three in four have packets of 20 ms; GSM's are whole frames. */
  #stream({ voice, byEvents, pauses }: Manner): EngineStream {
    const { chance } = this.#exchange;
    const packetSamples = chance.integer(4) > 0
      ? 160
      : voice.framed
      ? 160 * (1 + chance.integer(3))
      : 80 * (1 + chance.integer(6));
    const both = (type: number) => ({ send: type, receive: type });
    return {
      ...voice.stream,
      telephoneEvent: byEvents ? both(EVENT_TYPE) : null,
      comfortNoise: pauses === "noise" ? both(NOISE_TYPE) : null,
      packetSamples,
      sending: true,
      receiving: true,
    };
  }

  #open(): void {
    const { engine, chance } = this.#exchange;
    engine.openPort(this.#leg.port, {
      ssrc: chance.integer(2 ** 32),
      sequence: chance.integer(2 ** 16),
      timestamp: chance.integer(2 ** 32),
    });
    engine.setStream(this.#leg.port, this.#leg.stream);
    if (mayRecord(this.#kind)) engine.startRecorder(this.#leg.port);
    if (isToldProgress(this.#kind)) this.#tellProgress();
    else this.#meet();
  }

  #tellProgress(): void {
    const { engine, chance, tones } = this.#exchange;
    const tone = TONES[chance.integer(TONES.length)];
    const plan = PLANS[chance.integer(PLANS.length)];
    engine.startTone(this.#leg.port, tone, { plan });
    tones.add(this.#leg.port);
  }

  /** Whoever was told call progress is answered then. */
  #answer(): void {
    const { engine, tones } = this.#exchange;
    engine.stopTone(this.#leg.port);
    tones.delete(this.#leg.port);
    this.#meet();
  }

  /** Five in eight talk with the port beside them, or in a conference. */
  #meet(): void {
    const { engine, chance } = this.#exchange;
    if (chance.integer(8) > 4) return;
    engine.joinMix(this.#leg.mix, this.#leg.port, {
      talk: chance.integer(8) > 0,
      listen: chance.integer(8) > 0,
      gain: chance.integer(4) === 0 ? 0.5 : 1,
      listenGain: chance.integer(8) === 0 ? 2 : 1,
    });
  }

  #serve(): void {
    const { engine, hash, chance } = this.#exchange;
    const levels = Object.values(engine.levels(this.#leg.port));
    for (const level of levels) hash.number(Number(level));
    if (mayPlay(this.#kind)) this.#play();
    if (mayRecord(this.#kind)) this.#empty();
    if (maySendKeys(this.#kind) && this.#age % 1000 === 0) {
      const timing = { toneSamples: 800, gapSamples: 800 };
      engine.sendKeys(this.#leg.port, "1594#", timing);
    }
    if (isToldProgress(this.#kind) && this.#age === TICKS_OF_A_TONE) {
      this.#answer();
    }
    if (chance.integer(ACT_EVERY) === 0) this.#act();
  }

  #act(): void {
    const { engine, chance, tally } = this.#exchange;
    const name = ACT_NAMES[chance.integer(ACT_NAMES.length)];
    ACTS[name](engine, this.#leg);
    tally.add(name);
  }

  #play(): void {
    const { engine, sounds: { prompt } } = this.#exchange;
    if (this.#age > TICKS_OF_A_PROMPT) return;
    engine.feedPlayer(this.#leg.port, chunkAt(prompt, this.#age));
    if (this.#age === TICKS_OF_A_PROMPT) engine.endPlayer(this.#leg.port);
  }

  #empty(): void {
    const { engine, hash } = this.#exchange;
    const samples = engine.readRecorder(this.#leg.port, this.#recorded);
    hash.bytes(this.#recorded.buffer, 0, 2 * samples);
  }
}
