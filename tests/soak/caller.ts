import type { Chance } from "../../runtime/base/chance.ts";
import type { Engine } from "../../runtime/core/mod.ts";
import {
  ARRIVES,
  DOUBLED,
  LOST,
  type Network,
  type Quality,
  Way,
} from "./network.ts";
import { FRAME, HEADER, type Sounds, type Voice } from "./sounds.ts";
import type { Tally } from "./tally.ts";

/** RFC 4733: the payload type of events, both ways. */
export const EVENT_TYPE = 101;
/** RFC 3389 §4: the payload type of comfort noise at 8 kHz. */
export const NOISE_TYPE = 13;
/** Noise is described anew every 200 ms of a pause. */
const NOISE_EVERY = 10;
/** 100 ms of a key, the end of which is told three times (§2.5.1.4). */
const EVENT_PACKETS = 5 + 2;
const EVENT_END = 0x80;
const VOLUME = 10;
/** Ticks between keys, talk spurts and silences, at most. */
const KEY_EVERY = 600;
const SPURT = 150;
const MILLION = 1_000_000;

/** How somebody calls. */
export interface Manner {
  readonly voice: Voice;
  readonly byEvents: boolean;
  /** What is sent in pauses: speech goes on, or noise is described, or nothing. */
  readonly pauses: "speech" | "noise" | "nothing";
  /** How fast their clock goes, parts in a million more than ours. */
  readonly drift: number;
  readonly quality: Quality;
}

/** What callers share. */
export interface Surroundings {
  readonly engine: Engine;
  readonly chance: Chance;
  readonly network: Network;
  readonly sounds: Sounds;
  /** Sums of the statistics of calls that are over, and what else happened. */
  readonly tally: Tally;
}

/** The other end of a port: sends speech, pauses and keys over its way. */
export class Caller {
  readonly #engine: Engine;
  readonly #port: number;
  readonly #chance: Chance;
  readonly #network: Network;
  readonly #noises: Sounds["noises"];
  readonly #tally: Tally;
  readonly #manner: Manner;
  readonly #way: Way;
  readonly #ssrc: number;
  #sequence: number;
  #timestamp: number;
  #clock = 0;
  #talks = true;
  #marker = true;
  #turnIn: number;
  #keyIn: number;
  #said: number;
  /** The key under way: which, and how many of its packets are out. */
  #key = 0;
  #keyPackets = 0;
  #keyBegan = 0;

  constructor(
    { engine, chance, network, sounds, tally }: Surroundings,
    port: number,
    manner: Manner,
  ) {
    this.#engine = engine;
    this.#chance = chance;
    this.#network = network;
    this.#noises = sounds.noises;
    this.#tally = tally;
    this.#port = port;
    this.#manner = manner;
    this.#way = new Way(chance, manner.quality);
    this.#ssrc = chance.integer(2 ** 32);
    this.#sequence = chance.integer(2 ** 16);
    this.#timestamp = chance.integer(2 ** 32);
    this.#turnIn = chance.integer(SPURT);
    this.#keyIn = chance.integer(KEY_EVERY);
    this.#said = chance.integer(manner.voice.speech.length);
  }

  tick(): void {
    this.#clock += MILLION + this.#manner.drift;
    for (; this.#clock >= MILLION; this.#clock -= MILLION) this.#frame();
  }

  #frame(): void {
    this.#takeTurns();
    if (this.#keyPackets > 0) this.#sendKey();
    else if (this.#talks || this.#manner.pauses === "speech") this.#speak();
    else if (this.#manner.pauses === "noise") this.#describe();
    this.#timestamp = (this.#timestamp + FRAME) >>> 0;
  }

  #takeTurns(): void {
    if (--this.#turnIn < 0) {
      this.#talks = !this.#talks;
      this.#marker = this.#talks;
      this.#turnIn = this.#chance.integer(SPURT);
    }
    if (--this.#keyIn < 0) {
      this.#key = this.#chance.integer(16);
      this.#keyPackets = this.#manner.byEvents
        ? EVENT_PACKETS
        : this.#manner.voice.keys[this.#key].length;
      this.#keyBegan = this.#timestamp;
      this.#keyIn = 20 + this.#chance.integer(KEY_EVERY);
    }
  }

  #speak(): void {
    const { speech } = this.#manner.voice;
    if (++this.#said === speech.length) this.#said = 0;
    this.#sendSound(speech[this.#said]);
  }

  #describe(): void {
    if (this.#timestamp / FRAME % NOISE_EVERY >= 1) return;
    const noise = this.#noises[this.#chance.integer(this.#noises.length)];
    this.#send(noise, NOISE_TYPE, false, this.#timestamp);
  }

  #sendKey(): void {
    const left = this.#keyPackets--;
    if (this.#manner.byEvents) return this.#sendEvent(EVENT_PACKETS - left);
    const tone = this.#manner.voice.keys[this.#key];
    this.#sendSound(tone[tone.length - left]);
  }

  #sendSound(bytes: Uint8Array): void {
    const { payloadType } = this.#manner.voice;
    this.#send(bytes, payloadType, this.#marker, this.#timestamp);
    this.#marker = false;
  }

  #sendEvent(packet: number): void {
    const bytes = new Uint8Array(HEADER + 4);
    const duration = Math.min(packet + 1, 5) * FRAME;
    const flags = packet >= 4 ? EVENT_END | VOLUME : VOLUME;
    bytes.set([this.#key, flags, duration >> 8, duration & 255], HEADER);
    this.#send(bytes, EVENT_TYPE, packet === 0, this.#keyBegan);
  }

  #send(
    bytes: Uint8Array,
    payloadType: number,
    marker: boolean,
    timestamp: number,
  ): void {
    const sequence = this.#sequence;
    this.#sequence = (sequence + 1) & 0xffff;
    const type = marker ? 0x80 | payloadType : payloadType;
    const fate = this.#way.fate();
    if (fate === LOST) return;
    if (fate > ARRIVES) {
      const arrive = () => this.#arrive(bytes, type, sequence, timestamp);
      return this.#network.hold(fate, arrive);
    }
    this.#arrive(bytes, type, sequence, timestamp);
    if (fate === DOUBLED) this.#arrive(bytes, type, sequence, timestamp);
  }

  /** Writes the header (RFC 3550 §5.1) and hands the packet over. */
  #arrive(
    bytes: Uint8Array,
    type: number,
    sequence: number,
    timestamp: number,
  ): void {
    bytes[0] = 0x80;
    bytes[1] = type;
    bytes[2] = sequence >> 8;
    bytes[3] = sequence;
    writeWord(bytes, 4, timestamp);
    writeWord(bytes, 8, this.#ssrc);
    const taken = this.#engine.receive(this.#port, bytes);
    if (taken && type === NOISE_TYPE) this.#tally.add("comfort noise taken");
  }
}

function writeWord(bytes: Uint8Array, at: number, word: number): void {
  bytes[at] = word >>> 24;
  bytes[at + 1] = word >>> 16;
  bytes[at + 2] = word >>> 8;
  bytes[at + 3] = word;
}
