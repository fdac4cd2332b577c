import type {
  Core,
  CoreCodec,
  EngineEvent,
  EngineStream,
  MixPart,
} from "../../../runtime/core/mod.ts";
import { Line, NO_EVENTS } from "./line.ts";
import { readRtp } from "./rtp.ts";

const PCMU: EngineStream = {
  ...NO_EVENTS,
  codec: "pcmu",
  sendPayloadType: 0,
};

/** Ports of an engine with what they hear and say, a tick at a time. */
export class Hall {
  readonly engine;
  readonly lines: Line[];
  readonly said: Uint8Array[] = [];
  readonly events: EngineEvent[] = [];
  readonly #core: Core;

  constructor(core: Core, ports: number, mixes = 2) {
    this.#core = core;
    this.engine = core.engine({ ports, mixes });
    this.lines = Array.from({ length: ports }, (_, port) => {
      const stream = port % 2 ? PCMU : NO_EVENTS;
      return new Line(core, stream, this.engine, port);
    });
  }

  codecOf(port: number): CoreCodec {
    return port % 2 ? "pcmu" : "pcma";
  }

  join(mix: number, port: number, part: MixPart = {}): void {
    this.engine.joinMix(mix, port, part);
  }

  tick(voices: (port: number) => Int16Array | null = () => null): void {
    this.lines.forEach((line, port) => {
      const voice = voices(port);
      if (voice) line.receive(line.packet(voice, this.codecOf(port)));
    });
    this.engine.tick();
    this.engine.eachPacket((port, packet) => {
      this.said[port] = readRtp(packet).payload.slice();
    });
    this.engine.eachEvent((event) => this.events.push(event));
  }

  /** What a port's peer hears in this tick. */
  spoken(port: number): Int16Array {
    const coder = this.#core.codec(this.codecOf(port));
    const sound = coder.decode(this.said[port]);
    coder.close();
    return sound;
  }

  recorded(mix: number): Int16Array {
    const into = new Int16Array(4096);
    return into.slice(0, this.engine.readMixRecorder(mix, into));
  }
}
