import assert from "node:assert/strict";
import type { Cancel, Clock } from "../../runtime/base/clock.ts";
import { SeededChance } from "../../runtime/base/chance.ts";
import { HandClock } from "../../runtime/base/hand_clock.ts";
import { type Milliseconds, milliseconds } from "../../runtime/base/units.ts";
import { PHASES } from "../../runtime/core/engine.ts";
import { Heartbeat } from "../../runtime/media/heartbeat.ts";
import { Watchdog } from "../../runtime/media/watchdog.ts";

/** A clock whose timers fire late (or early) by what `slip` says. */
class SlippingClock extends HandClock implements Clock {
  slip: () => number = () => 0;

  override after(delay: Milliseconds, work: () => void): Cancel {
    return super.after(milliseconds(delay + this.slip()), work);
  }
}

function heart(phases = [0], work: () => void = () => {}) {
  const clock = new SlippingClock();
  const watchdog = new Watchdog();
  const beats: { phase: number; at: number }[] = [];
  const beat = (phase: number) => {
    beats.push({ phase, at: clock.now() });
    work();
  };
  const heartbeat = new Heartbeat({ clock, beat, watchdog });
  for (const phase of phases) heartbeat.start(phase);
  const times = (of = 0) =>
    beats.filter(({ phase }) => phase === of).map(({ at }) => at);
  return { clock, heartbeat, watchdog, beats, times };
}

const ALL = Array.from({ length: PHASES }, (_, phase) => phase);

Deno.test("a beat every 20 ms", () => {
  const { clock, times } = heart();
  clock.wind(100);
  assert.deepEqual(times(), [20, 40, 60, 80, 100]);
});

Deno.test("the phases beat in turn, 5 ms apart", () => {
  const { clock, beats } = heart(ALL);
  clock.wind(40);
  assert.deepEqual(
    beats.map(({ phase, at }) => [phase, at]),
    [[1, 5], [2, 10], [3, 15], [0, 20], [1, 25], [2, 30], [3, 35], [0, 40]],
  );
});

Deno.test("a phase that rests wakes nobody", () => {
  const { clock, heartbeat, beats } = heart([]);
  assert.equal(clock.pending, 0);
  heartbeat.start(2);
  let timers = 0;
  clock.slip = () => (timers++, 0);
  clock.wind(1000);
  assert.equal(beats.length, 50);
  assert.equal(timers, 50);
  heartbeat.stop(2);
  assert.equal(clock.pending, 0);
});

Deno.test("a phase that is started again keeps its place", () => {
  const { clock, heartbeat, times } = heart([1]);
  clock.wind(30);
  heartbeat.stop(1);
  clock.wind(23);
  heartbeat.start(1);
  clock.wind(40);
  assert.deepEqual(times(1), [5, 25, 65, 85]);
});

Deno.test("a phase that is started at its own deadline beats with the next", () => {
  const { clock, heartbeat, times } = heart([]);
  clock.wind(25);
  heartbeat.start(1);
  clock.wind(30);
  assert.deepEqual(times(1), [45]);
});

Deno.test("late timers do not add up: an hour has 180,000 beats of each phase", () => {
  const { clock, watchdog, times } = heart(ALL);
  const chance = new SeededChance(3);
  clock.slip = () => chance.integer(90) / 10 - 1;
  clock.wind(3_600_000);
  for (const phase of ALL) {
    assert.ok(Math.abs(times(phase).length - 180_000) <= 1);
  }
  assert.equal(watchdog.skipped, 0);
  assert.ok(watchdog.lateness.max <= 8);
});

Deno.test("a phase that is late catches up at twice the pace", () => {
  const { clock, watchdog, times } = heart();
  clock.slip = () => times().length === 1 ? 60 : 0;
  clock.wind(220);
  const caughtUp = [110, 120, 130, 140, 150, 160];
  assert.deepEqual(times(), [20, 100, ...caughtUp, 180, 200, 220]);
  assert.equal(watchdog.skipped, 0);
});

Deno.test("phases that are late together beat in turn, none of them twice", () => {
  const { clock, beats } = heart(ALL);
  clock.slip = () => beats.length === 4 ? 40 : 0;
  clock.wind(75);
  assert.deepEqual(
    beats.slice(4).map(({ phase, at }) => [phase, at]),
    [[1, 65], [2, 65], [3, 65], [0, 65], [0, 75], [1, 75], [2, 75], [3, 75]],
  );
});

Deno.test("however late the thread is, beats of a phase are 10 ms apart at least", () => {
  const { clock, watchdog, times } = heart(ALL);
  const chance = new SeededChance(4);
  clock.slip = () => chance.integer(20) ? 0 : chance.integer(250);
  clock.wind(600_000);
  assert.ok(watchdog.lateness.max > 200, "it was late");
  for (const phase of ALL) {
    const at = times(phase);
    const gaps = at.slice(1).map((time, n) => time - at[n]);
    assert.ok(Math.min(...gaps) >= 10, `${Math.min(...gaps)}`);
  }
  const beats = 4 * 600_000 / 20;
  assert.ok(Math.abs(watchdog.beats + watchdog.skipped - beats) <= 4 * 10);
});

Deno.test("more than 200 ms behind the lost beats are given up and counted", () => {
  const { clock, watchdog, times } = heart();
  clock.slip = () => times().length === 1 ? 1000 : 0;
  clock.wind(1040);
  assert.equal(watchdog.skipped, 50);
  assert.deepEqual(times(), [20, 1040]);
  assert.equal(watchdog.lateness.max, 1000);
  clock.wind(20);
  assert.deepEqual(times(), [20, 1040, 1060]);
});

Deno.test("stopped it beats no more, not even when stopped by its own beat", () => {
  const { clock, heartbeat, times } = heart([0], () => heartbeat.stop(0));
  clock.wind(100);
  assert.deepEqual(times(), [20]);
  assert.equal(clock.pending, 0);
});

Deno.test("beats that take too long leave room for everything else", () => {
  let turns = 0;
  const { clock, beats } = heart(ALL, () => clock.wind(30));
  clock.slip = () => (turns++, 0);
  clock.wind(3000);
  assert.ok(turns >= beats.length / PHASES, `${turns} turns`);
});

/** A thread that sleeps by itself, and whose event loop turns by hand. */
function sleeper(rings: (now: number) => boolean = () => false) {
  let now = 0;
  let waiting: (() => void) | null = null;
  const clock: Pick<Clock, "now" | "after"> = {
    now: () => milliseconds(now),
    after(delay, work) {
      assert.equal(delay, 0, "the event loop is to turn at once");
      waiting = work;
      return () => waiting = null;
    },
  };
  const times: number[] = [];
  const turns: number[] = [];
  const heartbeat = new Heartbeat({
    clock,
    beat: () => times.push(now),
    watchdog: new Watchdog(),
    sleep(span) {
      for (const end = now + span; now < end; now++) {
        if (rings(now)) return false;
      }
      return true;
    },
  });
  const turn = (until: number) => {
    while (now < until) {
      turns.push(now);
      const work: (() => void) | null = waiting;
      waiting = null;
      if (!work) return;
      (work as () => void)();
    }
  };
  return { heartbeat, times, turns, turn };
}

Deno.test("a thread that sleeps keeps the same time, its event loop turns every 100 ms", () => {
  const { heartbeat, times, turns, turn } = sleeper();
  for (const phase of ALL) heartbeat.start(phase);
  turn(300);
  const everyPhase = Array.from({ length: 60 }, (_, i) => 5 * (i + 1));
  assert.deepEqual(times, everyPhase);
  assert.deepEqual(turns, [0, 100, 200]);
});

Deno.test("who rings wakes it: the event loop turns at once, the beat comes in time", () => {
  let rung = false;
  const { heartbeat, times, turns, turn } = sleeper((now) => {
    const rings = now === 33 && !rung;
    rung ||= rings;
    return rings;
  });
  heartbeat.start(0);
  turn(80);
  assert.deepEqual(times, [20, 40, 60, 80, 100, 120, 140]);
  assert.deepEqual(turns, [0, 33]);
});

Deno.test("without a phase it does not sleep, and the event loop rests", () => {
  const { heartbeat, turns, turn } = sleeper();
  heartbeat.start(0);
  heartbeat.stop(0);
  turn(100);
  assert.deepEqual(turns, [0]);
});
