import fc from "fast-check";
import { expect, test } from "vitest";
import { SeededChance } from "../../runtime/base/chance.ts";
import {
  type CoreCodec,
  type EngineStream,
  loadCore,
} from "../../runtime/core/mod.ts";
import { streamOf, TYPES } from "./support/codec_streams.ts";
import {
  type Arrival,
  arrivals,
  exponential,
  type Network,
} from "./support/network.ts";
import { rtp } from "./support/rtp.ts";
import { voice } from "./support/voice.ts";

const core = await loadCore();
/** Before 64 packets have come the buffer has not learnt to wait less. */
const PACKETS = 60;
/** Packets wait 40 ms at first: so many ticks one may be late and still heard. */
const WINDOW = 2;

/** Many packets come in one tick, late, lost and twice. */
const BAD: Network = {
  jitter: exponential(40),
  loss: 0.05,
  burst: 2,
  duplicates: 0.05,
};

function sortedBy(tick: Arrival[], place: (a: Arrival) => number): Arrival[] {
  return tick.map((a) => ({ a, at: place(a) }))
    .sort((x, y) => x.at - y.at).map(({ a }) => a);
}

/** Speech-like sound in packets of so many samples. */
function packetsOf(codec: CoreCodec, samples: number): Uint8Array[] {
  const sound = voice(5, 3).subarray(0, Math.min(PACKETS * samples, 9600));
  const coder = core.codec(codec, { packetSamples: samples });
  const bytes = coder.encode(sound);
  coder.close();
  const count = sound.length / samples;
  const length = bytes.length / count;
  return Array.from({ length: count }, (_, n) =>
    rtp({
      payloadType: TYPES[codec],
      sequence: 65520 + n & 0xffff,
      timestamp: 0xfffff800 + n * samples >>> 0,
      ssrc: 9,
      payload: bytes.subarray(n * length, (n + 1) * length),
    }));
}

/** What is heard of the packets that come in each of so many ticks. */
function heardIn(
  count: number,
  stream: EngineStream,
  packetsAt: (tick: number) => Uint8Array[],
): Int16Array {
  const engine = core.engine({ ports: 1, mixes: 0 });
  engine.openPort(0, { ssrc: 1, sequence: 1, timestamp: 1 });
  engine.setStream(0, stream);
  engine.startRecorder(0);
  const all = new Int16Array(count * 160);
  for (let tick = 0; tick < count; tick++) {
    for (const packet of packetsAt(tick)) engine.receive(0, packet);
    engine.tick();
    engine.readRecorder(0, all.subarray(tick * 160, tick * 160 + 160));
  }
  return all;
}

/** What is heard when packet n comes in tick `ticks[n]`, in this order. */
function heard(
  stream: EngineStream,
  packets: readonly Uint8Array[],
  ticks: readonly number[],
  order: readonly number[] = packets.map((_, n) => n),
): Int16Array {
  const packetsAt = (tick: number) =>
    order.filter((n) => ticks[n] === tick).map((n) => packets[n]);
  return heardIn(PACKETS + 8, stream, packetsAt);
}

for (const codec of ["pcma", "pcmu", "gsm", "dvi4"] as const) {
  for (const samples of codec === "gsm" ? [160, 480] : [80, 160, 480]) {
    test(`${codec}, packets of ${samples}: any order in the window sounds alike`, () => {
      const stream = streamOf(codec);
      const packets = packetsOf(codec, samples);
      const onTime = packets.map((_, n) => Math.floor(n * samples / 160));
      const sorted = heard(stream, packets, onTime);
      expect(Math.max(...sorted)).toBeGreaterThan(3000);
      const count = packets.length;
      const delays = fc.array(fc.integer({ min: 0, max: WINDOW }), {
        minLength: count,
        maxLength: count,
      });
      const orders = fc.shuffledSubarray(packets.map((_, n) => n), {
        minLength: count,
      });
      fc.assert(
        fc.property(delays, orders, (delay, order) => {
          // The first one says when all are due
          const ticks = onTime.map((tick, n) => n ? tick + delay[n] : tick);
          expect(heard(stream, packets, ticks, order)).toEqual(sorted);
        }),
        { numRuns: 25, seed: samples },
      );
    });
  }
}

/** The same sound as packet n of a longer stream. */
function renumbered(packet: Uint8Array, n: number): Uint8Array {
  const bytes = packet.slice();
  const view = new DataView(bytes.buffer);
  view.setUint16(2, n);
  view.setUint32(4, n * 160);
  return bytes;
}

test("nor does the order within any later tick, whatever comes late or never", () => {
  const stream = streamOf("pcma");
  const packets = packetsOf("pcma", 160);
  for (let seed = 1; seed < 6; seed++) {
    const came = Map.groupBy(arrivals(BAD, 1000, seed), ({ tick }) => tick);
    // 20 s, by the order within each tick
    const heardBy = (order: (tick: Arrival[]) => Arrival[]) =>
      heardIn(1000, stream, (tick) => {
        const ordered = order(came.get(tick) ?? []);
        return ordered.map(({ packet: n }) =>
          renumbered(packets[n % packets.length], n)
        );
      });
    const sorted = heardBy((tick) => sortedBy(tick, (a) => a.packet));
    const chance = new SeededChance(seed);
    const drawn = heardBy((tick) => sortedBy(tick, () => chance.integer(1000)));
    expect(drawn).toEqual(sorted);
    const last = heardBy((tick) => sortedBy(tick, (a) => -a.packet));
    expect(last).toEqual(sorted);
  }
});

test("the order within the first tick says nothing about the delay", () => {
  const stream = streamOf("pcma");
  const packets = packetsOf("pcma", 80);
  const ticks = packets.map((_, n) => Math.max(0, (n >> 1) - 2));
  const sorted = heard(stream, packets, ticks);
  const order = packets.map((_, n) => n);
  [order[0], order[3]] = [order[3], order[0]];
  expect(heard(stream, packets, ticks, order)).toEqual(sorted);
});
