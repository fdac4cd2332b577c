import type { Core, Engine, EngineStream } from "../../runtime/core/mod.ts";
import type { Row } from "../row.ts";
import { FRAME, FRAMES, type Sounds } from "./sounds.ts";

const STREAM: EngineStream = {
  codec: "pcma",
  sendPayloadType: 8,
  receive: [{ payloadType: 8, codec: "pcma" }],
  telephoneEvent: { send: 101, receive: 101 },
  packetSamples: FRAME,
  sending: true,
  receiving: true,
};
const PHASES = 4;
/** As many as a node is to carry on a part of one processor. */
const PORTS = 300;
/** What a player of the node is fed at a time: 100 ms. */
const FED = 5;
/** More than the second cache of any processor holds; a line of it is 64 bytes. */
const SWEPT_BYTES = 16 << 20;
const LINE_WORDS = 16;
/** Compiled for good by the first, measured in the second. */
const WARMING = 1500;
const BEATS = 300;

/**
 * What a port costs in 20 ms, sockets apart, where the kernel and others have
 * had the caches between a packet and the tick, as they have on a busy node:
 * speech comes, a prompt is played. Beside it the same where nobody has.
 */
export function benchCold(core: Core, { speech }: Sounds): Row[] {
  const codec = core.codec("pcma");
  const codes = codec.encode(speech);
  codec.close();
  const beat = new ColdBeat(openPorts(core), speech, codes);
  for (let n = 0; n < WARMING; n++) beat.run(() => {});
  const swept = new Int32Array(SWEPT_BYTES / 4);
  return [
    row("engine: a prompt and speech", beat, () => {}),
    row("engine: the same, caches swept", beat, () => sweep(swept)),
  ];
}

function row(name: string, beat: ColdBeat, between: () => void): Row {
  const spent = Array.from({ length: BEATS }, () => beat.run(between));
  spent.sort((a, b) => a - b);
  const value = spent[BEATS >> 1] * 1e6 / PORTS;
  return { name, value, unit: "ns/port" };
}

/** Takes every line that the caches have room for. */
function sweep(words: Int32Array): void {
  for (let at = 0; at < words.length; at += LINE_WORDS) words[at]++;
}

function openPorts(core: Core): Engine {
  const engine = core.engine({ ports: PORTS, mixes: 0 });
  for (let port = 0; port < PORTS; port++) {
    const seed = { ssrc: port, sequence: 0, timestamp: 0 };
    engine.openPort(port, seed, port % PHASES);
    engine.setStream(port, STREAM);
  }
  return engine;
}

/** 20 ms of all ports, a phase after the other. */
class ColdBeat {
  readonly #packet = new Uint8Array(12 + FRAME);
  readonly #view = new DataView(this.#packet.buffer);
  #frame = 0;
  #sent = 0;

  constructor(
    readonly engine: Engine,
    readonly speech: Int16Array,
    readonly codes: Uint8Array,
  ) {
    this.#packet.set([0x80, STREAM.sendPayloadType]);
  }

  /** The ms that it took, those of `between` not counted. */
  run(between: () => void): number {
    let spent = 0;
    const steps = [this.#feed, this.#receive, this.#tick];
    this.#nextPacket();
    for (let phase = 0; phase < PHASES; phase++) {
      for (const step of steps) {
        between();
        const before = performance.now();
        step(phase);
        spent += performance.now() - before;
      }
    }
    this.#frame++;
    return spent;
  }

  #nextPacket(): void {
    const at = this.#frame % FRAMES * FRAME;
    this.#view.setUint16(2, this.#frame & 0xffff);
    this.#view.setUint32(4, this.#frame * FRAME >>> 0);
    this.#packet.set(this.codes.subarray(at, at + FRAME), 12);
  }

  /** One port in five has its next 100 ms. */
  readonly #feed = (phase: number): void => {
    const sound = this.speech.subarray(0, FED * FRAME);
    for (let port = phase; port < PORTS; port += PHASES) {
      if ((this.#frame + port) % FED === 0) this.engine.feedPlayer(port, sound);
    }
  };

  readonly #receive = (phase: number): void => {
    for (let port = phase; port < PORTS; port += PHASES) {
      this.engine.receive(port, this.#packet);
    }
  };

  readonly #tick = (phase: number): void => {
    this.engine.tick(phase);
    this.engine.eachPacket((_, { length }) => void (this.#sent += length));
    this.engine.eachEvent(() => {});
  };
}
