import { expect, test } from "vitest";
import { loadCore } from "../../runtime/core/mod.ts";
import { Line, NO_EVENTS, STREAM } from "./support/line.ts";
import { telephoneEvent } from "./support/rtp.ts";

const core = await loadCore();
const EVENT = 96;

/** The packets of one key of 100 ms, RFC 4733 §2.5.1: five and three ends. */
function press(line: Line, key: string): Uint8Array[] {
  const { timestamp } = line;
  const packets = [1, 2, 3, 4, 5, 5, 5, 5].map((n, at) => {
    const payload = telephoneEvent(key, n * 160, at > 4);
    return line.rtp({ payloadType: EVENT, payload, timestamp, marker: !at });
  });
  line.timestamp += 1600;
  return packets;
}

function listen(line: Line, packets: readonly Uint8Array[]): string {
  for (const packet of packets) {
    line.receive(packet);
    line.tick();
  }
  line.tick(5);
  return line.keys();
}

test("a key is told once, with the packet that is heard first", () => {
  const line = new Line(core);
  line.receive(press(line, "5")[0]);
  line.tick();
  expect(line.events).toEqual([
    { type: "key", port: 0, key: "5", source: "event" },
  ]);
});

test("RFC 4733 §3.2: all sixteen keys", () => {
  const line = new Line(core);
  const keys = "0123456789*#ABCD";
  const packets = [...keys].flatMap((key) => press(line, key));
  expect(listen(line, packets)).toBe(keys);
});

/** Which of the eight packets of each key come. */
const LOSSES: readonly [what: string, kept: readonly number[]][] = [
  ["all", [0, 1, 2, 3, 4, 5, 6, 7]],
  ["all but the first, which bears the marker", [1, 2, 3, 4, 5, 6, 7]],
  ["the last alone", [7]],
  ["the first alone: the end is lost", [0]],
  ["some in the middle", [2, 4]],
  ["out of order", [1, 0, 3, 2, 6, 4, 7, 5]],
  ["the ends before the rest", [5, 6, 7, 0, 1, 2, 3, 4]],
  ["each twice", [0, 0, 1, 1, 4, 4, 5, 5, 6, 6, 7, 7]],
];

for (const [what, kept] of LOSSES) {
  test(`each key once when these packets come: ${what}`, () => {
    const line = new Line(core);
    const packets = [..."1124"].flatMap((key) => {
      const all = press(line, key);
      return kept.map((n) => all[n]);
    });
    expect(listen(line, packets)).toBe("1124");
  });
}

test("an end that is sent once more, after the next key, is no key", () => {
  const line = new Line(core);
  const three = press(line, "3");
  const six = press(line, "6");
  const timestamp = line.timestamp - 2 * 1600;
  const payload = telephoneEvent("3", 800, true);
  const again = line.rtp({ payloadType: EVENT, payload, timestamp });
  expect(listen(line, [...three, ...six, again])).toBe("36");
});

test("the marker tells nothing: missing, or on every packet", () => {
  for (const marker of [0, 0x80]) {
    const line = new Line(core);
    const packets = [...press(line, "7"), ...press(line, "7")];
    for (const packet of packets) packet[1] = packet[1] & 0x7f | marker;
    expect(listen(line, packets)).toBe("77");
  }
});

test("RFC 4733 §2.5.1.3: the segments of a long key are one key", () => {
  const line = new Line(core);
  const long = [[0, 0xff00], [0, 0xffff], [0xffff, 160], [0xffff, 320]];
  const packets = long.map(([since, duration], n) => {
    const payload = telephoneEvent("8", duration, n === 3);
    const timestamp = line.timestamp + since;
    return line.rtp({ payloadType: EVENT, payload, timestamp });
  });
  expect(listen(line, packets)).toBe("8");
});

test("a sender that moves the timestamp with every packet presses one key", () => {
  const line = new Line(core);
  const packets = [1, 2, 3, 4, 5].map((n) => {
    const payload = telephoneEvent("8", n * 160, n === 5);
    const timestamp = line.timestamp + n * 160;
    return line.rtp({ payloadType: EVENT, payload, timestamp });
  });
  line.timestamp += 3200;
  expect(listen(line, [...packets, ...press(line, "8")])).toBe("88");
});

test("malformed events are refused, others than keys are let pass", () => {
  const line = new Line(core);
  const send = (...payload: number[]) =>
    line.receive(
      line.rtp({ payloadType: EVENT, payload: Uint8Array.from(payload) }),
    );
  expect([send(), send(5), send(5, 0, 0)]).toEqual([false, false, false]);
  expect([send(16, 0, 0, 160), send(255, 0, 0, 160)]).toEqual([true, true]);
  line.tick();
  expect(line.keys()).toBe("");
  expect(line.engine.statistics(0).packetsRefused).toBe(3);
});

test("events are refused where they were not negotiated", () => {
  const line = new Line(core, NO_EVENTS);
  expect(press(line, "1").map((packet) => line.receive(packet))).toEqual(
    Array(8).fill(false),
  );
});

test("an event and its tone in the sound are one key", () => {
  const line = new Line(core);
  const sound = core.dtmfTones("3", { toneMs: 100, gapMs: 60 });
  const start = line.timestamp;
  for (let n = 0; n < 8; n++) {
    line.receive(line.packet(sound.subarray(n * 160, n * 160 + 160)));
    const payload = telephoneEvent("3", Math.min(n + 1, 5) * 160, n > 4);
    line.receive(
      line.rtp({ payloadType: EVENT, payload, timestamp: start }),
    );
    line.tick();
  }
  line.tick(10);
  expect(line.keys()).toBe("3");
});

test("so they are when the tone leaks out before its event comes", () => {
  const line = new Line(core);
  line.hear(core.dtmfTones("3", { toneMs: 60, gapMs: 0 }));
  line.tick(5);
  expect(line.events).toMatchObject([{ key: "3", source: "tone" }]);
  expect(listen(line, [...press(line, "3"), ...press(line, "3")])).toBe("33");
});

test("tones are no keys once the source has sent an event", () => {
  const line = new Line(core);
  listen(line, press(line, "1"));
  line.hear(core.dtmfTones("3", { toneMs: 100, gapMs: 300 }));
  expect(line.keys()).toBe("1");
});

test("but they are again when another source speaks, or none are negotiated", () => {
  const line = new Line(core);
  listen(line, press(line, "1"));
  const sound = core.dtmfTones("3", { toneMs: 100, gapMs: 300 });
  line.ssrc = 0xbeef;
  line.hear(sound);
  line.tick(10);
  expect(line.keys()).toBe("13");
  listen(line, press(line, "5"));
  line.engine.setStream(0, { ...STREAM, telephoneEvent: null });
  line.hear(sound);
  line.tick(10);
  expect(line.keys()).toBe("1353");
});

test("a tone that begins when the event is long over is a key of its own", () => {
  const line = new Line(core, NO_EVENTS);
  line.hear(core.dtmfTones("33", { toneMs: 60, gapMs: 60 }));
  line.tick(5);
  expect(line.keys()).toBe("33");
});
