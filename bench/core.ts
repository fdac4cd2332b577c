import { SeededChance } from "../runtime/base/chance.ts";
import {
  type Core,
  type Engine,
  type EngineStream,
  loadCore,
} from "../runtime/core/mod.ts";
import { inC, type Native } from "./native.ts";
import type { Row } from "./row.ts";

/** Rounds of which the best counts: the others were disturbed. */
const ROUNDS = 20;
/** At least so long is a round, ms: far above the clock's own step. */
const ROUND_MS = 15;

/** Nanoseconds of one `work`, which does `units` of what is counted. */
function best(work: () => void, units: number): number {
  let repeats = 1;
  let least = Infinity;
  for (let round = 0; round < ROUNDS;) {
    const before = performance.now();
    for (let i = 0; i < repeats; i++) work();
    const spent = performance.now() - before;
    if (spent < ROUND_MS) {
      repeats *= 2;
      continue;
    }
    least = Math.min(least, spent / repeats / units);
    round++;
  }
  return least * 1e6;
}

/** Frames of 20 ms in one piece of test sound. */
const FRAMES = 100;
const NS = "ns/frame";

function noise(seed: number, peak: number): Int16Array {
  const chance = new SeededChance(seed);
  const sample = () => chance.integer(2 * peak) - peak;
  return Int16Array.from({ length: 160 * FRAMES }, sample);
}

function benchLaws(core: Core, native: Native): Row[] {
  const sound = noise(1, 20000);
  return (["pcma", "pcmu"] as const).flatMap((law) => {
    const codec = core.codec(law);
    const codes = codec.encode(sound);
    return [
      {
        name: `G.711 ${law} encode`,
        value: best(() => codec.encode(sound), FRAMES),
        unit: NS,
        ...inC(native, `${law}_encode`),
      },
      {
        name: `G.711 ${law} decode`,
        value: best(() => codec.decode(codes), FRAMES),
        unit: NS,
        ...inC(native, "decode"),
      },
    ];
  });
}

/** Compared with the eight sums of Goertzel alone, without any decision. */
function benchDetector(core: Core, native: Native): Row[] {
  const keys = core.dtmfTones("0123456789", { toneMs: 100, gapMs: 100 });
  const sounds = [["keys", keys], ["noise", noise(2, 8000)]] as const;
  return sounds.map(([what, sound]) => {
    const detector = core.dtmfDetector();
    const work = () => void detector.detect(sound);
    return {
      name: `DTMF detection, ${what}`,
      value: best(work, sound.length / 160),
      unit: NS,
      ...inC(native, "goertzel"),
    };
  });
}

function benchMixer(core: Core, native: Native): Row[] {
  return [3, 10, 100].map((parties) => {
    const mixer = core.mixer(parties);
    const voices = Array.from({ length: parties }, (_, n) => noise(n, 8000));
    return {
      name: `mixer, ${parties} parties`,
      value: best(() => void mixer.mix(voices), FRAMES),
      unit: NS,
      ...inC(native, `mix_${parties}`),
    };
  });
}

const STREAM: EngineStream = {
  codec: "pcma",
  sendPayloadType: 8,
  receive: [{ payloadType: 8, codec: "pcma" }],
  telephoneEvent: { send: 101, receive: 101 },
  packetSamples: 160,
  sending: true,
  receiving: true,
};
const PORTS = 100;

function openPorts(core: Core): Engine {
  const engine = core.engine({ ports: PORTS, mixes: PORTS / 2 });
  for (let port = 0; port < PORTS; port++) {
    engine.openPort(port, { ssrc: port, sequence: 0, timestamp: 0 });
    engine.setStream(port, STREAM);
  }
  return engine;
}

/** Every port gets a packet, ticks and sends one: a heartbeat's whole work. */
function heartbeat(engine: Engine, speech: Uint8Array): () => void {
  const packet = new Uint8Array(172);
  const view = new DataView(packet.buffer);
  packet.set([0x80, 8]);
  let frame = 0;
  let sent = 0;
  return () => {
    view.setUint16(2, frame & 0xffff);
    view.setUint32(4, frame * 160 >>> 0);
    const at = frame++ % FRAMES * 160;
    packet.set(speech.subarray(at, at + 160), 12);
    for (let port = 0; port < PORTS; port++) engine.receive(port, packet);
    engine.tick();
    engine.eachPacket((_, bytes) => void (sent += bytes.length));
  };
}

function benchEngine(core: Core): Row[] {
  const codec = core.codec("pcma");
  const speech = codec.encode(noise(3, 8000));
  const alone = heartbeat(openPorts(core), speech);
  const engine = openPorts(core);
  for (let port = 0; port < PORTS; port++) {
    const part = { talk: true, listen: true, gain: 1 };
    engine.joinMix(port >> 1, port, part);
  }
  const paired = heartbeat(engine, speech);
  const unit = "ns/packet in and out";
  return [
    { name: "engine: receive, tick, send", value: best(alone, PORTS), unit },
    { name: "engine: the same in pairs", value: best(paired, PORTS), unit },
  ];
}

/** What the media core costs, without sockets. */
export async function benchCore(native: Native): Promise<Row[]> {
  const core = await loadCore();
  return [
    ...benchDetector(core, native),
    ...benchLaws(core, native),
    ...benchMixer(core, native),
    ...benchEngine(core),
  ];
}
