import type {
  Core,
  Engine,
  EngineStream,
  MasterKey,
  Opus,
} from "../../runtime/core/mod.ts";
import type { Row } from "../row.ts";
import { instantiate } from "./bare_core.ts";
import { contend } from "./contest.ts";
import { CODING } from "./opus.ts";
import { FRAME, FRAMES, type Sounds } from "./sounds.ts";

const STREAM: EngineStream = {
  codec: "pcma",
  sendPayloadType: 8,
  receive: [{ payloadType: 8, codec: "pcma" }],
  telephoneEvent: { send: 101, receive: 101 },
  packetSamples: 160,
  sending: true,
  receiving: true,
};
/** With the same key both ways a port takes what it has sent itself. */
const KEY: MasterKey = {
  suite: "AES_CM_128_HMAC_SHA1_80",
  octets: new Uint8Array(30),
  nameOctets: 0,
};
const SECRET = { ...STREAM, srtp: { send: KEY, receive: KEY } };
const BY_OPUS: EngineStream = {
  ...STREAM,
  codec: "opus",
  sendPayloadType: 111,
  receive: [{ payloadType: 111, codec: "opus" }],
  opus: CODING,
};
const PORTS = 100;
const PART = { talk: true, listen: true, gain: 1 };

/** What a heartbeat costs one of 100 ports, sockets apart. */
export async function benchEngine(
  core: Core,
  opus: Opus,
  { speech }: Sounds,
): Promise<Row[]> {
  const codec = core.codec("pcma");
  const codes = codec.encode(speech);
  codec.close();
  const [alone, paired, met] = [1, 2, 3].map(() => openPorts(core));
  for (let port = 0; port < PORTS; port++) {
    paired.joinMix(port >> 1, port, PART);
    met.joinMix(0, port, PART);
  }
  const [silent, idle] = [
    openPorts(core),
    core.engine({ ports: PORTS, mixes: 1 }),
  ];
  const count = PORTS;
  const rows = await contend("ns/port", [
    { name: "engine: receive, tick, send", count, pass: beats(alone, codes) },
    {
      name: "engine: the same by SRTP",
      count,
      pass: echoes(openPorts(core, SECRET), speech),
    },
    {
      name: "engine: the same by Opus",
      count,
      pass: echoes(openPorts(core, BY_OPUS, opus), speech),
    },
    { name: "engine: the same in pairs", count, pass: beats(paired, codes) },
    { name: "engine: all in one conference", count, pass: beats(met, codes) },
    {
      name: "engine: nothing comes, silence goes",
      count,
      pass: () => silent.tick(),
    },
    { name: "engine: a port that is closed", count, pass: () => idle.tick() },
  ]);
  return [...rows, await memoryOfPort()];
}

function openPorts(
  core: Core,
  stream = STREAM,
  opus: Opus | null = null,
): Engine {
  const engine = core.engine({ ports: PORTS, mixes: PORTS / 2, opus });
  for (let port = 0; port < PORTS; port++) {
    engine.openPort(port, { ssrc: port, sequence: 0, timestamp: 0 });
    engine.setStream(port, stream);
  }
  return engine;
}

/** Every port gets a packet, ticks and sends one: a heartbeat's whole work. */
function beats(engine: Engine, codes: Uint8Array): () => void {
  const packet = new Uint8Array(12 + FRAME);
  const view = new DataView(packet.buffer);
  packet.set([0x80, STREAM.sendPayloadType]);
  let frame = 0;
  let sent = 0;
  return () => {
    view.setUint16(2, frame & 0xffff);
    view.setUint32(4, frame * FRAME >>> 0);
    const at = frame++ % FRAMES * FRAME;
    packet.set(codes.subarray(at, at + FRAME), 12);
    for (let port = 0; port < PORTS; port++) engine.receive(port, packet);
    engine.tick();
    engine.eachPacket((_, bytes) => void (sent += bytes.length));
    engine.eachEvent(() => {});
  };
}

/** Every port gets the packet that it sent last, ticks and sends the next. */
function echoes(
  engine: Engine,
  speech: Int16Array<ArrayBuffer>,
): () => void {
  const packets = Array.from({ length: PORTS }, () => new Uint8Array());
  let frame = 0;
  return () => {
    const at = frame++ % FRAMES * FRAME;
    const said = speech.subarray(at, at + FRAME);
    for (let port = 0; port < PORTS; port++) {
      engine.receive(port, packets[port]);
      engine.feedPlayer(port, said);
    }
    engine.tick();
    engine.eachPacket((port, bytes) => void (packets[port] = bytes.slice()));
    engine.eachEvent(() => {});
  };
}

async function memoryOfPort(): Promise<Row> {
  const ports = 1000;
  const [none, all] = [await instantiate(0, 0), await instantiate(ports, 0)];
  const bytes = all.memory.buffer.byteLength - none.memory.buffer.byteLength;
  return { name: "engine: memory", value: bytes / ports, unit: "bytes/port" };
}
