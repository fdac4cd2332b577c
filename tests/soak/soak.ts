/**
 * Hours of telephone traffic through the core in minutes: the same on every
 * host, to the last bit of everything that comes out.
 */
import { SeededChance } from "../../runtime/base/chance.ts";
import type { Core, Engine, MixChannels } from "../../runtime/core/mod.ts";
import { CONFERENCES, type Exchange, Extension } from "./call.ts";
import { Hash } from "./hash.ts";
import { Meeting } from "./meeting.ts";
import { Network } from "./network.ts";
import { makeSounds } from "./sounds.ts";

/** Pairs of ports whose mix is recorded in two channels. */
const RECORDED_PAIRS = 50;

export interface Size {
  readonly ports: number;
  /** Of virtual time. */
  readonly seconds: number;
  readonly seed: number;
}

export interface Outcome {
  /** Of all that came out by the end of each minute, and by the end. */
  readonly hashes: readonly number[];
  /** Bytes of the core's memory, before and after. */
  readonly memory: readonly [before: number, after: number];
  readonly packets: number;
  /** Sums of the statistics of all calls, by name. */
  readonly counters: Readonly<Record<string, number>>;
  /** How often each kind of event came. */
  readonly events: Readonly<Record<string, number>>;
}

const TICKS_PER_SECOND = 50;
const TICKS_PER_MINUTE = 60 * TICKS_PER_SECOND;

/** Takes what a tick gave: everything goes into the hash. */
class Listener {
  packets = 0;
  readonly events: Record<string, number> = {};
  readonly #hash: Hash;

  constructor(hash: Hash) {
    this.#hash = hash;
  }

  hear(engine: Engine): void {
    engine.eachPacket(this.#packet);
    engine.eachEvent((event) => {
      const text = Object.values(event).join();
      for (let i = 0; i < text.length; i++) this.#hash.word(text.charCodeAt(i));
      const kind = "source" in event
        ? `${event.type} by ${event.source}`
        : event.type;
      this.events[kind] = (this.events[kind] ?? 0) + 1;
    });
  }

  readonly #packet = (port: number, packet: Uint8Array): void => {
    this.packets++;
    this.#hash.word(port);
    this.#hash.bytes(packet);
  };
}

/** Conferences are recorded as one channel, some pairs as one for each. */
function meetingsOf(exchange: Exchange, ports: number): Meeting[] {
  const pairs = Math.min(RECORDED_PAIRS, ports >> 1);
  return Array.from({ length: CONFERENCES + pairs }, (_, mix) => {
    const left = 2 * (mix - CONFERENCES);
    const what: MixChannels = mix < CONFERENCES
      ? { channels: 1 }
      : { channels: 2, left, right: left + 1 };
    return new Meeting(exchange, mix, what);
  });
}

/** Plays so much traffic; what came of it. */
export function soak(core: Core, { ports, seconds, seed }: Size): Outcome {
  const mixes = CONFERENCES + (ports >> 1) + 1;
  const engine = core.engine({ ports, mixes });
  const chance = new SeededChance(seed);
  const hash = new Hash();
  const sounds = makeSounds(core, chance);
  const counters: Record<string, number> = {};
  const network = new Network();
  const exchange: Exchange = {
    engine,
    chance,
    network,
    sounds,
    hash,
    counters,
  };
  const extensions = Array.from(
    { length: ports },
    (_, port) => new Extension(exchange, port),
  );
  const meetings = meetingsOf(exchange, ports);
  const listener = new Listener(hash);
  const hashes: number[] = [];
  const before = engine.memoryBytes;
  for (let tick = 1; tick <= seconds * TICKS_PER_SECOND; tick++) {
    network.tick();
    for (const extension of extensions) extension.tick();
    for (const meeting of meetings) meeting.tick();
    engine.tick();
    listener.hear(engine);
    if (tick % TICKS_PER_MINUTE === 0) hashes.push(hash.value);
  }
  for (const extension of extensions) extension.hangUp();
  hashes.push(hash.value);
  const { packets, events } = listener;
  const memory = [before, engine.memoryBytes] as const;
  return { hashes, memory, packets, counters, events };
}
