import type { CallProgressTone } from "../../runtime/core/call_progress.ts";
import type {
  Engine,
  EngineEvent,
  EngineStatistics,
  EngineStream,
} from "../../runtime/core/engine.ts";

import type { Levels } from "../../runtime/core/level_meter.ts";

const FRAME = 160;

/** One port of the fake: what went in, what comes out. */
class FakePort {
  constructor(public phase: number) {}
  stream: EngineStream | null = null;
  received: Uint8Array[] = [];
  /** What waits in the player, and what it has said so far. */
  waiting: number[] = [];
  spoken: number[] = [];
  ending = false;
  recording = false;
  recorded: number[] = [];
  keys = "";
  tone: CallProgressTone | null = null;
  packetsSent = 0;
  /** Who sends to it. */
  remoteSsrc: number | null = null;
}

/**
 * An engine without sound of its own: the player's samples are noted, the
 * recorder counts 0, 1, 2, ... and a key takes one tick.
 */
export class FakeEngine implements Engine {
  readonly mixes = 1;
  readonly memoryBytes = 0;
  readonly packetBuffer = new Uint8Array(8192);
  readonly open = new Map<number, FakePort>();
  readonly capacity = 4096;
  /** Rows of keys in the order in which they were given. */
  readonly given: string[] = [];
  /** Of each, the samples of a key and of the pause behind it. */
  readonly timings: string[] = [];
  ticks = 0;
  #phase = 0;
  #heard = 0;
  #events: EngineEvent[] = [];

  constructor(readonly ports: number) {}

  at(port: number): FakePort {
    const found = this.open.get(port);
    if (!found) throw new TypeError(`Port ${port} is not open`);
    return found;
  }

  openPort(port: number, _seed: unknown, phase = 0): void {
    this.open.set(port, new FakePort(phase));
  }

  movePort(port: number, phase: number): void {
    this.at(port).phase = phase;
  }

  closePort(port: number): void {
    this.open.delete(port);
  }

  setStream(port: number, stream: EngineStream): void {
    this.at(port).stream = stream;
  }

  receive(port: number, packet: Uint8Array): boolean {
    this.at(port).received.push(packet.slice());
    return true;
  }

  isAuthentic(): boolean {
    return true;
  }

  protectControl(_port: number, packet: Uint8Array): Uint8Array {
    return packet;
  }

  openControl(_port: number, packet: Uint8Array): Uint8Array {
    return packet;
  }

  tick(phase = 0): void {
    this.ticks++;
    this.#phase = phase;
    for (const [index, port] of this.open) {
      if (port.phase !== phase) continue;
      port.spoken.push(...port.waiting.splice(0, FRAME));
      if (port.ending && port.waiting.length === 0) {
        port.ending = false;
        this.#events.push({ type: "played", port: index });
      }
      for (let i = 0; i < FRAME && port.recording; i++) {
        port.recorded.push(this.#heard++ % 30_000);
      }
      if (port.keys !== "") {
        port.keys = port.keys.slice(1);
        if (port.keys === "") {
          this.#events.push({ type: "keysSent", port: index });
        }
      }
    }
  }

  /** A packet a tick of each port that may send: its number. */
  eachPacket(send: (port: number, packet: Uint8Array) => void): void {
    for (const [index, port] of this.open) {
      if (port.phase !== this.#phase) continue;
      if (port.stream?.sending) send(index, Uint8Array.of(index));
    }
  }

  eachEvent(visit: (event: EngineEvent) => void): void {
    for (const event of this.#events.splice(0)) visit(event);
  }

  /** Makes the next tick notice this. */
  notice(event: EngineEvent): void {
    this.#events.push(event);
  }

  playerRoom(port: number): number {
    return this.capacity - this.at(port).waiting.length;
  }

  feedPlayer(port: number, samples: Int16Array): number {
    const taken = samples.subarray(0, this.playerRoom(port));
    this.at(port).waiting.push(...taken);
    return taken.length;
  }

  endPlayer(port: number): void {
    this.at(port).ending = true;
  }

  clearPlayer(port: number): void {
    this.at(port).waiting = [];
    this.at(port).ending = false;
  }

  startRecorder(port: number): void {
    this.at(port).recording = true;
  }

  stopRecorder(port: number): void {
    this.at(port).recording = false;
  }

  readRecorder(port: number, into: Int16Array): number {
    const given = this.at(port).recorded.splice(0, into.length);
    into.set(given);
    return given.length;
  }

  sendKeys(
    port: number,
    keys: string,
    timing: { toneSamples: number; gapSamples: number; asTones?: boolean },
  ): void {
    const { toneSamples, gapSamples, asTones = false } = timing;
    if (keys.length > 64) throw new TypeError("Too many keys at once");
    this.at(port).keys = keys;
    this.given.push(`${keys} as ${asTones ? "tones" : "agreed"}`);
    this.timings.push(`${toneSamples} + ${gapSamples}`);
  }

  startTone(port: number, tone: CallProgressTone): void {
    this.at(port).tone = tone;
  }

  stopTone(port: number): void {
    this.at(port).tone = null;
  }

  stopKeys(port: number): void {
    this.at(port).keys = "";
  }

  openMix(): void {}
  closeMix(): void {}
  joinMix(): void {}
  leaveMix(): void {}
  mixPlayerRoom(): number {
    return this.capacity;
  }
  feedMixPlayer(): number {
    return 0;
  }
  endMixPlayer(): void {}
  clearMixPlayer(): void {}
  startMixRecorder(): void {}
  stopMixRecorder(): void {}
  readMixRecorder(): number {
    return 0;
  }

  levels(): Levels {
    return { heard: -Infinity, speech: -Infinity, noise: -66, active: false };
  }

  statistics(port: number): EngineStatistics {
    return {
      packetsReceived: this.at(port).received.length,
      packetsSent: this.at(port).packetsSent,
      packetsLost: 0,
      packetsLate: 0,
      packetsReordered: 0,
      packetsRefused: 0,
      packetsDuplicated: 0,
      jitterSamples: 0,
      concealedSamples: 0,
      discardedSamples: 0,
      insertedSamples: 0,
      delaySamples: 0,
      meanDelaySamples: 0,
      octetsSent: 0,
      octetsReceived: 0,
      ssrc: port,
      rtpTimestamp: 0,
      remoteSsrc: this.at(port).remoteSsrc,
      highestSequence: 0,
      packetsExpected: 0,
      packetsMissing: 0,
      packetsOfSsrc: this.at(port).packetsSent,
      octetsOfSsrc: 0,
    };
  }
}
