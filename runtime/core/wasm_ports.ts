import {
  type CallProgressOptions,
  type CallProgressTone,
  toneCadence,
} from "./call_progress.ts";
import {
  type EngineCodec,
  type EngineStatistics,
  type EngineStream,
  PHASES,
} from "./engine.ts";
import type { CoreExports } from "./exports.ts";
import { type Levels, levelsAt } from "./level_meter.ts";
import { keyCode } from "./keys.ts";
import { peakOf } from "./level.ts";
import { setKeys } from "./srtp.ts";
import { checkStream } from "./stream_check.ts";

/** What a packet is to the core: `assembly/codec/payload.ts`, `port.ts`. */
const KINDS = {
  pcmu: 1,
  pcma: 2,
  gsm: 3,
  dvi4: 4,
  opus: 5,
} as const satisfies Record<
  EngineCodec,
  number
>;
const TELEPHONE_EVENT = 9;
const COMFORT_NOISE = 10;
/** What `assembly/index.ts` keeps for `exchange`. */
const EXCHANGE_BYTES = 8192;
export const EXCHANGE_SAMPLES = EXCHANGE_BYTES / 2;
const MOST_KEYS = 64;
/** Of each frequency, and what `assembly/speak.ts` says of an event. */
const KEY_PEAK = peakOf(-10);
/** As long as a key may be pressed, 60 s. */
const LONGEST_KEY = 60 * 8000;
/** The clock that the core counts in, and what it says its multiples above. */
const CLOCK_RATE = 8000;
const CLOCK_RATE_BIT = 4;

/** A clock's rate in that of the core. */
function clockRateIn(
  { clockRate = CLOCK_RATE }: { readonly clockRate?: number },
): number {
  const rate = clockRate / CLOCK_RATE;
  if (Number.isInteger(rate) && rate >= 1 && rate <= 6) return rate;
  throw new TypeError(`No events at ${clockRate} Hz`);
}

function checkSpan(name: string, samples: number): void {
  if (samples >= 0 && samples <= LONGEST_KEY && Number.isInteger(samples)) {
    return;
  }
  throw new TypeError(`${name} is ${samples}, not 0 to ${LONGEST_KEY}`);
}

export function checkedPhase(phase: number): number {
  if (phase >= 0 && phase < PHASES && Number.isInteger(phase)) return phase;
  throw new TypeError(`No phase ${phase}; there are ${PHASES}`);
}

/** The ports over one instance of the core, whose memory never moves. */
export class WasmPorts {
  protected readonly core: CoreExports;
  protected readonly bytes: Uint8Array<ArrayBuffer>;
  readonly #samples: Int16Array<ArrayBuffer>;
  protected readonly words: Int32Array<ArrayBuffer>;
  protected readonly exchange: number;
  readonly packetBuffer: Uint8Array<ArrayBuffer>;

  constructor(
    core: CoreExports,
    readonly ports: number,
  ) {
    const memory = core.memory.buffer as ArrayBuffer;
    this.core = core;
    this.bytes = new Uint8Array(memory);
    this.#samples = new Int16Array(memory);
    this.words = new Int32Array(memory);
    this.exchange = core.exchange();
    this.packetBuffer = this.bytes.subarray(
      this.exchange,
      this.exchange + EXCHANGE_BYTES,
    );
  }

  get memoryBytes(): number {
    return this.core.memory.buffer.byteLength;
  }

  openPort(
    port: number,
    seed: { ssrc: number; sequence: number; timestamp: number },
    phase = 0,
  ): void {
    this.core.openPort(
      this.checked(port),
      seed.ssrc,
      seed.sequence,
      seed.timestamp,
      checkedPhase(phase),
    );
  }

  movePort(port: number, phase: number): void {
    this.core.movePort(this.checked(port), checkedPhase(phase));
  }

  closePort(port: number): void {
    this.core.closePort(this.checked(port));
  }

  setStream(port: number, stream: EngineStream): void {
    const { telephoneEvent, comfortNoise, packetSamples } = stream;
    checkStream(stream);
    this.core.setStream(
      this.checked(port),
      KINDS[stream.codec],
      stream.sendPayloadType,
      telephoneEvent?.send ?? -1,
      packetSamples,
      Number(stream.sending),
      Number(stream.receiving),
    );
    for (const { payloadType, codec } of stream.receive) {
      this.core.accept(port, payloadType, KINDS[codec]);
    }
    setKeys(this.core, port, stream.srtp ?? null);
    this.core.setComfortNoise(port, comfortNoise?.send ?? -1);
    if (comfortNoise) {
      this.core.accept(port, comfortNoise.receive, COMFORT_NOISE);
    }
    if (!telephoneEvent) return;
    const rate = clockRateIn(telephoneEvent);
    this.core.setEventRate(port, rate);
    const kind = TELEPHONE_EVENT | rate << CLOCK_RATE_BIT;
    this.core.accept(port, telephoneEvent.receive, kind);
  }

  receive(port: number, packet: Uint8Array): boolean {
    this.checked(port);
    const at = this.lay(packet);
    if (at !== null) return this.core.receive(port, at, packet.length) !== 0;
    this.core.refusePacket(port);
    return false;
  }

  playerRoom(port: number): number {
    return this.core.playerRoom(this.checked(port));
  }

  feedPlayer(port: number, samples: Int16Array): number {
    const length = this.lend(samples, this.playerRoom(port));
    return this.core.feedPlayer(port, this.exchange, length);
  }

  endPlayer(port: number): void {
    this.core.endPlayer(this.checked(port));
  }

  clearPlayer(port: number): void {
    this.core.clearPlayer(this.checked(port));
  }

  startRecorder(port: number): void {
    this.core.startRecorder(this.checked(port));
  }

  stopRecorder(port: number): void {
    this.core.stopRecorder(this.checked(port));
  }

  readRecorder(port: number, into: Int16Array): number {
    const wanted = Math.min(into.length, EXCHANGE_SAMPLES);
    const at = this.exchange;
    const given = this.core.readRecorder(this.checked(port), at, wanted);
    return this.handOut(into, given);
  }

  startTone(
    port: number,
    tone: CallProgressTone,
    options?: CallProgressOptions,
  ): void {
    this.core.startTone(this.checked(port), ...toneCadence(tone, options));
  }

  stopTone(port: number): void {
    this.core.stopTone(this.checked(port));
  }

  sendKeys(
    port: number,
    keys: string,
    timing: { toneSamples: number; gapSamples: number; asTones?: boolean },
  ): void {
    const codes = Array.from(keys, keyCode);
    if (codes.length > MOST_KEYS) throw new TypeError("Too many keys at once");
    checkSpan("toneSamples", timing.toneSamples);
    checkSpan("gapSamples", timing.gapSamples);
    this.core.prepareKeys(
      this.checked(port),
      timing.toneSamples,
      timing.gapSamples,
      KEY_PEAK,
      KEY_PEAK,
      Number(timing.asTones ?? false),
    );
    for (const code of codes) this.core.addKey(port, code);
  }

  stopKeys(port: number): void {
    this.core.stopKeys(this.checked(port));
  }

  statistics(port: number): EngineStatistics {
    this.core.statistics(this.checked(port), this.exchange);
    const at = this.exchange / 4;
    return {
      packetsReceived: this.words[at] >>> 0,
      packetsSent: this.words[at + 1] >>> 0,
      packetsLost: this.words[at + 2],
      packetsLate: this.words[at + 3] >>> 0,
      packetsReordered: this.words[at + 4] >>> 0,
      packetsRefused: this.words[at + 5] >>> 0,
      packetsDuplicated: this.words[at + 6] >>> 0,
      jitterSamples: this.words[at + 7],
      concealedSamples: this.words[at + 8] >>> 0,
      discardedSamples: this.words[at + 9] >>> 0,
      insertedSamples: this.words[at + 10] >>> 0,
      delaySamples: this.words[at + 11],
      meanDelaySamples: this.words[at + 12],
      octetsSent: this.words[at + 13] >>> 0,
      octetsReceived: this.words[at + 14] >>> 0,
      ssrc: this.words[at + 15] >>> 0,
      rtpTimestamp: this.words[at + 16] >>> 0,
      remoteSsrc: this.words[at + 17] ? this.words[at + 18] >>> 0 : null,
      highestSequence: this.words[at + 19] >>> 0,
      packetsExpected: this.words[at + 20] >>> 0,
      packetsMissing: this.words[at + 21],
      packetsOfSsrc: this.words[at + 22] >>> 0,
      octetsOfSsrc: this.words[at + 23] >>> 0,
    };
  }

  levels(port: number): Levels {
    this.core.levels(this.checked(port), this.exchange);
    return levelsAt(this.bytes.buffer, this.exchange);
  }

  /** Where a packet lies for the core; null for one that is too long. */
  protected lay(packet: Uint8Array): number | null {
    if (packet.length > EXCHANGE_BYTES) return null;
    if (packet.buffer === this.bytes.buffer) return packet.byteOffset;
    this.bytes.set(packet, this.exchange);
    return this.exchange;
  }

  /** Puts sound where the core finds it; gives how much there is room for. */
  protected lend(samples: Int16Array, room: number): number {
    const most = Math.min(room, EXCHANGE_SAMPLES);
    const taken = samples.length > most ? samples.subarray(0, most) : samples;
    this.#samples.set(taken, this.exchange / 2);
    return taken.length;
  }

  protected handOut(into: Int16Array, given: number): number {
    const at = this.exchange / 2;
    into.set(this.#samples.subarray(at, at + given));
    return given;
  }

  protected checked(port: number): number {
    if (port >= 0 && port < this.ports && Number.isInteger(port)) return port;
    throw new TypeError(`No port ${port}; there are ${this.ports}`);
  }
}
