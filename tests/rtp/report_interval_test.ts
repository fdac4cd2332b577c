import assert from "node:assert/strict";
import { SeededChance } from "../../runtime/base/chance.ts";
import { milliseconds } from "../../runtime/base/units.ts";
import { ReportInterval } from "../../runtime/rtp/report_interval.ts";

const BEAT = 20;
const SECONDS = 1000;

/** When a session reports within `span` ms from 0, looking at each beat. */
function reportTimes(seed: number, span: number): number[] {
  const interval = new ReportInterval(new SeededChance(seed), milliseconds(0));
  const times: number[] = [];
  for (let now = 0; now < span; now += BEAT) {
    if (interval.isDue(milliseconds(now))) times.push(now);
  }
  return times;
}

const FIRSTS = Array.from(
  { length: 300 },
  (_, seed) => reportTimes(seed, 4000)[0],
);
const GAPS = Array.from({ length: 100 }, (_, seed) => {
  const times = reportTimes(seed, 120 * SECONDS);
  return times.slice(1).map((time, n) => time - times[n]);
}).flat();

/** The bounds of §6.3.1, and the beat that may pass until it is looked at. */
function within(times: number[], interval: number): void {
  const least = 0.5 * interval / (Math.E - 1.5);
  const most = 1.5 * interval / (Math.E - 1.5) + BEAT;
  assert.ok(Math.min(...times) >= least, `${Math.min(...times)} ms`);
  assert.ok(Math.max(...times) <= most, `${Math.max(...times)} ms`);
  const spread = Math.max(...times) - Math.min(...times);
  assert.ok(spread > 0.8 * (most - least), `${spread} ms apart`);
}

Deno.test("RFC 3550 §6.2: the first report comes after half an interval, by chance", () => {
  within(FIRSTS, 2.5 * SECONDS);
});

Deno.test("RFC 3550 §6.3.1: reports are 0.5 to 1.5 intervals apart, compensated", () => {
  within(GAPS, 5 * SECONDS);
});

Deno.test("RFC 3550 §6.3.6: reconsidered intervals are 5 s in the mean at the most", () => {
  const mean = GAPS.reduce((sum, gap) => sum + gap) / GAPS.length;
  assert.ok(mean > 4.3 * SECONDS && mean < 5.3 * SECONDS, `${mean} ms`);
});
