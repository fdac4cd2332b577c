import assert from "node:assert/strict";
import { Watchdog } from "../../runtime/media/watchdog.ts";

Deno.test("lateness is told in quantiles, since it was last asked", () => {
  const watchdog = new Watchdog();
  for (let n = 1; n <= 1000; n++) {
    const late = n % 100 === 0 ? 15 : 2;
    watchdog.note(20 * n, late, 20 * n + 3, 0);
  }
  const { lateness } = watchdog;
  assert.equal(lateness.quantile(0.5), 2);
  assert.equal(lateness.quantile(0.98), 2);
  assert.equal(lateness.quantile(1), 15);
  assert.equal(lateness.max, 15);
  assert.equal(watchdog.beats, 1000);
  assert.equal(watchdog.busy, 3000);
  watchdog.forget();
  assert.equal(lateness.quantile(0.99), 0);
  assert.deepEqual([watchdog.beats, watchdog.busy], [0, 0]);
});

Deno.test("totals go on when the figures begin anew", () => {
  const watchdog = new Watchdog();
  watchdog.note(0, 0, 5, 0);
  watchdog.note(20, 20, 25.5, 0);
  watchdog.forget();
  watchdog.note(300, 230, 301, 11);
  watchdog.note(321, 21, 322, 0);
  assert.equal(watchdog.skipped, 11);
  assert.deepEqual(watchdog.totals, {
    beats: 4,
    late: 2,
    skipped: 11,
    overBudget: 1,
  });
});

Deno.test("a beat over 20 ms late is warned of, once a minute at most", () => {
  const warnings: number[] = [];
  const watchdog = new Watchdog((late) => warnings.push(late));
  for (let start = 0; start < 180_000; start += 20) {
    const late = start % 1000 === 0 ? 20 + start / 1000 : 20;
    watchdog.note(start, late, start + 1, 0);
  }
  assert.deepEqual(warnings, [21, 81, 141]);
  assert.equal(watchdog.totals.late, 179);
});
