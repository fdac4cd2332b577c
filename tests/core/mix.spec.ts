import { expect, test } from "vitest";
import { loadCore } from "../../runtime/core/mod.ts";
import { Hall } from "./support/hall.ts";
import { Line, NO_EVENTS } from "./support/line.ts";
import { type Gains, plainMix } from "./support/plain_mix.ts";
import { murmur } from "./support/test_sounds.ts";

const core = await loadCore();
const FRAME = 160;

function frameOf(sound: Int16Array, n: number): Int16Array {
  return sound.subarray(n * FRAME, (n + 1) * FRAME);
}

/**
 * All speak for twelve frames, and each hears exactly what the plain mix says.
 * Gives the greatest of the samples that the frames of all began with.
 */
function expectPlainMix(
  hall: Hall,
  seed: number,
  gainsOf?: (port: number) => Gains,
): number {
  const voices = hall.lines.map((_, port) => murmur(port + seed, 12 * FRAME));
  const coders = hall.lines.map(({ port }) => core.codec(hall.codecOf(port)));
  let loudest = 0;
  for (let n = 0; n < 12; n++) {
    hall.tick((port) => frameOf(voices[port], n));
    const heard = hall.lines.map((line) => line.recorded());
    loudest = heard.reduce((most, [x]) => Math.max(most, x), loudest);
    // In the first tick all fade in
    if (n === 0) continue;
    plainMix(heard, gainsOf).forEach((sum, port) =>
      expect(hall.said[port]).toEqual(coders[port].encode(sum))
    );
  }
  coders.forEach((coder) => coder.close());
  return loudest;
}

for (const ports of [2, 3, 50, 300]) {
  test(`${ports} ports of both laws hear exactly the sum of all others`, () => {
    const hall = new Hall(core, ports);
    hall.lines.forEach(({ port }) => {
      hall.join(1, port);
      hall.engine.startRecorder(port);
    });
    expect(expectPlainMix(hall, 0)).toBeGreaterThan(100);
  });
}

test("flags and gains in both directions make the sum that they say", () => {
  const hall = new Hall(core, 4);
  const parts = [
    { gain: 0.3, listenGain: 2 },
    { talk: false, listenGain: 0.7 },
    { listen: false, gain: 1.7 },
    {},
  ];
  parts.forEach((part, port) => {
    hall.join(0, port, part);
    hall.engine.startRecorder(port);
  });
  const gains = [[0.3, 2], [0, 0.7], [1.7, 0], [1, 1]];
  expectPlainMix(hall, 7, (port) => {
    const [gain, listenGain] = gains[port];
    return { gain, listenGain };
  });
});

test("a mix's player is heard by all who listen, and tells its end", () => {
  const hall = new Hall(core, 3);
  const tone = core.tone(600, 90, -12);
  [0, 1].forEach((port) => hall.join(0, port));
  hall.join(0, 2, { listen: false });
  hall.tick();
  expect(hall.engine.mixPlayerRoom(0)).toBe(4096);
  expect(hall.engine.feedMixPlayer(0, tone)).toBe(720);
  hall.engine.endMixPlayer(0);
  const spoken: number[][] = [[], [], []];
  for (let n = 0; n < 5; n++) {
    hall.tick();
    spoken.forEach((sound, port) => sound.push(...hall.spoken(port)));
    expect(hall.events).toHaveLength(n < 4 ? 0 : 1);
  }
  expect(hall.events).toEqual([{ type: "mixPlayed", mix: 0 }]);
  for (const port of [0, 1]) {
    const error = spoken[port].slice(0, 720).map((x, n) => x - tone[n]);
    expect(Math.max(...error.map(Math.abs))).toBeLessThan(300);
  }
  expect(Math.max(...spoken[2].map(Math.abs))).toBeLessThan(9);
  hall.tick();
  expect(hall.events).toHaveLength(1);
});

test("a mix's player that is cleared is silent and tells nothing", () => {
  const hall = new Hall(core, 1);
  hall.join(0, 0);
  hall.tick();
  hall.engine.feedMixPlayer(0, core.tone(600, 400));
  hall.engine.endMixPlayer(0);
  hall.tick();
  expect(Math.max(...hall.spoken(0))).toBeGreaterThan(1000);
  hall.engine.clearMixPlayer(0);
  for (let n = 0; n < 30; n++) {
    hall.tick();
    // The first 3 ms are its end
    const sound = hall.spoken(0).subarray(n === 0 ? 24 : 0);
    expect(Math.max(...sound)).toBeLessThan(9);
  }
  expect(hall.events).toEqual([]);
  hall.engine.endMixPlayer(1);
  hall.engine.closePort(0);
  hall.tick();
  // Mix 1 is told of though port 1 says nothing
  expect(hall.events).toEqual([{ type: "mixPlayed", mix: 1 }]);
});

test("the mono recorder takes all that sounds in a mix, clipped once", () => {
  const hall = new Hall(core, 3);
  const voices = hall.lines.map((_, port) => murmur(port, 20 * FRAME));
  const music = murmur(9, 20 * FRAME);
  hall.lines.forEach(({ port }) => hall.join(0, port));
  hall.join(0, 2, { talk: false });
  hall.tick((port) => frameOf(voices[port], 0));
  hall.lines.forEach(({ port }) => hall.engine.startRecorder(port));
  hall.engine.startMixRecorder(0, { channels: 1 });
  for (let n = 1; n < 20; n++) {
    hall.engine.feedMixPlayer(0, frameOf(music, n));
    hall.tick((port) => frameOf(voices[port], n));
    const [one, two] = hall.lines.map((line) => line.recorded());
    const all = [new Int16Array(FRAME), one, two, frameOf(music, n)];
    expect(hall.recorded(0)).toEqual(plainMix(all)[0]);
  }
  hall.engine.stopMixRecorder(0);
  hall.tick();
  expect(hall.recorded(0)).toHaveLength(0);
});

function channels(pairs: Int16Array): [left: Int16Array, right: Int16Array] {
  return [pairs.filter((_, n) => !(n & 1)), pairs.filter((_, n) => n & 1)];
}

test("two channels have a port each, or one and all others, and the player", () => {
  for (const right of [1, undefined]) {
    const hall = new Hall(core, 3);
    const voices = hall.lines.map((_, port) => murmur(port, 20 * FRAME));
    const music = murmur(9, 20 * FRAME);
    hall.lines.forEach(({ port }) => hall.join(0, port));
    hall.join(0, 0, { gain: 0.5 });
    hall.tick((port) => frameOf(voices[port], 0));
    hall.lines.forEach(({ port }) => hall.engine.startRecorder(port));
    const what = { channels: 2 as const, left: 0 };
    hall.engine.startMixRecorder(0, right ? { ...what, right } : what);
    for (let n = 1; n < 20; n++) {
      hall.engine.feedMixPlayer(0, frameOf(music, n));
      hall.tick((port) => frameOf(voices[port], n));
      const [zero, one, two] = hall.lines.map((line) => line.recorded());
      const ear = new Int16Array(FRAME);
      const played = frameOf(music, n);
      const [left] = plainMix([ear, zero, played], (party) => ({
        gain: party === 1 ? 0.5 : 1,
        listenGain: 1,
      }));
      const others = right ? [one] : [one, two];
      const pairs = hall.recorded(0);
      expect(pairs).toHaveLength(2 * FRAME);
      expect(channels(pairs)).toEqual([
        left,
        plainMix([ear, ...others, played])[0],
      ]);
    }
  }
});

test("a port that is opened anew is not in the channel of the one before", () => {
  const hall = new Hall(core, 2);
  hall.engine.startMixRecorder(0, { channels: 2, left: 0, right: 1 });
  hall.engine.closePort(0);
  hall.lines[0] = new Line(core, NO_EVENTS, hall.engine, 0);
  hall.lines.forEach(({ port }) => hall.join(0, port));
  for (let n = 0; n < 10; n++) hall.tick((port) => murmur(port + n, FRAME));
  const [left, right] = channels(hall.recorded(0));
  expect(left.some((sample) => sample !== 0)).toBe(false);
  expect(right.some((sample) => sample !== 0)).toBe(true);
});

test("a recorder holds 512 ms of each channel, and pairs are never torn", () => {
  const hall = new Hall(core, 2);
  hall.engine.startMixRecorder(0, { channels: 2, left: 0, right: 1 });
  for (let n = 0; n < 30; n++) hall.tick();
  let read = 0;
  for (const length of [1, 3, 7, 501]) {
    const given = hall.engine.readMixRecorder(0, new Int16Array(length));
    expect(given).toBe(length - 1);
    read += given;
  }
  for (let given = 1; given;) {
    given = hall.engine.readMixRecorder(0, new Int16Array(4096));
    read += given;
  }
  expect(read).toBe(2 * 4096);
});

test("a port that is not open joins nothing", () => {
  const engine = core.engine({ ports: 2, mixes: 1 });
  engine.joinMix(0, 1, {});
  const hall = new Line(core, NO_EVENTS, engine, 0);
  engine.joinMix(0, 0, {});
  hall.tick(3);
  expect(hall.packets).toHaveLength(3);
  engine.openPort(1, { ssrc: 1, sequence: 1, timestamp: 1 });
  engine.leaveMix(1);
  hall.tick(3);
  expect(hall.packets).toHaveLength(6);
});

test("a port of either law that says nothing sends the codes of silence", () => {
  const hall = new Hall(core, 2);
  hall.tick();
  for (const port of [0, 1]) {
    const coder = core.codec(hall.codecOf(port));
    expect(hall.said[port]).toEqual(coder.encode(new Int16Array(FRAME)));
  }
});
