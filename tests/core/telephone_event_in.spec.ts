import { expect, test } from "vitest";
import { loadCore } from "../../runtime/core/mod.ts";
import { Line, NO_EVENTS, STREAM } from "./support/line.ts";
import { rtp, telephoneEvent } from "./support/rtp.ts";
import { voice } from "./support/voice.ts";

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

test("however much comes behind an event, the sound beside it is as it was", () => {
  const heard = [4, 8000].map((octets) => {
    const line = new Line(core);
    line.engine.startRecorder(0);
    line.hear(voice(1, 2).subarray(0, 3200));
    const payload = new Uint8Array(octets);
    payload.set(telephoneEvent("5", 160));
    const { timestamp } = line;
    line.receive(line.rtp({ payloadType: EVENT, payload, timestamp }));
    line.tick();
    line.hear(voice(1, 2).subarray(3200, 3680));
    return line.recorded();
  });
  expect(heard[1]).toEqual(heard[0]);
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

/** RFC 4733 §2.5.1.3: the packets of a key of so many seconds, by a clock. */
function hold(line: Line, key: string, seconds: number, rate: number) {
  const step = rate / 50;
  const packets: Uint8Array[] = [];
  for (let segment = 0, at = step; at <= seconds * rate; at += step) {
    const timestamp = line.timestamp + segment;
    const duration = Math.min(at - segment, 0xffff);
    const end = at === seconds * rate;
    const payload = telephoneEvent(key, duration, end);
    packets.push(line.rtp({ payloadType: EVENT, payload, timestamp }));
    if (at - segment >= 0xffff) segment += 0xffff;
  }
  return packets;
}

for (const clockRate of [8000, 48_000]) {
  test(`RFC 4733 §2.5.1.3: the segments of a key of 60 s are one key at ${clockRate} Hz`, () => {
    const telephoneEvent = { send: 101, receive: EVENT, clockRate };
    const line = new Line(core, { ...STREAM, telephoneEvent });
    const packets = hold(line, "8", 60, clockRate);
    line.timestamp += 60 * clockRate + clockRate / 10;
    expect(listen(line, [...packets, ...press(line, "8")])).toBe("88");
  });

  test(`so they are when the end of each segment is lost, at ${clockRate} Hz`, () => {
    const telephoneEvent = { send: 101, receive: EVENT, clockRate };
    const line = new Line(core, { ...STREAM, telephoneEvent });
    const packets = hold(line, "8", 20, clockRate);
    const perSegment = Math.ceil(0xffff / (clockRate / 50));
    const kept = packets.filter((_, n) => n % perSegment < perSegment - 8);
    expect(listen(line, kept)).toBe("8");
  });
}

test("a segment may end with the last update that fits", () => {
  const line = new Line(core);
  const packets = [[0, 160], [0, 800], [65_440, 160], [65_440, 320]].map(
    ([since, duration]) => {
      const payload = telephoneEvent("8", duration);
      const timestamp = line.timestamp + since;
      return line.rtp({ payloadType: EVENT, payload, timestamp });
    },
  );
  expect(listen(line, packets)).toBe("8");
});

test("the same key back to back is two, as the first had an end", () => {
  const line = new Line(core);
  const first = press(line, "8");
  line.timestamp -= 1600 - 800;
  expect(listen(line, [...first, ...press(line, "8")])).toBe("88");
});

test("so is one whose timestamp lies within the first, which had ended", () => {
  const line = new Line(core);
  const first = press(line, "8");
  line.timestamp -= 1600 - 400;
  expect(listen(line, [...first, ...press(line, "8")])).toBe("88");
});

test("another key ends the one before, which had no end", () => {
  const line = new Line(core);
  const [one, two] = [press(line, "1"), press(line, "2")];
  const again = press(line, "1");
  const packets = [one[0], one[1], two[0], one[2], two[7], again[7]];
  expect(listen(line, packets)).toBe("121");
});

test("a sender whose timestamps stand still still changes keys", () => {
  const line = new Line(core);
  const one = press(line, "1");
  line.timestamp -= 1600;
  const two = press(line, "2");
  const packets = [...one.slice(0, 5), two[0], one[5], ...two.slice(1)];
  expect(listen(line, packets)).toBe("12");
});

test("a sender whose numbers begin anew is heard, though its timestamps go back by less than a second", () => {
  const line = new Line(core);
  const packets = [..."1233"].flatMap((key) => {
    line.sequence -= 4000;
    line.timestamp -= 6000;
    return press(line, key);
  });
  expect(listen(line, packets)).toBe("1233");
});

test("a jump of the numbers in mid-key presses it no second time", () => {
  const line = new Line(core);
  const packets = press(line, "1");
  for (const packet of packets.slice(3)) packet[2] ^= 0x40;
  expect(listen(line, packets)).toBe("1");
});

test("RFC 4733 §2.5.1.5: several events in one packet follow one another", () => {
  const line = new Line(core);
  const send = (...payload: number[]) =>
    line.rtp({ payloadType: EVENT, payload: Uint8Array.from(payload) });
  const two = [5, 0x8a, 1, 0x90, 6, 0x8a, 1, 0x90];
  const packets = [send(...two), send(...two), send(...two, 7, 10, 0, 160)];
  expect(listen(line, packets)).toBe("567");
});

test("who sends a thousand keys at once keeps no other port from being heard", () => {
  const engine = core.engine({ ports: 2, mixes: 0 });
  const flood = new Line(core, STREAM, engine, 0);
  const other = new Line(core, STREAM, engine, 1);
  for (let n = 0; n < 100; n++) {
    const payload = new Uint8Array(40).map((_, at) =>
      [n + at, 0x8a, 1, 0x90][at % 4] & 0x8f
    );
    flood.receive(
      flood.rtp({ payloadType: EVENT, payload, timestamp: 8000 * n }),
    );
  }
  for (const packet of press(other, "7")) other.receive(packet);
  other.tick();
  const keys = other.events.filter((event) => event.type === "key");
  expect(keys.filter(({ port }) => port === 1)).toMatchObject([{ key: "7" }]);
  expect(keys.length).toBeLessThan(10);
});

test("bytes behind an event that are no time long are none", () => {
  const line = new Line(core);
  const payload = Uint8Array.of(5, 0x8a, 1, 0x90, 0, 0, 0, 0, 9);
  expect(listen(line, [line.rtp({ payloadType: EVENT, payload })])).toBe("5");
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

/** Sound with a key of `ms` in it; each packet of the key has an event besides. */
function bothWays(line: Line, key: string, ms: number, eventsAfter: number) {
  const sound = core.dtmfTones(key, { toneMs: ms, gapMs: 200 });
  const start = line.timestamp + 160 * eventsAfter;
  const last = ms / 20 + eventsAfter;
  for (let n = 0; n * 160 < sound.length; n++) {
    line.receive(line.packet(sound.subarray(n * 160, n * 160 + 160)));
    if (n >= eventsAfter && n < last + 3) {
      const at = Math.min(n - eventsAfter + 1, ms / 20) * 160;
      const segment = Math.floor(at / 0xffff) * 0xffff;
      const payload = telephoneEvent(key, at - segment, n >= last - 1);
      const timestamp = start + segment;
      line.receive(line.rtp({ payloadType: EVENT, payload, timestamp }));
    }
    line.tick();
  }
  line.tick(10);
}

for (const ms of [40, 60, 100, 500, 9000, 60_000]) {
  test(`a carrier that sends both: keys of ${ms} ms are one each, whichever comes first`, () => {
    for (const eventsAfter of [0, 2, 5]) {
      const line = new Line(core);
      for (const key of ms > 1000 ? "5" : "55*5") {
        bothWays(line, key, ms, eventsAfter);
      }
      expect(line.keys()).toBe(ms > 1000 ? "5" : "55*5");
    }
  });
}

test("a peer that negotiates events and sends tones is heard by its tones", () => {
  const line = new Line(core);
  line.hear(core.dtmfTones("5570*#", { toneMs: 100, gapMs: 100 }));
  line.tick(10);
  expect(line.keys()).toBe("5570*#");
});

/** Speech-like sound of a second in packets, and events among them. */
function amid(line: Line, events: readonly Uint8Array[]): Int16Array {
  const sound = voice(1, 5);
  line.engine.startRecorder(0);
  const heard: number[] = [];
  for (let n = 0; n < 50; n++) {
    line.receive(line.packet(sound.subarray(n * 160, n * 160 + 160)));
    if (n >= 20 && events[n - 20]) line.receive(events[n - 20]);
    line.tick();
    heard.push(...line.recorded());
  }
  return Int16Array.from(heard);
}

test("RFC 7160 §4.1: events with an SSRC of their own leave the sound as it is", () => {
  const [with_, without] = [new Line(core), new Line(core)];
  const events = [1, 2, 3, 4, 5, 5, 5, 5].map((n, at) =>
    rtp({
      payloadType: EVENT,
      ssrc: 0xe7e27,
      sequence: 4000 + at,
      timestamp: 77,
      payload: telephoneEvent("6", n * 160, at > 4),
    })
  );
  expect(amid(with_, events)).toEqual(amid(without, []));
  expect(with_.keys()).toBe("6");
  const { packetsLost, packetsReceived } = with_.engine.statistics(0);
  expect([packetsLost, packetsReceived]).toEqual([0, 58]);
  with_.hear(core.dtmfTones("3", { toneMs: 100, gapMs: 300 }));
  expect(with_.keys()).toBe("6");
});

test("RFC 7160 §4: the clock of the events does not move that of the sound", () => {
  const telephoneEvent_ = { send: 101, receive: EVENT, clockRate: 48_000 };
  const stream = { ...STREAM, telephoneEvent: telephoneEvent_ };
  const [with_, without] = [new Line(core, stream), new Line(core, stream)];
  const far = [0, 48_000, 0x8000_0000].flatMap((timestamp) =>
    [960, 4800, 4800].map((duration, at) => ({
      payloadType: EVENT,
      timestamp: with_.timestamp * 6 + timestamp >>> 0,
      payload: telephoneEvent("6", duration, at > 0),
    }))
  );
  const sound = voice(1, 5);
  for (const line of [with_, without]) {
    line.engine.startRecorder(0);
  }
  const [heard, alone]: number[][] = [[], []];
  for (let n = 0; n < 50; n++) {
    const piece = sound.subarray(n * 160, n * 160 + 160);
    without.receive(without.packet(piece));
    with_.receive(with_.packet(piece));
    if (n >= 20 && far[n - 20]) with_.receive(with_.rtp(far[n - 20]));
    for (const line of [with_, without]) line.tick();
    heard.push(...with_.recorded());
    alone.push(...without.recorded());
  }
  expect(heard).toEqual(alone);
  expect(with_.keys()).toBe("666");
  const { concealedSamples, packetsLate } = with_.engine.statistics(0);
  expect([concealedSamples, packetsLate]).toEqual([0, 0]);
});

test("nothing is made up while events of another clock stand in for the sound", () => {
  const clockRate = 48_000;
  const line = new Line(core, {
    ...STREAM,
    telephoneEvent: { send: 101, receive: EVENT, clockRate },
  });
  line.hear(voice(1, 5).subarray(0, 3200));
  const timestamp = line.timestamp * 6 >>> 0;
  for (let n = 1; n <= 10; n++) {
    const payload = telephoneEvent("6", Math.min(n, 8) * 960, n > 7);
    line.receive(line.rtp({ payloadType: EVENT, payload, timestamp }));
    line.timestamp += 160;
    line.tick();
  }
  line.hear(voice(1, 6).subarray(0, 3200));
  expect(line.keys()).toBe("6");
  const { concealedSamples, packetsLate, packetsLost } = line.engine.statistics(
    0,
  );
  expect([concealedSamples, packetsLate, packetsLost]).toEqual([0, 0, 0]);
});
