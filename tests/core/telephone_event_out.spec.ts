import { expect, test } from "vitest";
import { loadCore } from "../../runtime/core/mod.ts";
import { Line, NO_EVENTS, STREAM } from "./support/line.ts";
import { readEvent, rtp } from "./support/rtp.ts";
import { keyIn, levelAt } from "./support/sounds.ts";

const core = await loadCore();
const TIMING = { toneSamples: 800, gapSamples: 800 };

/** The events that were sent, one list of packets for each key. */
function eventsOf(line: Line) {
  const keys = new Map<number, ReturnType<typeof readEvent>[]>();
  for (const { payloadType, timestamp, payload } of line.packets) {
    if (payloadType !== 101) continue;
    const known = keys.get(timestamp);
    if (known) known.push(readEvent(payload));
    else keys.set(timestamp, [readEvent(payload)]);
  }
  return [...keys];
}

test("RFC 4733 §2.5.1: growing duration, one timestamp, three ends", () => {
  const line = new Line(core);
  line.tick(2);
  line.engine.sendKeys(0, "7", TIMING);
  line.tick(20);
  const events = line.packets.filter((p) => p.payloadType === 101);
  expect(events.map((p) => p.marker)).toEqual([true, ...Array(6).fill(false)]);
  expect(new Set(events.map((p) => p.timestamp)).size).toBe(1);
  expect(events.map((p) => readEvent(p.payload).duration)).toEqual(
    [160, 320, 480, 640, 800, 800, 800],
  );
  expect(events.map((p) => readEvent(p.payload).end)).toEqual(
    [false, false, false, false, true, true, true],
  );
  expect(events.every((p) => readEvent(p.payload).key === "7")).toBe(true);
  expect(readEvent(events[0].payload).volume).toBe(10);
});

test("sequence numbers and timestamps of the sound run on around a key", () => {
  const line = new Line(core);
  line.engine.sendKeys(0, "12", TIMING);
  line.tick(40);
  line.packets.forEach((packet, n) => {
    expect(packet.sequence).toBe(65530 + n & 0xffff);
    if (packet.payloadType !== 8) return;
    expect(packet.timestamp).toBe((0xffffff00 + n * 160) >>> 0);
  });
  expect(line.packets).toHaveLength(40);
});

test("keys follow one another at tone plus pause, and the last is told", () => {
  const line = new Line(core);
  line.engine.sendKeys(0, "1A*#", TIMING);
  line.tick(39);
  expect(line.events).toEqual([]);
  line.tick(1);
  expect(line.events).toEqual([{ type: "keysSent", port: 0 }]);
  const events = eventsOf(line);
  expect(events.map(([, packets]) => packets[0].key).join("")).toBe("1A*#");
  events.forEach(([timestamp], n) => {
    expect(timestamp).toBe((0xffffff00 + n * 1600) >>> 0);
  });
  line.tick(5);
  expect(line.events).toHaveLength(1);
});

for (const packetSamples of [80, 160, 240, 320, 400, 480]) {
  test(`events come once a packet time: ${packetSamples} samples`, () => {
    const line = new Line(core, { ...STREAM, packetSamples });
    line.engine.sendKeys(0, "5", TIMING);
    line.tick(40);
    const [[, packets], ...others] = eventsOf(line);
    expect(others).toEqual([]);
    expect(packets.filter((packet) => packet.end)).toHaveLength(3);
    const last = packets[packets.length - 1].duration;
    expect(last).toBe(Math.ceil(800 / packetSamples) * packetSamples);
    expect(line.events).toEqual([{ type: "keysSent", port: 0 }]);
  });
}

test("our own receiver hears every key once", () => {
  const [near, far] = [new Line(core), new Line(core)];
  near.engine.setStream(0, {
    ...STREAM,
    telephoneEvent: { send: 96, receive: 101 },
  });
  near.engine.sendKeys(0, "0123456789*#ABCD99", TIMING);
  for (let n = 0; n < 200; n++) {
    near.engine.tick();
    near.engine.eachPacket((_, packet) => far.receive(packet));
    far.tick();
  }
  expect(far.keys()).toBe("0123456789*#ABCD99");
});

test("where events are not negotiated keys are tones of 100 ms at -10 dBm0", () => {
  const line = new Line(core, NO_EVENTS);
  line.tick();
  line.engine.sendKeys(0, "46", TIMING);
  line.tick(20);
  const sound = line.spoken().subarray(160);
  expect(keyIn(sound.subarray(100, 700))).toBe("4");
  expect(keyIn(sound.subarray(1700, 2300))).toBe("6");
  expect(levelAt(sound.subarray(100, 700), 770)).toBeCloseTo(-10, 0);
  expect(sound.subarray(800, 1600).every((x) => Math.abs(x) <= 8)).toBe(true);
  expect(line.events).toEqual([{ type: "keysSent", port: 0 }]);
});

test("tones are as long as asked for, to the sample", () => {
  const line = new Line(core, NO_EVENTS);
  line.engine.sendKeys(0, "11", { toneSamples: 333, gapSamples: 401 });
  line.tick(12);
  const sounding = [...line.spoken()].map((x) => Math.abs(x) > 8);
  expect(sounding.indexOf(true)).toBeLessThan(3);
  expect(sounding.lastIndexOf(true, 700)).toBeGreaterThan(325);
  expect(sounding.lastIndexOf(true, 700)).toBeLessThan(333);
  expect(sounding.indexOf(true, 400)).toBeGreaterThanOrEqual(734);
  expect(line.events).toEqual([{ type: "keysSent", port: 0 }]);
});

test("a key that is stopped ends as one that is so long", () => {
  const [stopped, short] = [
    new Line(core, NO_EVENTS),
    new Line(core, NO_EVENTS),
  ];
  stopped.engine.sendKeys(0, "7777", { toneSamples: 800, gapSamples: 800 });
  // The edge of 3 ms
  short.engine.sendKeys(0, "7", { toneSamples: 320 + 24, gapSamples: 0 });
  stopped.tick(2);
  stopped.engine.stopKeys(0);
  stopped.tick(8);
  short.tick(10);
  expect(stopped.spoken()).toEqual(short.spoken());
  expect(Math.max(...stopped.spoken())).toBeGreaterThan(10_000);
  expect(stopped.events).toEqual([]);
});

test("stopped keys are not told; an event that was begun is ended", () => {
  const line = new Line(core);
  line.engine.sendKeys(0, "159", TIMING);
  line.tick(2);
  line.engine.stopKeys(0);
  line.tick(20);
  const [[, packets], ...others] = eventsOf(line);
  expect(others).toEqual([]);
  expect(packets.map(({ duration }) => duration)).toEqual(
    [160, 320, 480, 480, 480],
  );
  expect(packets.map(({ end }) => end)).toEqual(
    [false, false, true, true, true],
  );
  expect(line.events).toEqual([]);
  line.engine.sendKeys(0, "2", TIMING);
  line.tick(12);
  expect(line.events).toEqual([{ type: "keysSent", port: 0 }]);
});

test("keys pass though nothing may be sent, and no packet leaves", () => {
  const line = new Line(core, { ...STREAM, sending: false });
  line.engine.sendKeys(0, "1", TIMING);
  line.tick(12);
  expect(line.packets).toEqual([]);
  expect(line.events).toEqual([{ type: "keysSent", port: 0 }]);
});

test("events that are given up in mid-key go on as tones", () => {
  const line = new Line(core);
  line.engine.sendKeys(0, "12", TIMING);
  line.tick(3);
  line.engine.setStream(0, NO_EVENTS);
  line.tick(12);
  expect(keyIn(line.spoken().subarray(100, 700))).toBe("2");
  expect(line.events).toEqual([{ type: "keysSent", port: 0 }]);
});

test("what is no key and no time is refused, 64 keys wait at most", () => {
  const { engine } = new Line(core);
  expect(() => engine.sendKeys(0, "1x", TIMING)).toThrow('"x" is no key');
  expect(() => engine.sendKeys(0, "1".repeat(65), TIMING)).toThrow("Too many");
  expect(() => engine.sendKeys(0, "1", { ...TIMING, toneSamples: -1 }))
    .toThrow("toneSamples is -1");
  expect(() => engine.sendKeys(0, "1", { ...TIMING, gapSamples: 480_001 }))
    .toThrow("gapSamples is 480001");
});

for (const clockRate of [8000, 48_000]) {
  test(`RFC 4733 §2.5.1.3: a key of 20 s goes on in segments, at ${clockRate} Hz`, () => {
    const telephoneEvent = { send: 101, receive: 96, clockRate };
    const line = new Line(core, { ...STREAM, telephoneEvent });
    const rate = clockRate / 8000;
    const timing = { toneSamples: 160_000, gapSamples: 800 };
    line.engine.sendKeys(0, "9", timing);
    line.tick(1010);
    const segments = eventsOf(line);
    const whole = Math.floor(160_000 * rate / 0xffff);
    expect(segments).toHaveLength(whole + 1);
    segments.forEach(([timestamp, packets], n) => {
      expect(timestamp).toBe((0xffffff00 * rate + n * 0xffff) % 2 ** 32);
      const last = packets[packets.length - 1];
      const left = 160_000 * rate - whole * 0xffff;
      expect(last.duration).toBe(n < whole ? 0xffff : left);
      expect(packets.filter(({ end }) => end)).toHaveLength(n < whole ? 0 : 3);
    });
    const sent = line.packets.filter((p) => p.payloadType === 101);
    expect(sent).toHaveLength(1002);
    expect(sent.filter(({ marker }) => marker)).toHaveLength(1);
    line.packets.forEach((packet, n) => {
      expect(packet.sequence).toBe(65530 + n & 0xffff);
      expect(packet.ssrc).toBe(0xdecade);
    });
    const far = new Line(core, {
      ...STREAM,
      telephoneEvent: { send: 96, receive: 101, clockRate },
    });
    for (const packet of line.packets) far.receive(rtp(packet));
    far.tick();
    expect(far.keys()).toBe("9");
  });
}

test("RFC 7160 §4: events count in their own clock, the sound in its", () => {
  const telephoneEvent = { send: 101, receive: 96, clockRate: 48_000 };
  const line = new Line(core, { ...STREAM, telephoneEvent });
  line.tick(2);
  line.engine.sendKeys(0, "12", TIMING);
  line.tick(22);
  const [[first, packets], [second]] = eventsOf(line);
  expect(first).toBe((0xffffff00 + 320) * 6 % 2 ** 32);
  expect(second - first).toBe(1600 * 6);
  expect(packets.map(({ duration }) => duration)).toEqual(
    [960, 1920, 2880, 3840, 4800, 4800, 4800],
  );
  line.packets.forEach(({ payloadType, timestamp }, n) => {
    if (payloadType !== 8) return;
    expect(timestamp).toBe((0xffffff00 + n * 160) >>> 0);
  });
});

test("keys that the peer takes as tones alone go as tones though events are negotiated", () => {
  const line = new Line(core);
  line.engine.sendKeys(0, "4", { ...TIMING, asTones: true });
  line.tick(10);
  expect(keyIn(line.spoken().subarray(100, 700))).toBe("4");
  expect(line.packets.every(({ payloadType }) => payloadType === 8)).toBe(true);
});

test("events of no clock that is known are refused", () => {
  const telephoneEvent = { send: 101, receive: 96, clockRate: 44_100 };
  expect(() => new Line(core, { ...STREAM, telephoneEvent }))
    .toThrow("No events at 44100 Hz");
});
