import type {
  Core,
  CoreCodec,
  Engine,
  EngineEvent,
  EngineStream,
} from "../../../runtime/core/mod.ts";
import { readRtp, rtp, type RtpFields } from "./rtp.ts";

/** PCMA both ways with telephone-event 101, as most calls are. */
export const STREAM: EngineStream = {
  codec: "pcma",
  sendPayloadType: 8,
  receive: [
    { payloadType: 8, codec: "pcma" },
    { payloadType: 0, codec: "pcmu" },
  ],
  telephoneEvent: { send: 101, receive: 96 },
  packetSamples: 160,
  sending: true,
  receiving: true,
};

export const NO_EVENTS: EngineStream = { ...STREAM, telephoneEvent: null };
const SEED = { ssrc: 0xdecade, sequence: 65530, timestamp: 0xffffff00 };

/** One port of an engine, and a peer at the other end that a test plays. */
export class Line {
  readonly engine: Engine;
  readonly events: EngineEvent[] = [];
  readonly packets: Required<RtpFields>[] = [];
  readonly #core: Core;
  sequence = 65500;
  timestamp = 0xfffff000;
  ssrc = 0xcafe;

  constructor(
    core: Core,
    stream: EngineStream = STREAM,
    engine: Engine = core.engine({ ports: 1, mixes: 1 }),
    readonly port: number = 0,
  ) {
    this.#core = core;
    this.engine = engine;
    engine.openPort(port, SEED);
    engine.setStream(port, stream);
  }

  /** A packet of sound that the peer sends next. */
  packet(sound: Int16Array, codec: CoreCodec = "pcma"): Uint8Array {
    const coder = this.#core.codec(codec);
    const payload = coder.encode(sound);
    coder.close();
    const payloadType = codec === "pcma" ? 8 : 0;
    const made = this.rtp({ payloadType, payload });
    this.timestamp += sound.length;
    return made;
  }

  /** Any packet with the peer's next sequence number. */
  rtp(
    fields: Pick<RtpFields, "payloadType" | "payload"> & Partial<RtpFields>,
  ): Uint8Array {
    const { sequence, timestamp, ssrc } = this;
    this.sequence = sequence + 1 & 0xffff;
    return rtp({ sequence, timestamp, ssrc, ...fields });
  }

  receive(packet: Uint8Array): boolean {
    return this.engine.receive(this.port, packet);
  }

  tick(count = 1): void {
    for (let i = 0; i < count; i++) {
      this.engine.tick();
      this.engine.eachPacket((port, packet) => {
        if (port === this.port) this.packets.push(readRtp(packet));
      });
      this.engine.eachEvent((event) => this.events.push(event));
    }
  }

  /** The port hears this sound from its peer, a packet of 20 ms a tick. */
  hear(sound: Int16Array): void {
    for (let at = 0; at < sound.length; at += 160) {
      this.receive(this.packet(sound.subarray(at, at + 160)));
      this.tick();
    }
  }

  /** The port's player says this sound, 20 ms a tick. */
  say(sound: Int16Array): void {
    for (let at = 0; at < sound.length; at += 160) {
      this.engine.feedPlayer(this.port, sound.subarray(at, at + 160));
      this.tick();
    }
  }

  /** Everything that was recorded and not read yet. */
  recorded(): Int16Array {
    const into = new Int16Array(8192);
    return into.slice(0, this.engine.readRecorder(this.port, into));
  }

  keys(): string {
    return this.events.map((e) => e.type === "key" ? e.key : "").join("");
  }

  /** What the peer hears: the sound of all packets `from` one on, in order. */
  spoken(from = 0): Int16Array {
    const coder = this.#core.codec("pcma");
    const sound = this.packets.slice(from).filter((p) => p.payloadType === 8)
      .flatMap((p) => [...coder.decode(p.payload)]);
    coder.close();
    return Int16Array.from(sound);
  }
}
