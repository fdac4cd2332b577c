import assert from "node:assert/strict";
import type { Cancel, Clock } from "../../runtime/base/clock.ts";
import { SeededChance } from "../../runtime/base/chance.ts";
import { HandClock } from "../../runtime/base/hand_clock.ts";
import { type Milliseconds, milliseconds } from "../../runtime/base/units.ts";
import { Heartbeat } from "../../runtime/media/heartbeat.ts";

/** A clock whose timers fire late (or early) by what `slip` says. */
class SlippingClock extends HandClock implements Clock {
  slip: () => number = () => 0;

  override after(delay: Milliseconds, work: () => void): Cancel {
    return super.after(milliseconds(delay + this.slip()), work);
  }
}

function heart(work: () => void = () => {}) {
  const clock = new SlippingClock();
  const times: number[] = [];
  const heartbeat = new Heartbeat(clock, () => {
    times.push(clock.now());
    work();
  });
  heartbeat.start();
  return { clock, heartbeat, times };
}

Deno.test("a beat every 20 ms", () => {
  const { clock, times } = heart();
  clock.wind(100);
  assert.deepEqual(times, [20, 40, 60, 80, 100]);
});

Deno.test("late timers do not add up: an hour has 180,000 beats", () => {
  const { clock, heartbeat } = heart();
  const chance = new SeededChance(3);
  clock.slip = () => chance.integer(90) / 10 - 1;
  clock.wind(3_600_000);
  assert.ok(Math.abs(heartbeat.beats - 180_000) <= 1, `${heartbeat.beats}`);
  assert.equal(heartbeat.skipped, 0);
  assert.ok(heartbeat.lateness.max <= 8);
});

Deno.test("after a delay three beats at most run back to back", () => {
  const { clock, heartbeat, times } = heart();
  let turns: number[] = [];
  clock.slip = () => {
    turns.push(times.length);
    return times.length === 1 ? 120 : 0;
  };
  clock.wind(159);
  assert.deepEqual(times, [20]);
  turns = [];
  clock.wind(1);
  assert.deepEqual(times, [20, ...Array(7).fill(160)]);
  assert.deepEqual(turns, [4, 7, 8], "packets have their turn in between");
  assert.equal(heartbeat.skipped, 0);
  clock.wind(20);
  assert.equal(times.at(-1), 180);
});

Deno.test("more than 200 ms behind the lost beats are given up and counted", () => {
  const { clock, heartbeat, times } = heart();
  clock.slip = () => times.length === 1 ? 1000 : 0;
  clock.wind(1040);
  assert.equal(heartbeat.skipped, 50);
  assert.deepEqual(times, [20, 1040]);
  assert.equal(heartbeat.lateness.max, 1000);
  clock.wind(20);
  assert.deepEqual(times, [20, 1040, 1060]);
});

Deno.test("stopped it beats no more, not even when stopped by its own beat", () => {
  const { clock, heartbeat, times } = heart(() => heartbeat.stop());
  clock.wind(100);
  assert.deepEqual(times, [20]);
  assert.equal(clock.pending, 0);
});

Deno.test("lateness is told in quantiles", () => {
  const { clock, heartbeat } = heart();
  let timer = 0;
  clock.slip = () => ++timer % 100 === 0 ? 15 : 2;
  clock.wind(20_000);
  assert.equal(heartbeat.lateness.quantile(0.5), 2);
  assert.equal(heartbeat.lateness.quantile(0.98), 2);
  assert.equal(heartbeat.lateness.quantile(1), 15);
  assert.equal(heartbeat.lateness.max, 15);
  heartbeat.forget();
  assert.equal(heartbeat.lateness.quantile(0.99), 0);
});

Deno.test("the time spent in beats is told", () => {
  const { clock, heartbeat } = heart(() => clock.wind(3));
  clock.wind(200);
  assert.equal(heartbeat.busy, heartbeat.beats * 3);
});
