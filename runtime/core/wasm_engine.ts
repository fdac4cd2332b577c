import type {
  Engine,
  EngineEvent,
  EngineStream,
  MixChannels,
} from "./engine.ts";
import { eventOf, RECORD } from "./event_records.ts";
import type { CoreExports } from "./exports.ts";
import { gainsOf, type MixPart } from "./gain.ts";
import type { Opus } from "./opus/opus.ts";
import { OpusPorts } from "./opus/opus_ports.ts";
import { PacketViews } from "./packet_views.ts";
import { checkedPhase, EXCHANGE_SAMPLES, WasmPorts } from "./wasm_ports.ts";

/** What `assembly/meeting.ts` calls ALL_OTHERS. */
const ALL_OTHERS = -1;
/** A number that no port has. */
const NOBODY = -2;
/** Of a packet nothing is left to do (`assembly/packets.ts`). */
const READY = 0;

/** The engine: its ports, their beat, and the mixes in which they meet. */
export class WasmEngine extends WasmPorts implements Engine {
  readonly #packets: PacketViews;
  readonly #opus: OpusPorts;
  /** In which each port ticks. */
  readonly #phases: Uint8Array;

  constructor(
    core: CoreExports,
    ports: number,
    readonly mixes: number,
    opus: Opus | null,
  ) {
    super(core, ports);
    const memory = core.memory.buffer as ArrayBuffer;
    const { bytes, words, exchange } = this;
    const samples = new Int16Array(memory);
    this.#packets = new PacketViews(memory);
    this.#opus = new OpusPorts({ core, bytes, words, samples, exchange }, opus);
    this.#phases = new Uint8Array(ports);
  }

  override openPort(
    port: number,
    seed: { ssrc: number; sequence: number; timestamp: number },
    phase = 0,
  ): void {
    super.openPort(port, seed, phase);
    this.#opus.close(port);
    this.#phases[port] = phase;
  }

  override movePort(port: number, phase: number): void {
    super.movePort(port, phase);
    this.#phases[port] = phase;
  }

  override closePort(port: number): void {
    super.closePort(port);
    this.#opus.close(port);
  }

  override setStream(port: number, stream: EngineStream): void {
    this.#opus.setStream(this.checked(port), stream);
    super.setStream(port, stream);
  }

  tick(phase = 0): void {
    this.#opus.decode(phase, this.#phaseOf);
    this.core.tick(checkedPhase(phase));
  }

  readonly #phaseOf = (port: number) => this.#phases[port];

  isAuthentic(port: number, packet: Uint8Array): boolean {
    const at = this.lay(packet);
    return at !== null &&
      this.core.isAuthentic(this.checked(port), at, packet.length) !== 0;
  }

  protectControl(port: number, packet: Uint8Array): Uint8Array {
    const at = this.exchange;
    this.bytes.set(packet, at);
    const length = this.core.protectControl(
      this.checked(port),
      at,
      packet.length,
    );
    return this.bytes.subarray(at, at + length);
  }

  openControl(port: number, packet: Uint8Array): Uint8Array | null {
    const at = this.lay(packet);
    if (at === null) return null;
    const length = this.core.openControl(
      this.checked(port),
      at,
      packet.length,
    );
    return length < 0 ? null : this.bytes.subarray(at, at + length);
  }

  eachPacket(send: (port: number, packet: Uint8Array) => void): void {
    const words = this.words;
    let entry = this.core.packetList() / 4;
    for (let left = this.core.packetCount(); left > 0; left--, entry += 4) {
      const packet = words[entry + 3] === READY
        ? this.#packets.view(words[entry + 1], words[entry + 2])
        : this.#finished(entry);
      if (packet.length > 0) send(words[entry], packet);
    }
  }

  /** The packet of an entry of the list, with what was left to do of it done. */
  #finished(entry: number): Uint8Array {
    const [port, at, octets, left] = this.words.subarray(entry, entry + 4);
    const length = this.#opus.finish(port, at, octets, left);
    this.words[entry + 2] = length;
    this.words[entry + 3] = READY;
    // Opus has packets of any length: views of them all would pile up
    return this.bytes.subarray(at, at + length);
  }

  eachEvent(visit: (event: EngineEvent) => void): void {
    const count = this.core.drainEvents();
    if (count === 0) return;
    const first = this.core.eventList() / 4;
    // A copy: what a visitor does may add to the list
    const words = this.words.slice(first, first + RECORD * count);
    for (let at = 0; at < words.length; at += RECORD) {
      visit(eventOf(words.subarray(at, at + RECORD)));
    }
  }

  openMix(mix: number, phase = 0): void {
    this.core.openMix(this.#mix(mix), checkedPhase(phase));
  }

  closeMix(mix: number): void {
    this.core.closeMix(this.#mix(mix));
  }

  joinMix(mix: number, port: number, part: MixPart): void {
    const [voice, ear] = gainsOf(part);
    const at = this.checked(port);
    if (this.core.joinMix(at, this.#mix(mix), voice, ear)) return;
    throw new TypeError(`Port ${port} and mix ${mix} are of different phases`);
  }

  leaveMix(port: number): void {
    this.core.leaveMix(this.checked(port));
  }

  mixPlayerRoom(mix: number): number {
    return this.core.mixPlayerRoom(this.#mix(mix));
  }

  feedMixPlayer(mix: number, samples: Int16Array): number {
    const length = this.lend(samples, this.mixPlayerRoom(mix));
    return this.core.feedMixPlayer(mix, this.exchange, length);
  }

  endMixPlayer(mix: number): void {
    this.core.endMixPlayer(this.#mix(mix));
  }

  clearMixPlayer(mix: number): void {
    this.core.clearMixPlayer(this.#mix(mix));
  }

  startMixRecorder(mix: number, what: MixChannels): void {
    const { channels } = what;
    const left = channels === 2 ? this.#voice(what.left) : ALL_OTHERS;
    const right = channels === 2 ? this.#voice(what.right) : ALL_OTHERS;
    this.core.startMixRecorder(this.#mix(mix), channels, left, right);
  }

  stopMixRecorder(mix: number): void {
    this.core.stopMixRecorder(this.#mix(mix));
  }

  readMixRecorder(mix: number, into: Int16Array): number {
    const wanted = Math.min(into.length, EXCHANGE_SAMPLES);
    const at = this.exchange;
    const given = this.core.readMixRecorder(this.#mix(mix), at, wanted);
    return this.handOut(into, given);
  }

  /** Whose voice a channel has. */
  #voice(port: number | null | undefined): number {
    if (port === null) return NOBODY;
    return port === undefined ? ALL_OTHERS : this.checked(port);
  }

  #mix(mix: number): number {
    if (mix >= 0 && mix < this.mixes && Number.isInteger(mix)) return mix;
    throw new TypeError(`No mix ${mix}; there are ${this.mixes}`);
  }
}
