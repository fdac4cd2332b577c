import { expect, test } from "vitest";
import { SeededChance } from "../../runtime/base/chance.ts";
import { type EngineStream, loadCore } from "../../runtime/core/mod.ts";
import { type Line, NO_EVENTS } from "./support/line.ts";
import { recording } from "./support/recording.ts";
import { largestStep, voice } from "./support/voice.ts";

const core = await loadCore();
const STREAM: EngineStream = {
  ...NO_EVENTS,
  comfortNoise: { send: 13, receive: 13 },
};

function opened(stream = STREAM): Line {
  return recording(core, stream);
}

/** dB below a full-scale square wave (RFC 3389 §3.1). */
function level(sound: Int16Array): number {
  const power = sound.reduce((sum, x) => sum + x * x, 0) / sound.length;
  return -10 * Math.log10(power / 32768 ** 2);
}

function noise(samples: number, peak: number): Int16Array<ArrayBuffer> {
  const chance = new SeededChance(peak);
  const one = () => chance.integer(2 * peak + 1) - peak;
  return Int16Array.from({ length: samples }, one);
}

/** Says what the silence is like, then 1 s of it. */
function silenceOf(line: Line, payload: number[]): Int16Array {
  line.receive(
    line.rtp({ payloadType: 13, payload: Uint8Array.from(payload) }),
  );
  const heard: number[] = [];
  for (let n = 0; n < 50; n++) {
    line.tick();
    heard.push(...line.recorded());
  }
  return Int16Array.from(heard);
}

for (const wanted of [20, 40, 60, 70]) {
  test(`RFC 3389 §3.1: noise at −${wanted} dBov`, () => {
    const heard = silenceOf(opened(), [wanted]).subarray(2400);
    expect(Math.abs(level(heard) - wanted)).toBeLessThan(0.5);
  });
}

test("level 127 is next to nothing", () => {
  const heard = silenceOf(opened(), [127]);
  expect(heard.every((x) => Math.abs(x) <= 1)).toBe(true);
});

test("RFC 3389 §3.2: reflection coefficients shape the noise and keep its level", () => {
  // The first one, near −1, makes neighbours alike; near +1, unlike
  for (const [code, sign] of [[20, 1], [234, -1]]) {
    const heard = silenceOf(opened(), [40, code, 127, 127]).subarray(2400);
    expect(Math.abs(level(heard) - 40)).toBeLessThan(1);
    let [same, all] = [0, 0];
    heard.forEach((x, n) => {
      all += x * x;
      same += n ? x * heard[n - 1] : 0;
    });
    // k = 258 (N − 127) / 32768, and neighbours correlate by −k
    const k = 258 * (code - 127) / 32768;
    expect(Math.sign(same)).toBe(sign);
    expect(Math.abs(same / all + k)).toBeLessThan(0.05);
  }
});

test("any coefficients, and more than anybody needs, stay within bounds", () => {
  const chance = new SeededChance(8);
  const line = opened();
  let lowest = 0;
  for (let n = 0; n < 200; n++) {
    const coefficients = Array.from(
      { length: chance.integer(30) },
      () => chance.integer(256),
    );
    const wanted = 30 + chance.integer(30);
    const heard = silenceOf(line, [wanted, ...coefficients]);
    lowest = Math.min(lowest, level(heard.subarray(2400)) - wanted);
    line.timestamp += 8000;
  }
  expect(lowest).toBeGreaterThan(-6);
});

test("the same seed hisses alike, another one otherwise", () => {
  const heardBy = (ssrc: number) => {
    const line = opened();
    line.engine.openPort(0, { ssrc, sequence: 1, timestamp: 1 });
    line.engine.setStream(0, STREAM);
    line.engine.startRecorder(0);
    return silenceOf(line, [40]);
  };
  expect(heardBy(1)).toEqual(heardBy(1));
  expect(heardBy(1)).not.toEqual(heardBy(2));
});

/** Two spurts of voice with 2 s between them that are not sent. */
function spurts(line: Line, describe: () => void): Int16Array {
  const heard: number[] = [];
  const sound = voice(2, 4);
  const run = (packet: Uint8Array | null) => {
    if (packet) line.receive(packet);
    line.tick();
    heard.push(...line.recorded());
  };
  for (let spurt = 0; spurt < 2; spurt++) {
    for (let at = 0; at < 8000; at += 160) {
      const packet = line.packet(sound.subarray(at, at + 160));
      if (at === 0) packet[1] |= 0x80;
      run(packet);
    }
    describe();
    line.timestamp += 16000;
    for (let n = 0; n < 100; n++) run(null);
  }
  return Int16Array.from(heard);
}

test("noise joins speech without a click, counts as no loss and is not concealed", () => {
  const line = opened();
  const payload = Uint8Array.of(50);
  const heard = spurts(
    line,
    () => line.receive(line.rtp({ payloadType: 13, payload })),
  );
  const pause = heard.subarray(8000 + 800, 8000 + 16000);
  expect(Math.abs(level(pause) - 50)).toBeLessThan(0.5);
  expect(largestStep(heard)).toBeLessThan(1.1 * largestStep(voice(2, 4)));
  expect(line.engine.statistics(0)).toMatchObject({
    packetsLost: 0,
    packetsLate: 0,
    concealedSamples: 0,
  });
});

test("a pause without comfort noise is silence after 60 ms, and no loss", () => {
  const line = opened();
  const heard = spurts(line, () => {});
  const pause = heard.subarray(320 + 8000 + 480, 8000 + 16000);
  expect(pause.every((x) => x === 0)).toBe(true);
  expect(largestStep(heard)).toBeLessThan(1.1 * largestStep(voice(2, 4)));
  const { packetsLost, packetsLate, concealedSamples } = line.engine
    .statistics(0);
  expect([packetsLost, packetsLate]).toEqual([0, 0]);
  // 60 ms behind each spurt: that nothing is lost shows only afterwards
  expect(concealedSamples).toBe(2 * 480);
});

test("comfort noise that was not agreed on is refused", () => {
  const line = opened(NO_EVENTS);
  const payload = Uint8Array.of(40);
  expect(line.receive(line.rtp({ payloadType: 13, payload }))).toBe(false);
  expect(line.engine.statistics(0).packetsRefused).toBe(1);
});

test("silence goes out as one packet, and speech behind it is marked", () => {
  const line = opened();
  line.say(voice(1, 5).subarray(1600, 6400));
  line.tick(100);
  const { packets } = line;
  const quiet = packets.findIndex((p) => p.payloadType === 13);
  expect(packets.slice(quiet).map((p) => p.payloadType)).toEqual([13]);
  expect(packets[quiet].payload).toEqual(Uint8Array.of(127));
  expect(packets[quiet].marker).toBe(false);
  const sent = packets.length;
  line.say(voice(1, 5).subarray(1600, 6400));
  const again = packets[sent];
  expect(again.marker).toBe(true);
  expect(again.payloadType).toBe(8);
  expect(packets[sent + 1].marker).toBe(false);
  // Timestamps run on through the silence, sequence numbers do not
  expect(again.sequence).toBe(packets[quiet].sequence + 1 & 0xffff);
  const passed = again.timestamp - packets[quiet].timestamp & 0xffffffff;
  expect(passed).toBeGreaterThan(80 * 160);
});

test("all of speech is sent, its pauses of less than 200 ms too", () => {
  const line = opened();
  const sound = voice(4, 6).subarray(800, 24000);
  line.say(sound);
  const loud: boolean[] = [];
  for (let at = 0; at < sound.length; at += 160) {
    loud.push(level(sound.subarray(at, at + 160)) < 40);
  }
  const first = line.packets[0].timestamp;
  const sent = new Set(
    line.packets.filter((p) => p.payloadType === 8)
      .map((p) => (p.timestamp - first & 0xffffffff) / 160),
  );
  loud.forEach((speech, n) => speech && expect(sent.has(n)).toBe(true));
});

test("noise is described by its level, and anew when it changes", () => {
  const line = opened();
  const levels = () =>
    line.packets.filter((p) => p.payloadType === 13).map((p) => p.payload[0]);
  const soft = noise(48000, 60);
  line.say(soft);
  const last = levels().at(-1) ?? 0;
  expect(Math.abs(last - level(soft))).toBeLessThanOrEqual(3);
  const before = levels().length;
  line.say(noise(24000, 20));
  expect(levels().length).toBeGreaterThan(before);
  expect(Math.abs((levels().at(-1) ?? 0) - level(noise(24000, 20))))
    .toBeLessThanOrEqual(3);
  expect(line.packets.filter((p) => p.payloadType === 13).length)
    .toBeLessThan(20);
});

test("music and tones are no noise, however long they last", () => {
  const line = opened();
  line.say(core.tone(440, 4000, -20));
  line.say(noise(32000, 6000));
  expect(line.packets.every((p) => p.payloadType === 8)).toBe(true);
});

test("without it, silence goes out as sound", () => {
  const line = opened(NO_EVENTS);
  line.tick(50);
  expect(line.packets.every((p) => p.payloadType === 8)).toBe(true);
  expect(line.packets).toHaveLength(50);
});
