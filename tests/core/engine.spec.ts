import { expect, test } from "vitest";
import { SeededChance } from "../../runtime/base/chance.ts";
import { type EngineStream, loadCore } from "../../runtime/core/mod.ts";
import { Line, NO_EVENTS, STREAM } from "./support/line.ts";
import { readRtp } from "./support/rtp.ts";
import { levelAt } from "./support/sounds.ts";

const core = await loadCore();
const SEED = { ssrc: 1, sequence: 1, timestamp: 1 };

test("RFC 3550 §5.1: packets go out every 20 ms from the seed on", () => {
  const line = new Line(core);
  line.tick(10);
  expect(line.packets.map((p) => p.sequence)).toEqual(
    Array.from({ length: 10 }, (_, n) => 65530 + n & 0xffff),
  );
  line.packets.forEach((packet, n) => {
    expect(packet.ssrc).toBe(0xdecade);
    expect(packet.payloadType).toBe(8);
    expect(packet.timestamp).toBe((0xffffff00 + 160 * n) >>> 0);
    expect(packet.payload).toEqual(new Uint8Array(160).fill(0xd5));
  });
  expect(line.engine.statistics(0).packetsSent).toBe(10);
});

test("RFC 3551 §4.1: the first packet is marked, and the first after a hold", () => {
  const line = new Line(core);
  line.tick(3);
  line.engine.setStream(0, { ...STREAM, sending: false });
  line.tick(5);
  line.engine.setStream(0, STREAM);
  line.tick(2);
  expect(line.packets.map((p) => p.marker)).toEqual(
    [true, false, false, true, false],
  );
  expect(line.packets[3].timestamp).toBe((0xffffff00 + 160 * 8) >>> 0);
  expect(line.packets[3].sequence).toBe(65533);
});

for (const packetSamples of [80, 160, 240, 320, 400, 480]) {
  test(`packets of ${packetSamples} samples hold all that is said`, () => {
    const line = new Line(core, { ...STREAM, packetSamples });
    const tone = core.tone(700, 480);
    line.engine.feedPlayer(0, tone);
    line.tick(24);
    expect(line.packets).toHaveLength(Math.floor(3840 / packetSamples));
    const error = line.spoken().map((x, n) => Math.abs(x - tone[n]));
    expect(Math.max(...error)).toBeLessThan(300);
    expect(line.packets[1].timestamp - line.packets[0].timestamp & 0xffff)
      .toBe(packetSamples);
  });
}

test("no packet of a tick lies in another, however long they are", () => {
  const lengths = [480, 80, 160, 480, 80, 240];
  const engine = core.engine({ ports: lengths.length, mixes: 0 });
  lengths.forEach((packetSamples, port) => {
    engine.openPort(port, { ...SEED, ssrc: port });
    engine.setStream(port, { ...STREAM, packetSamples });
  });
  // Of 60 ms every third tick, of 30 ms in two of three
  for (const expected of [5, 6, 8, 5, 6, 8]) {
    engine.tick();
    let end = 0;
    let count = 0;
    engine.eachPacket((port, packet) => {
      expect(packet.byteOffset).toBeGreaterThanOrEqual(end);
      end = packet.byteOffset + packet.length;
      expect(readRtp(packet).ssrc).toBe(port);
      count++;
    });
    expect(count).toBe(expected);
  }
});

test("a port that was never open keeps what it is fed to itself", () => {
  const engine = core.engine({ ports: 2, mixes: 0 });
  engine.openPort(1, SEED);
  engine.setStream(1, STREAM);
  engine.feedPlayer(0, core.tone(700, 480));
  engine.tick();
  engine.eachPacket((port, packet) => {
    expect(port).toBe(1);
    expect(readRtp(packet).payload).toEqual(new Uint8Array(160).fill(0xd5));
  });
});

test("what a stream cannot be is refused", () => {
  const { engine } = new Line(core);
  for (const packetSamples of [0, 79, 100, 560, NaN]) {
    expect(() => engine.setStream(0, { ...STREAM, packetSamples })).toThrow(
      `No packets of ${packetSamples} samples`,
    );
  }
  expect(() => engine.setStream(0, { ...STREAM, sendPayloadType: 128 }))
    .toThrow("not payload types");
});

test("the player plays what it was fed, and tells when it has run dry", () => {
  const line = new Line(core);
  const tone = core.tone(500, 90);
  expect(line.engine.feedPlayer(0, tone)).toBe(720);
  line.tick(2);
  line.engine.endPlayer(0);
  line.tick(2);
  expect(line.events).toEqual([]);
  line.tick(1);
  expect(line.events).toEqual([{ type: "played", port: 0 }]);
  line.tick(5);
  expect(line.events).toHaveLength(1);
  const error = line.spoken().subarray(0, 720)
    .map((x, n) => Math.abs(x - tone[n]));
  expect(Math.max(...error)).toBeLessThan(300);
  expect([...line.spoken().subarray(720)]).toEqual(Array(880).fill(8));
});

test("a player that is ended with nothing in it tells so with the next tick", () => {
  const line = new Line(core);
  line.engine.endPlayer(0);
  line.tick();
  expect(line.events).toEqual([{ type: "played", port: 0 }]);
});

test("a player that is cleared is silent in 3 ms and tells nothing", () => {
  const line = new Line(core);
  line.engine.feedPlayer(0, core.tone(500, 400));
  line.engine.endPlayer(0);
  line.tick(2);
  line.engine.clearPlayer(0);
  line.tick(30);
  expect([...line.spoken().subarray(344)]).toEqual(Array(4776).fill(8));
  expect(line.events).toEqual([]);
  expect(line.engine.playerRoom(0)).toBe(4096);
});

test("a player takes no more than there is room for, and no gap opens", () => {
  const line = new Line(core);
  const tone = core.tone(440, 3000);
  let fed = 0;
  expect(line.engine.playerRoom(0)).toBeGreaterThanOrEqual(3200);
  for (let n = 0; n < 160; n++) {
    const room = line.engine.playerRoom(0);
    const taken = line.engine.feedPlayer(0, tone.subarray(fed));
    expect(taken).toBe(Math.min(room, tone.length - fed));
    fed += taken;
    line.tick();
  }
  const error = line.spoken().subarray(0, 24000)
    .map((x, n) => Math.abs(x - tone[n]));
  expect(Math.max(...error)).toBeLessThan(300);
});

test("the recorder's clock is the tick: 160 samples each, whatever comes", () => {
  const line = new Line(core);
  const chance = new SeededChance(9);
  let recorded = line.recorded().length;
  line.tick(4);
  line.engine.startRecorder(0);
  for (let n = 0; n < 200; n++) {
    const packets = chance.integer(3);
    for (let i = 0; i < packets; i++) {
      line.receive(line.packet(core.tone(900, 20)));
    }
    line.tick();
    recorded += line.recorded().length;
  }
  line.engine.stopRecorder(0);
  line.tick(10);
  expect(recorded + line.recorded().length).toBe(200 * 160);
});

test("what was heard before the recorder stopped can still be read", () => {
  const line = new Line(core);
  line.engine.startRecorder(0);
  line.tick(5);
  line.engine.stopRecorder(0);
  line.tick(5);
  const piece = new Int16Array(500);
  expect(line.engine.readRecorder(0, piece)).toBe(500);
  expect(line.engine.readRecorder(0, piece)).toBe(300);
  expect(line.engine.readRecorder(0, piece)).toBe(0);
});

test("a stream that is not received is silence, and its packets are no fault", () => {
  const line = new Line(core, { ...STREAM, receiving: false });
  line.engine.startRecorder(0);
  for (let n = 0; n < 10; n++) {
    expect(line.receive(line.packet(core.tone(900, 20)))).toBe(true);
    line.tick();
  }
  expect(line.recorded().every((x) => x === 0)).toBe(true);
  expect(line.engine.statistics(0).packetsRefused).toBe(0);
});

/** Ports 0.. each heard saying its own tone by the others; what they hear. */
function meeting(
  parts: readonly { talk: boolean; listen: boolean; gain: number }[],
) {
  const engine = core.engine({ ports: parts.length, mixes: 2 });
  engine.openMix(1);
  const lines = parts.map((part, port) => {
    const line = new Line(core, NO_EVENTS, engine, port);
    engine.joinMix(1, port, part);
    return line;
  });
  const tones = parts.map((_, port) => core.tone(500 + 300 * port, 1000, -20));
  const heard = parts.map((): number[] => []);
  const coder = core.codec("pcma");
  for (let at = 0; at < 8000; at += 160) {
    lines.forEach((line, port) => {
      line.receive(line.packet(tones[port].subarray(at, at + 160)));
    });
    engine.tick();
    engine.eachPacket((port, packet) => {
      heard[port].push(...coder.decode(readRtp(packet).payload));
    });
  }
  return heard.map((sound) => {
    const late = Int16Array.from(sound.slice(1600, 6400));
    return parts.map((_, port) => Math.round(levelAt(late, 500 + 300 * port)));
  });
}

test("in a mix each hears all others and not itself", () => {
  const all = { talk: true, listen: true, gain: 1 };
  const levels = meeting([all, all, all]);
  expect(levels[0].slice(1)).toEqual([-20, -20]);
  expect(levels[1][0]).toBe(-20);
  expect(levels[2].slice(0, 2)).toEqual([-20, -20]);
  levels.forEach((heard, port) => expect(heard[port]).toBeLessThan(-55));
});

test("who does not talk is not heard, who does not listen hears nothing", () => {
  const levels = meeting([
    { talk: true, listen: true, gain: 1 },
    { talk: false, listen: true, gain: 1 },
    { talk: true, listen: false, gain: 1 },
  ]);
  expect(levels[0][1]).toBeLessThan(-55);
  expect(levels[0][2]).toBe(-20);
  expect([levels[1][0], levels[1][2]]).toEqual([-20, -20]);
  expect(Math.max(...levels[2])).toBeLessThan(-55);
});

test("gain is that of a talker for all that hear it", () => {
  const levels = meeting([
    { talk: true, listen: true, gain: 0.5 },
    { talk: true, listen: true, gain: 2 },
    { talk: true, listen: true, gain: 0 },
  ]);
  expect(levels[2].slice(0, 2)).toEqual([-26, -14]);
  expect(levels[0][1]).toBe(-14);
  expect(levels[0][2]).toBeLessThan(-55);
});

test("a port is in one mix at most; leaving, closing either ends it", () => {
  const engine = core.engine({ ports: 2, mixes: 2 });
  const [one, two] = [0, 1].map((p) => new Line(core, NO_EVENTS, engine, p));
  const part = { talk: true, listen: true, gain: 1 };
  const speaks = (): boolean => {
    one.packets.length = 0;
    for (let n = 0; n < 8; n++) {
      two.receive(two.packet(core.tone(700, 20)));
      one.tick();
    }
    return one.packets.slice(-2).some((p) => p.payload.some((b) => b !== 0xd5));
  };
  const both = () => [0, 1].forEach((port) => engine.joinMix(0, port, part));
  expect(speaks()).toBe(false);
  both();
  expect(speaks()).toBe(true);
  engine.joinMix(1, 0, part);
  expect(speaks()).toBe(false);
  both();
  engine.leaveMix(1);
  expect(speaks()).toBe(false);
  both();
  engine.closeMix(0);
  expect(speaks()).toBe(false);
  both();
  expect(speaks()).toBe(true);
  engine.closePort(1);
  // In the first it fades
  one.tick(3);
  expect(one.packets.slice(-2).every((p) => p.payload.every((b) => b === 0xd5)))
    .toBe(true);
});

test("the own player goes before the mix, own keys before the player", () => {
  const engine = core.engine({ ports: 2, mixes: 1 });
  const [one, two] = [0, 1].map((p) => new Line(core, NO_EVENTS, engine, p));
  const part = { talk: true, listen: true, gain: 1 };
  [0, 1].forEach((port) => engine.joinMix(0, port, part));
  const hears = (hertz: number): boolean => {
    one.packets.length = 0;
    for (let n = 0; n < 8; n++) {
      two.receive(two.packet(core.tone(2000, 20)));
      one.tick();
    }
    return levelAt(one.spoken().subarray(640), hertz) > -20;
  };
  expect(hears(2000)).toBe(true);
  engine.feedPlayer(0, core.tone(600, 400));
  expect([hears(600), hears(2000)]).toEqual([true, false]);
  engine.feedPlayer(0, core.tone(600, 100));
  engine.sendKeys(0, "1", { toneSamples: 1280, gapSamples: 0 });
  expect(hears(697)).toBe(true);
});

test("a port that is closed and opened again remembers nothing", () => {
  const line = new Line(core);
  const { engine } = line;
  line.receive(line.packet(core.tone(700, 20)));
  engine.startRecorder(0);
  engine.feedPlayer(0, core.tone(600, 400));
  engine.endPlayer(0);
  engine.sendKeys(0, "123", { toneSamples: 800, gapSamples: 800 });
  line.tick(3);
  engine.closePort(0);
  line.tick(3);
  expect(line.packets).toHaveLength(3);
  engine.openPort(0, { ...SEED, timestamp: 77 });
  expect(engine.statistics(0)).toEqual({
    packetsReceived: 0,
    packetsSent: 0,
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
    ssrc: SEED.ssrc,
    rtpTimestamp: (77 - 160) >>> 0,
    remoteSsrc: null,
    highestSequence: 0,
    packetsExpected: 0,
    packetsMissing: 0,
    packetsOfSsrc: 0,
    octetsOfSsrc: 0,
  });
  expect(line.receive(line.packet(core.tone(700, 20)))).toBe(false);
  engine.setStream(0, STREAM);
  line.tick(30);
  const fresh = line.packets.slice(3);
  expect(fresh).toHaveLength(30);
  expect(fresh[0].timestamp).toBe(77);
  expect(fresh.every((p) => p.payload.every((b) => b === 0xd5))).toBe(true);
  expect(line.recorded()).toHaveLength(0);
  expect(line.events).toEqual([]);
});

test("nothing comes of a port behind its close, not even what waits", () => {
  const line = new Line(core);
  line.engine.endPlayer(0);
  line.engine.tick();
  line.engine.closePort(0);
  line.engine.eachPacket((_, packet) => line.packets.push(readRtp(packet)));
  line.engine.eachEvent((event) => line.events.push(event));
  expect([line.packets, line.events]).toEqual([[], []]);
});

test("closed ports refuse, ports and mixes that are not there are our mistake", () => {
  const engine = core.engine({ ports: 2, mixes: 1 });
  expect(engine.receive(0, new Uint8Array(172))).toBe(false);
  expect(() => engine.openPort(2, SEED)).toThrow("No port 2; there are 2");
  expect(() => engine.receive(-1, new Uint8Array(12))).toThrow("No port -1");
  expect(() => engine.openMix(1)).toThrow("No mix 1; there are 1");
  expect(() => engine.playerRoom(0.5)).toThrow("No port 0.5");
});

/** An hour of nothing in particular, the same for the same seed. */
function anyCalls(seed: number): string {
  const chance = new SeededChance(seed);
  const engine = core.engine({ ports: 3, mixes: 1 });
  const streams: EngineStream[] = [STREAM, NO_EVENTS, {
    ...STREAM,
    codec: "pcmu",
    packetSamples: 240,
  }];
  const lines = streams.map((s, port) => new Line(core, s, engine, port));
  const tone = core.dtmfTones("159D", { toneMs: 80, gapMs: 60 });
  lines.forEach(({ port }) =>
    engine.joinMix(0, port, { talk: true, listen: true, gain: 0.7 })
  );
  let sum = 0;
  const told: string[] = [];
  for (let n = 0; n < 300; n++) {
    for (const line of lines) {
      const at = n * 160 % 4480;
      const packet = line.packet(tone.subarray(at, at + 160));
      if (chance.integer(10)) line.receive(packet);
      if (!chance.integer(40)) engine.feedPlayer(line.port, tone);
    }
    engine.tick();
    engine.eachPacket((port, packet) => {
      for (const byte of packet) sum = Math.imul(sum ^ byte, 16777619) + port;
    });
    engine.eachEvent((event) => told.push(JSON.stringify(event)));
  }
  return `${sum} ${told.join()}`;
}

test("the same input gives the same output, to the bit", () => {
  expect(anyCalls(4)).toBe(anyCalls(4));
  expect(anyCalls(4)).not.toBe(anyCalls(5));
});

test("an engine of a thousand ports ticks, and its memory never grows", () => {
  const engine = core.engine({ ports: 1000, mixes: 500 });
  const lines = [0, 1, 500, 999].map((p) => new Line(core, STREAM, engine, p));
  const buffers = new Set<ArrayBufferLike>();
  for (let n = 0; n < 100; n++) {
    for (const line of lines) {
      line.receive(line.packet(core.tone(440, 20)));
      engine.feedPlayer(line.port, core.tone(440, 40));
      engine.joinMix(n, line.port, { talk: true, listen: true, gain: 1 });
    }
    engine.tick();
    engine.eachPacket((_, packet) => buffers.add(packet.buffer));
  }
  const [memory, ...others] = buffers;
  expect(others).toEqual([]);
  expect(memory.byteLength).toBeGreaterThan(20_000_000);
});
