import { expect, test } from "vitest";
import {
  type Engine,
  type EngineCodec,
  type EngineEvent,
  type EngineStream,
  loadCore,
  type MixPart,
} from "../../runtime/core/mod.ts";
import { Line, NO_EVENTS } from "./support/line.ts";
import { type Gains, plainMix } from "./support/plain_mix.ts";
import { readRtp } from "./support/rtp.ts";
import { levelAt, ZERO_DBM0 } from "./support/sounds.ts";
import { murmur } from "./support/test_sounds.ts";
import { largestStep } from "./support/voice.ts";

const core = await loadCore();
const FRAME = 160;
const PCMU: EngineStream = {
  ...NO_EVENTS,
  codec: "pcmu",
  sendPayloadType: 0,
};

/** Ports of an engine with what they hear and say, a tick at a time. */
class Hall {
  readonly engine;
  readonly lines: Line[];
  readonly said: Uint8Array[] = [];
  readonly events: EngineEvent[] = [];

  constructor(ports: number, mixes = 2) {
    this.engine = core.engine({ ports, mixes });
    this.lines = Array.from({ length: ports }, (_, port) => {
      const stream = port % 2 ? PCMU : NO_EVENTS;
      return new Line(core, stream, this.engine, port);
    });
  }

  codecOf(port: number): EngineCodec {
    return port % 2 ? "pcmu" : "pcma";
  }

  join(mix: number, port: number, part: MixPart = {}): void {
    this.engine.joinMix(mix, port, part);
  }

  tick(voices: (port: number) => Int16Array | null = () => null): void {
    this.lines.forEach((line, port) => {
      const voice = voices(port);
      if (voice) line.receive(line.packet(voice, this.codecOf(port)));
    });
    this.engine.tick();
    this.engine.eachPacket((port, packet) => {
      this.said[port] = readRtp(packet).payload.slice();
    });
    this.engine.eachEvent((event) => this.events.push(event));
  }

  /** What a port's peer hears in this tick. */
  spoken(port: number): Int16Array {
    const coder = core.codec(this.codecOf(port));
    const sound = coder.decode(this.said[port]);
    coder.close();
    return sound;
  }

  recorded(mix: number): Int16Array {
    const into = new Int16Array(4096);
    return into.slice(0, this.engine.readMixRecorder(mix, into));
  }
}

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
    const hall = new Hall(ports);
    hall.lines.forEach(({ port }) => {
      hall.join(1, port);
      hall.engine.startRecorder(port);
    });
    expect(expectPlainMix(hall, 0)).toBeGreaterThan(100);
  });
}

test("flags and gains in both directions make the sum that they say", () => {
  const hall = new Hall(4);
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
  const hall = new Hall(3);
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
  const hall = new Hall(1);
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
  const hall = new Hall(3);
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
    const hall = new Hall(3);
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

test("a recorder holds 512 ms of each channel, and pairs are never torn", () => {
  const hall = new Hall(2);
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

/**
 * A steady sine for each port: a whole number of periods in each tick, which
 * begins and ends at its peak, or the opposite one: nothing would click louder.
 */
function steady(level: number) {
  const peak = ZERO_DBM0 * 10 ** (level / 20);
  return (port: number, n: number): Int16Array => {
    const turn = 2 * Math.PI * (300 + 200 * port) / 8000;
    return Int16Array.from(
      { length: FRAME },
      (_, k) => peak * Math.cos(turn * (n * FRAME + k) + Math.PI * port),
    );
  };
}

/**
 * The greatest step between two samples that port 0 hears while `change` is
 * done at tick 20, beyond those that the sines have by themselves.
 */
function greatestStep(
  change: (hall: Hall) => void,
  prepare: (hall: Hall) => void,
): { step: number; before: number; after: number } {
  const hall = new Hall(4);
  prepare(hall);
  const voice = steady(-10);
  const sound: number[] = [];
  for (let n = 0; n < 40; n++) {
    if (n === 20) change(hall);
    hall.tick((port) => port === 0 ? null : voice(port, n));
    sound.push(...hall.spoken(0));
  }
  const late = Int16Array.from(sound.slice(10 * FRAME));
  const level = (from: number) =>
    levelAt(late.subarray(from * FRAME, (from + 8) * FRAME), 500);
  return { step: largestStep(late), before: level(1), after: level(20) };
}

/**
 * What a sine of 500 Hz and −10 dBm0 does from one sample to the next, 2837,
 * and its gain at most, 7219 / 128, and both steps of A-law at that level.
 */
const STEP_OF_ONE = 2837 + 57 + 2 * 128;
/** The same for that and one of 700 Hz together: 3960 more. */
const STEP_OF_TWO = STEP_OF_ONE + 3960 + 57 + 256;

/** The listener and the talker who is to change. */
function together(hall: Hall): void {
  [0, 1].forEach((port) => hall.join(0, port));
}

/** What happens to a talker, the level in dBm0 before and after, −100 for none. */
interface Change {
  readonly what: string;
  readonly levels: readonly [before: number, after: number];
  readonly change: (hall: Hall) => void;
  readonly prepare?: (hall: Hall) => void;
  readonly most?: number;
}

const CHANGES: readonly Change[] = [
  {
    what: "joins",
    levels: [-100, -10],
    prepare: (h) => h.join(0, 0),
    change: (h) => h.join(0, 1),
  },
  {
    what: "leaves",
    levels: [-10, -100],
    change: (h) => h.engine.leaveMix(1),
  },
  {
    what: "falls silent",
    levels: [-10, -100],
    change: (h) => h.join(0, 1, { talk: false }),
  },
  {
    what: "is made quieter",
    levels: [-10, -30],
    change: (h) => h.join(0, 1, { gain: 0.1 }),
  },
  {
    what: "moves from another mix",
    levels: [-100, -10],
    prepare: (h) => {
      h.join(0, 0);
      h.join(1, 1);
      h.join(1, 2);
    },
    change: (h) => h.join(0, 1),
  },
  {
    what: "and another one meet a listener who moves",
    levels: [-10, -100],
    most: STEP_OF_TWO,
    prepare: (h) => {
      together(h);
      h.join(1, 2);
    },
    change: (h) => h.join(1, 0),
  },
  {
    what: "is heard by one who stops to listen",
    levels: [-10, -100],
    change: (h) => h.join(0, 0, { listen: false }),
  },
  {
    what: "is in a mix that is closed",
    levels: [-10, -100],
    change: (h) => h.engine.closeMix(0),
  },
  {
    what: "is a port that is closed",
    levels: [-10, -100],
    change: (h) => h.engine.closePort(1),
  },
  {
    what: "is closed and opened again at once",
    levels: [-10, -100],
    change: (h) => {
      h.engine.closePort(1);
      h.engine.openPort(1, { ssrc: 1, sequence: 1, timestamp: 1 });
      h.join(0, 1);
    },
  },
  {
    what: "leaves and is closed at once",
    levels: [-10, -100],
    change: (h) => {
      h.engine.leaveMix(1);
      h.engine.closePort(1);
    },
  },
  {
    what: "leaves and comes back at once",
    levels: [-10, -10],
    change: (h) => {
      h.engine.leaveMix(1);
      h.join(1, 1);
      h.join(0, 1);
    },
  },
];

for (const row of CHANGES) {
  const { what, levels, change, prepare = together, most = STEP_OF_ONE } = row;
  test(`nothing clicks when a talker ${what}`, () => {
    const heard = greatestStep(change, prepare);
    expect(heard.step).toBeLessThan(most);
    const near = (level: number, expected: number) =>
      expected === -100
        ? expect(level).toBeLessThan(-50)
        : expect(level).toBeCloseTo(expected, 0);
    near(heard.before, levels[0]);
    near(heard.after, levels[1]);
  });
}

test("the mix fades where the own player begins and ends", () => {
  const { step, after } = greatestStep(
    (hall) => hall.engine.feedPlayer(0, new Int16Array(1600)),
    together,
  );
  expect(step).toBeLessThan(STEP_OF_ONE);
  expect(after).toBeCloseTo(-10, 0);
});

/** The edge of 3 ms falls by at most π/2 of its whole in 25 samples. */
const STEP_OF_EDGE = STEP_OF_ONE + 7219 * Math.PI / 50;

const PLAYERS = [
  {
    player: "own player",
    feed: (engine: Engine, music: Int16Array) => engine.feedPlayer(0, music),
    clear: (engine: Engine) => engine.clearPlayer(0),
  },
  {
    player: "mix's player",
    feed: (engine: Engine, music: Int16Array) => engine.feedMixPlayer(0, music),
    clear: (engine: Engine) => engine.clearMixPlayer(0),
  },
];

for (const { player, feed, clear } of PLAYERS) {
  test(`nothing clicks when the ${player} is cleared`, () => {
    const hall = new Hall(1);
    hall.join(0, 0);
    const music = new Int16Array(20 * FRAME).map((_, n) =>
      7219 * Math.cos(2 * Math.PI * 500 * n / 8000)
    );
    const sound: number[] = [];
    for (let n = 0; n < 20; n++) {
      if (n < 10) feed(hall.engine, music.subarray(320 * n, 320 * (n + 1)));
      if (n === 10) clear(hall.engine);
      hall.tick();
      sound.push(...hall.spoken(0));
    }
    const end = Int16Array.from(sound.slice(5 * FRAME));
    expect(largestStep(end)).toBeLessThan(STEP_OF_EDGE);
    expect(Math.max(...end.slice(0, 5 * FRAME))).toBeGreaterThan(7000);
    expect(Math.max(...end.slice(5 * FRAME + 24))).toBeLessThan(9);
    expect(hall.engine.playerRoom(0)).toBe(4096);
  });
}

test("who moves on twice between two ticks is in the last mix alone", () => {
  const hall = new Hall(4, 3);
  [0, 1, 2].forEach((mix) => hall.join(mix, mix + 1));
  hall.join(0, 0);
  for (let n = 0; n < 3; n++) hall.tick();
  const voice = steady(-10);
  hall.join(1, 0);
  hall.join(2, 0);
  const sound: number[] = [];
  for (let n = 0; n < 20; n++) {
    hall.tick((port) => port === 0 ? null : voice(port, n));
    sound.push(...hall.spoken(0));
  }
  const late = Int16Array.from(sound.slice(8 * FRAME));
  expect(levelAt(late, 500)).toBeLessThan(-50);
  expect(levelAt(late, 700)).toBeLessThan(-50);
  expect(levelAt(late, 900)).toBeCloseTo(-10, 0);
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
  const hall = new Hall(2);
  hall.tick();
  for (const port of [0, 1]) {
    const coder = core.codec(hall.codecOf(port));
    expect(hall.said[port]).toEqual(coder.encode(new Int16Array(FRAME)));
  }
});
