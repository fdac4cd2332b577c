/**
 * Hours of telephone traffic through the core in minutes: the same on every
 * host, to the last bit of everything that comes out.
 *
 * All ports have a call in the first minute; from then on a port has one of 65 s
 * in the mean and rests for 95 s: 0.4 erlang. One caller in four each speaks PCMU, PCMA, GSM and DVI4; a quarter
 * have comfort noise in their pauses and a quarter send nothing there; half
 * press keys by RFC 4733, half by tones. A quarter come over a good network,
 * the others over ones that lose, delay, reorder and double more and more. Three
 * calls in eight hear a prompt, two are recorded, one is sent keys, one a call
 * progress tone; most join a mix. Now and then one is held or loses its mix.
 */
import { SeededChance } from "../../runtime/base/chance.ts";
import type { Core, Engine, MixChannels } from "../../runtime/core/mod.ts";
import { CONFERENCES, type Exchange } from "./call.ts";
import { Extension } from "./extension.ts";
import { Hash } from "./hash.ts";
import { Meeting } from "./meeting.ts";
import { Network } from "./network.ts";
import { HEADER, makeSounds } from "./sounds.ts";
import { Tally } from "./tally.ts";

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
  /**
   * How often things happened: sums of all statistics, by their names; events,
   * by their types; packets that were sent, by theirs.
   */
  readonly counts: Readonly<Record<string, number>>;
}

const TICKS_PER_SECOND = 50;
const TICKS_PER_MINUTE = 60 * TICKS_PER_SECOND;

/** Takes what a tick gave: everything goes into the hash. */
class Listener {
  readonly #exchange: Exchange;
  /** Packets sent, by payload type. */
  readonly #sent = new Float64Array(128);

  constructor(exchange: Exchange) {
    this.#exchange = exchange;
  }

  hear(): void {
    const { engine, hash, tally } = this.#exchange;
    engine.eachPacket(this.#packet);
    engine.eachEvent((event) => {
      const text = Object.values(event).join();
      for (let i = 0; i < text.length; i++) hash.word(text.charCodeAt(i));
      const source = "source" in event ? ` by ${event.source}` : "";
      tally.add(`${event.type}${source}`);
    });
  }

  tell(): void {
    this.#sent.forEach((count, type) => {
      if (count > 0) this.#exchange.tally.add(`sent type ${type}`, count);
    });
  }

  readonly #packet = (port: number, packet: Uint8Array): void => {
    const { hash, tones, tally } = this.#exchange;
    this.#sent[packet[1] & 0x7f]++;
    if (tones.has(port) && isSound(packet)) tally.add("sent tones");
    hash.word(port);
    hash.bytes(packet.buffer as ArrayBuffer, packet.byteOffset, packet.length);
  };
}

/** True for a packet of G.711 in which not all samples are the same. */
function isSound(packet: Uint8Array): boolean {
  const type = packet[1] & 0x7f;
  const first = packet[HEADER];
  return (type === 0 || type === 8) &&
    packet.subarray(HEADER).some((code) => code !== first);
}

/**
 * Conferences are recorded as one channel, or as somebody beside all others;
 * some pairs as one channel for each.
 */
function recordingOf(mix: number): MixChannels {
  const pair = mix - CONFERENCES;
  if (pair >= 0) return { channels: 2, left: 2 * pair, right: 2 * pair + 1 };
  return mix % 2 === 0 ? { channels: 1 } : { channels: 2, left: mix };
}

function meetingsOf(exchange: Exchange, ports: number): Meeting[] {
  const pairs = Math.min(RECORDED_PAIRS, ports >> 1);
  return Array.from(
    { length: CONFERENCES + pairs },
    (_, mix) => new Meeting(exchange, mix, recordingOf(mix)),
  );
}

function openExchange(engine: Engine, core: Core, seed: number): Exchange {
  const chance = new SeededChance(seed);
  return {
    engine,
    chance,
    network: new Network(),
    sounds: makeSounds(core, chance),
    hash: new Hash(),
    tally: new Tally(),
    tones: new Set(),
  };
}

/** Plays so much traffic; what came of it. */
export function soak(core: Core, { ports, seconds, seed }: Size): Outcome {
  const mixes = CONFERENCES + (ports >> 1) + 1;
  const engine = core.engine({ ports, mixes });
  const exchange = openExchange(engine, core, seed);
  const { network, hash, tally } = exchange;
  const extensions = Array.from(
    { length: ports },
    (_, port) => new Extension(exchange, port),
  );
  const meetings = meetingsOf(exchange, ports);
  const listener = new Listener(exchange);
  const hashes: number[] = [];
  const before = engine.memoryBytes;
  for (let tick = 1; tick <= seconds * TICKS_PER_SECOND; tick++) {
    network.tick();
    for (const extension of extensions) extension.tick();
    for (const meeting of meetings) meeting.tick();
    engine.tick();
    listener.hear();
    if (tick % TICKS_PER_MINUTE === 0) hashes.push(hash.value);
  }
  for (const extension of extensions) extension.hangUp();
  listener.tell();
  hashes.push(hash.value);
  const memory = [before, engine.memoryBytes] as const;
  return { hashes, memory, counts: tally.counts };
}
