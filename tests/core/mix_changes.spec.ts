import { expect, test } from "vitest";
import { type Engine, loadCore } from "../../runtime/core/mod.ts";
import { Hall } from "./support/hall.ts";
import { levelAt, ZERO_DBM0 } from "./support/sounds.ts";
import { largestStep } from "./support/voice.ts";

const core = await loadCore();
const FRAME = 160;

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
  const hall = new Hall(core, 4);
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
    const hall = new Hall(core, 1);
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
  const hall = new Hall(core, 4, 3);
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
