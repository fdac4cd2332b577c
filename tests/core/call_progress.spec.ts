import { expect, test } from "vitest";
import {
  type CallProgressTone,
  loadCore,
  type TonePlan,
} from "../../runtime/core/mod.ts";
import { Line } from "./support/line.ts";
import { levelAt } from "./support/sounds.ts";
import { largestStep } from "./support/voice.ts";

const core = await loadCore();

/** ITU-T E.180 Supplement 2 and 3GPP TS 22.001 annex F, written down once more. */
const ROWS: readonly [
  plan: TonePlan,
  tone: CallProgressTone,
  hertz: readonly number[],
  on: number,
  off: number,
][] = [
  ["cn", "dial", [450], Infinity, 0],
  ["cn", "ringback", [450], 1000, 4000],
  ["cn", "busy", [450], 350, 350],
  ["cn", "congestion", [450], 700, 700],
  ["us", "dial", [350, 440], Infinity, 0],
  ["us", "ringback", [440, 480], 2000, 4000],
  ["us", "busy", [480, 620], 500, 500],
  ["us", "congestion", [480, 620], 250, 250],
  ["eu", "dial", [425], Infinity, 0],
  ["eu", "ringback", [425], 1000, 4000],
  ["eu", "busy", [425], 500, 500],
  ["eu", "congestion", [425], 200, 200],
];

/** Where sound begins and ends: runs of silence of at least 20 ms apart. */
function bursts(sound: Int16Array): [from: number, to: number][] {
  const found: [number, number][] = [];
  sound.forEach((sample, n) => {
    if (sample === 0) return;
    const last = found.at(-1);
    if (last && n - last[1] < 160) last[1] = n + 1;
    else found.push([n, n + 1]);
  });
  return found;
}

for (const [plan, tone, hertz, on, off] of ROWS) {
  test(`${plan}: ${tone} is ${hertz.join(" + ")} Hz, as loud as asked for`, () => {
    const sound = core.callProgressTone(tone, 12_000, { plan, level: -14 });
    const middle = sound.subarray(80, Math.min(8 * on, 16_000) - 80);
    for (const each of hertz) {
      expect(Math.abs(levelAt(middle, each) + 14)).toBeLessThan(0.1);
      expect(levelAt(middle, 2 * each)).toBeLessThan(-75);
    }
  });

  test(`${plan}: ${tone} keeps its cadence to the sample`, () => {
    const sound = core.callProgressTone(tone, 12_000, { plan });
    expect(sound).toHaveLength(96_000);
    const period = 8 * (on + off);
    const expected: [number, number][] = [];
    for (let at = 0; at < sound.length; at += period) {
      expected.push([at, Math.min(at + 8 * on, sound.length)]);
    }
    const found = bursts(sound);
    expect(found).toHaveLength(expected.length);
    found.forEach(([from, to], n) => {
      // An edge begins and ends with what rounds to 0
      expect(Math.abs(from - expected[n][0])).toBeLessThanOrEqual(2);
      expect(Math.abs(to - expected[n][1])).toBeLessThanOrEqual(2);
    });
  });
}

test("without a level two frequencies are as loud together as one alone", () => {
  const one = core.callProgressTone("dial", 500).subarray(80);
  expect(levelAt(one, 425)).toBeCloseTo(-10, 1);
  const two = core.callProgressTone("dial", 500, { plan: "us" }).subarray(80);
  expect(levelAt(two, 350)).toBeCloseTo(-13, 1);
  expect(levelAt(two, 440)).toBeCloseTo(-13, 1);
});

test("a beep is heard once", () => {
  const found = bursts(core.callProgressTone("beep", 10_000));
  expect(found).toHaveLength(1);
  expect(Math.abs(found[0][1] - 2000)).toBeLessThanOrEqual(2);
});

test("a tone that is not there is refused by those that are", () => {
  // @ts-expect-error: a name that JavaScript lets through
  expect(() => core.callProgressTone("howler", 100))
    .toThrow(
      'No tone "howler"; there are dial, ringback, busy, congestion, be',
    );
  // @ts-expect-error: the same of plans
  expect(() => core.callProgressTone("busy", 100, { plan: "fr" }))
    .toThrow('No plan "fr"; there are cn, us, eu');
  expect(() => core.callProgressTone("busy", -1)).toThrow("ms is -1, not 0 to");
  expect(() => core.callProgressTone("busy", 9, { level: 4 }))
    .toThrow("level is 4 dBm0, not at most 3.14");
});

/** What a port says in so many ticks, as its peer hears it. */
function said(line: Line, ticks: number): Int16Array {
  const before = line.packets.length;
  line.tick(ticks);
  return line.spoken(before);
}

test("a port says a tone in its cadence, and nothing once it is stopped", () => {
  const line = new Line(core);
  line.engine.startTone(0, "busy", { plan: "cn", level: -6 });
  const sound = said(line, 100);
  const codec = core.codec("pcma");
  const tone = core.callProgressTone("busy", 2000, { plan: "cn", level: -6 });
  expect(sound).toEqual(codec.decode(codec.encode(tone)));
  line.engine.stopTone(0);
  said(line, 1);
  // A-law has no 0: its smallest sizes are 8
  expect(said(line, 50).every((sample) => Math.abs(sample) <= 8)).toBe(true);
});

test("a tone that is stopped ends within 3 ms and without a click", () => {
  for (const ticks of [0, 1, 7, 30]) {
    const line = new Line(core);
    line.engine.startTone(0, "dial", { level: -3 });
    const before = ticks ? said(line, ticks) : new Int16Array();
    line.engine.stopTone(0);
    const after = said(line, 2);
    expect(after.subarray(24).every((x) => Math.abs(x) <= 8)).toBe(true);
    // 425 Hz at −3 dBm0 moves by at most 2π · 425 / 8000 of its peak a sample
    const most = 2 * Math.PI * 425 / 8000 * 32768 * 10 ** (-6.14 / 20);
    const whole = Int16Array.from([...before, ...after]);
    // A-law's own steps are at most 1/32 of a sample
    const coded = most + 32768 * 10 ** (-6.14 / 20) / 16;
    expect(largestStep(whole)).toBeLessThan(coded);
  }
});

test("a tone goes before the player, which waits for its end", () => {
  const line = new Line(core);
  line.engine.feedPlayer(0, core.tone(1000, 100));
  line.engine.startTone(0, "dial");
  expect(levelAt(said(line, 10), 1000)).toBeLessThan(-50);
  line.engine.stopTone(0);
  line.tick();
  expect(levelAt(said(line, 5), 1000)).toBeGreaterThan(-11);
});

test("keys go before a tone, which goes on behind them", () => {
  const line = new Line(core);
  line.engine.startTone(0, "dial");
  line.engine.sendKeys(0, "5", { toneSamples: 800, gapSamples: 400 });
  line.tick(20);
  expect(line.events).toContainEqual({ type: "keysSent", port: 0 });
  expect(levelAt(said(line, 20), 425)).toBeCloseTo(-10, 0);
});

test("a port that is opened anew says no tone", () => {
  const line = new Line(core);
  line.engine.startTone(0, "dial");
  line.engine.closePort(0);
  const again = new Line(core, undefined, line.engine);
  expect(said(again, 10).every((x) => Math.abs(x) <= 8)).toBe(true);
});
