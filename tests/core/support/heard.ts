import type { Core, EngineStatistics } from "../../../runtime/core/mod.ts";
import { NO_EVENTS } from "./line.ts";
import { type Arrival, arrivals, type Network } from "./network.ts";
import { rtp } from "./rtp.ts";
import { largestStep, voice } from "./voice.ts";

/** What a port made of a network; delays in ms, shares from 0 to 1. */
export interface Heard {
  readonly statistics: EngineStatistics;
  /** Share of the packets that came which came late. */
  readonly late: number;
  /** What packets waited in the mean, here and in the ideal buffer. */
  readonly delay: number;
  readonly ideal: number;
  /** The largest sample step of what was heard, in that of what was said. */
  readonly step: number;
  /** Share of what was heard that was made up. */
  readonly concealed: number;
}

const SECONDS = 20;

/** How long after its own time each packet came, by the sender's clock. */
function transits(came: readonly Arrival[], drift: number): Float64Array {
  const perPacket = 160 / (1 + drift / 1e6);
  return Float64Array.from(came, (a) => a.tick * 160 - a.packet * perPacket);
}

/**
 * The mean wait in a buffer of fixed delay that knows all transits beforehand:
 * the shortest in which no greater share of packets is late.
 */
function idealWait(all: Float64Array, late: number): number {
  const sorted = all.slice().sort();
  const heard = sorted.length - Math.floor(late * sorted.length);
  const until = sorted[Math.max(0, heard - 1)];
  const waits = sorted.map((transit) => Math.max(0, until - transit));
  return waits.reduce((sum, wait) => sum + wait, 0) / waits.length / 8;
}

/** Sends `seconds` of speech-like sound over a network to one port. */
export function hearOver(
  core: Core,
  network: Network,
  seconds: number,
  seed: number,
): Heard {
  const codec = core.codec("pcma");
  const codes = codec.encode(voice(SECONDS, seed));
  const said = largestStep(codec.decode(codes));
  codec.close();
  const came = arrivals(network, seconds * 50, seed);
  const engine = core.engine({ ports: 1, mixes: 0 });
  engine.openPort(0, { ssrc: 1, sequence: 1, timestamp: 1 });
  engine.setStream(0, { ...NO_EVENTS, sending: false });
  engine.startRecorder(0);
  const frame = new Int16Array(161);
  let step = 0;
  let next = 0;
  for (let tick = 0; tick < seconds * 50; tick++) {
    for (; next < came.length && came[next].tick === tick; next++) {
      engine.receive(0, packetOf(came[next].packet, codes));
    }
    engine.tick();
    frame[0] = frame[160];
    engine.readRecorder(0, frame.subarray(1));
    step = Math.max(step, largestStep(frame));
  }
  const statistics = engine.statistics(0);
  const first = firsts(came.slice(0, next));
  const late = statistics.packetsLate / first.length;
  return {
    statistics,
    late,
    delay: statistics.meanDelaySamples / 8,
    ideal: idealWait(transits(first, network.drift ?? 0), late),
    step: step / said,
    concealed: statistics.concealedSamples / (8000 * seconds),
  };
}

/** Without what came a second time. */
function firsts(came: readonly Arrival[]): Arrival[] {
  const seen = new Set<number>();
  return came.filter(({ packet }) => !seen.has(packet) && seen.add(packet));
}

function packetOf(n: number, codes: Uint8Array): Uint8Array {
  const at = n * 160 % codes.length;
  return rtp({
    payloadType: 8,
    sequence: n + 65000 & 0xffff,
    timestamp: n * 160 + 0xffff0000,
    ssrc: 0xcafe,
    payload: codes.subarray(at, at + 160),
  });
}
