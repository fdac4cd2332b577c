import { expect, test } from "vitest";
import { SeededChance } from "../../runtime/base/chance.ts";
import { loadCore } from "../../runtime/core/mod.ts";
import { Line, NO_EVENTS } from "./support/line.ts";
import { dial, PAD } from "./support/sounds.ts";

const core = await loadCore();
const MS = 8;

test("a key that ends is told with its start and its length, once", () => {
  for (const on of [40, 60, 100, 400]) {
    const detector = core.dtmfDetector();
    const how = { on, off: 50, snr: 20 };
    const found = detector.detect(dial(PAD, how, new SeededChance(on)));
    const ended = detector.ended();
    expect(ended.map(({ key, start }) => ({ key, start }))).toEqual(found);
    for (const { length } of ended) {
      expect(Math.abs(length - on * MS)).toBeLessThanOrEqual(10 * MS);
    }
    expect(detector.ended()).toEqual([]);
  }
});

test("reset forgets keys that have ended", () => {
  const detector = core.dtmfDetector();
  detector.detect(core.dtmfTones("12"));
  detector.reset();
  expect(detector.ended()).toEqual([]);
});

test("silence that stands for a lost packet splits no key", () => {
  const tone = core.dtmfTones("5", { toneMs: 100, gapMs: 100 });
  for (let lost = 0; lost < 100 * MS; lost += 20 * MS) {
    const detector = core.dtmfDetector();
    const found = detector.detect(tone.subarray(0, lost));
    const gap = new Int16Array(20 * MS);
    found.push(...detector.detect(gap, { concealed: true }));
    found.push(...detector.detect(tone.subarray(lost + 20 * MS)));
    expect(found.map(({ key }) => key)).toEqual(["5"]);
    expect(detector.ended()).toHaveLength(1);
  }
});

test("made-up sound alone is no key", () => {
  const detector = core.dtmfDetector();
  const tone = core.dtmfTones("5", { toneMs: 200, gapMs: 100 });
  expect(detector.detect(tone, { concealed: true })).toEqual([]);
});

test("a port tells when a key began and how long it was", () => {
  const line = new Line(core, NO_EVENTS);
  line.hear(dial("7", { on: 100, off: 400 }, new SeededChance(3)));
  const [began, ended] = line.events;
  expect(began).toMatchObject({ type: "key", key: "7", source: "tone" });
  expect(ended).toMatchObject({ type: "keyEnded", key: "7" });
  if (began.type !== "key" || ended.type !== "keyEnded") throw new TypeError();
  expect(ended.start).toBe(began.start);
  expect(Math.abs(ended.length - 800)).toBeLessThanOrEqual(80);
});
