import type { MixChannels } from "../core/engine.ts";
import type { MixPart } from "../core/gain.ts";
import { Mix, type MixSurroundings } from "./mix.ts";
import type { PortId } from "./messages.ts";
import type { MixId, RecordedPorts, ToMix } from "./mix_messages.ts";
import type { Phased, Phases } from "./phases.ts";
import { mixRecorder, type Recorder } from "./recorder.ts";

/** A port as the core knows it. */
interface Seat extends Phased {
  readonly index: number;
}

/** What is about the sound of a mix itself. */
type SoundOrder = Extract<
  ToMix,
  { type: "playMix" | "stopMixPlay" | "recordMix" | "stopMixRecord" }
>;

/** The open ports. */
type Seats = ReadonlyMap<PortId, Pick<Seat, "index">>;

type MixPhases = Pick<Phases<Seat>, "free" | "hold" | "release" | "move">;

/** The mixes of the media thread: their numbers in the core, and who is where. */
export class Mixes {
  readonly #around: MixSurroundings;
  readonly #phases: MixPhases;
  readonly #seats: Seats;
  /** The one freed first comes first: who left it has long faded out by then. */
  readonly #freeIndexes: number[];
  readonly #byIndex: (Mix | undefined)[];
  readonly #mixes = new Map<MixId, Mix>();
  /** By the number of a port in the core: the mix that it is in. */
  readonly #mixOf = new Map<number, MixId>();
  /** Those that play or record: their phases beat though nobody may be there. */
  readonly #running = new Set<Mix>();

  constructor(around: MixSurroundings, phases: MixPhases, seats: Seats) {
    const { mixes } = around.engine;
    this.#around = around;
    this.#phases = phases;
    this.#seats = seats;
    this.#freeIndexes = Array.from({ length: mixes }, (_, i) => i);
    this.#byIndex = Array(mixes).fill(undefined);
  }

  get size(): number {
    return this.#mixes.size;
  }

  /** @throws {TypeError} all are open: the control thread has miscounted */
  open(id: MixId): void {
    const index = this.#freeIndexes.shift();
    if (index === undefined) throw new TypeError("No mix is free");
    const mix = new Mix(id, index, this.#around);
    this.#mixes.set(id, mix);
    this.#byIndex[index] = mix;
    this.#around.engine.openMix(index);
  }

  /** Its members stay open, each by itself. */
  close(id: MixId): void {
    const mix = this.#mixes.get(id);
    if (!mix) return;
    for (const [port, of] of this.#mixOf) {
      if (of === id) this.#mixOf.delete(port);
    }
    mix.deck.close();
    this.#rest(mix);
    this.#around.engine.closeMix(mix.index);
    this.#mixes.delete(id);
    this.#byIndex[mix.index] = undefined;
    this.#freeIndexes.push(mix.index);
  }

  closeAll(): void {
    for (const id of [...this.#mixes.keys()]) this.close(id);
  }

  /**
   * Out of the mix where the port was; joining again changes its part. A port of
   * another phase than the first member's goes over into that one before.
   */
  join(id: MixId, port: Seat, part: MixPart): void {
    const mix = this.#mixes.get(id);
    if (!mix) return;
    const { engine } = this.#around;
    this.#mixOf.set(port.index, id);
    const phase = mix.phase ??= this.#openIn(mix.index, port.phase);
    this.#phases.move(port, phase, () => {
      engine.movePort(port.index, phase);
      if (this.#mixOf.get(port.index) !== id) return;
      engine.joinMix(mix.index, port.index, part);
    });
  }

  /** Means nothing to a port that has gone to another mix meanwhile. */
  leave(mix: MixId, port: number): void {
    if (this.#mixOf.get(port) !== mix) return;
    this.#mixOf.delete(port);
    this.#around.engine.leaveMix(port);
  }

  /** The port is closed: the core has taken it out. */
  forget(port: number): void {
    this.#mixOf.delete(port);
  }

  /**
   * Plays, records, or stops; an order to a closed mix means nothing,
   * but that a recording ends at once.
   */
  sound(order: SoundOrder): void {
    const mix = this.#mixes.get(order.mix);
    if (!mix) return this.#miss(order);
    switch (order.type) {
      case "playMix":
        this.#run(mix);
        return mix.deck.play({ ...order, id: order.playback });
      case "stopMixPlay":
        return mix.deck.stopPlay(order.playback);
      case "recordMix":
        this.#run(mix);
        return mix.deck.record({
          ...order,
          beep: false,
          recorder: this.#recorder(mix, order.channels),
        });
      case "stopMixRecord":
        return mix.deck.stopRecord(order.recording);
    }
  }

  beforeTick(phase: number): void {
    for (const mix of this.#running) {
      if (mix.phase === phase) mix.deck.beforeTick();
    }
  }

  afterTick(phase: number): void {
    for (const mix of this.#running) {
      if (mix.phase !== phase) continue;
      mix.deck.afterTick();
      if (mix.deck.isIdle) this.#rest(mix);
    }
  }

  /** The player of this number in the core has run dry. */
  ranDry(index: number): void {
    this.#byIndex[index]?.deck.ranDry();
  }

  #miss(order: SoundOrder): void {
    if (order.type !== "recordMix") return;
    this.#around.store({ type: "end", recording: order.recording });
  }

  #recorder(mix: Mix, channels: RecordedPorts): Recorder {
    const { engine } = this.#around;
    return mixRecorder(engine, mix.index, this.#channels(channels));
  }

  #channels(channels: RecordedPorts): MixChannels {
    if (channels === 1) return { channels };
    const { left, right } = channels;
    return {
      channels: 2,
      left: this.#indexOf(left),
      ...right !== "others" && { right: this.#indexOf(right) },
    };
  }

  /** Null of a port that is gone. */
  #indexOf(port: PortId): number | null {
    return this.#seats.get(port)?.index ?? null;
  }

  #openIn(index: number, phase: number): number {
    this.#around.engine.openMix(index, phase);
    return phase;
  }

  #run(mix: Mix): void {
    if (this.#running.has(mix)) return;
    mix.phase ??= this.#openIn(mix.index, this.#phases.free);
    this.#running.add(mix);
    this.#phases.hold(mix.phase);
  }

  #rest(mix: Mix): void {
    if (mix.phase === null || !this.#running.delete(mix)) return;
    this.#phases.release(mix.phase);
  }
}
