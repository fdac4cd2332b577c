import assert from "node:assert/strict";
import { Histogram } from "../../runtime/base/histogram.ts";

function of(...values: number[]): Histogram {
  const histogram = new Histogram(2, 10);
  for (const value of values) histogram.note(value);
  return histogram;
}

Deno.test("a histogram without values says 0", () => {
  const { count, sum, max } = of();
  assert.deepEqual([count, sum, max, of().quantile(0.99)], [0, 0, 0, 0]);
});

for (const [share, value] of [[0.01, 1], [0.4, 1], [0.41, 4], [0.9, 9]]) {
  Deno.test(`quantile ${share} is that of the nearest bin`, () => {
    assert.equal(of(4, 1, 4.2, 1.2, 9).quantile(share), value);
  });
}

Deno.test("the largest value is known exactly, above the range too", () => {
  const histogram = of(1, 12.34);
  assert.equal(histogram.max, 12.34);
  assert.equal(histogram.quantile(1), 12.34);
});

Deno.test("values are counted up to a bound, and all of them", () => {
  const histogram = of(-1, 0.5, 1, 3);
  assert.equal(histogram.countWithin(1), 3);
  assert.deepEqual([histogram.count, histogram.sum], [4, 4.5]);
});

Deno.test("what is forgotten counts no more", () => {
  const histogram = of(1, 2);
  histogram.forget();
  histogram.note(4);
  assert.deepEqual([histogram.count, histogram.max], [1, 4]);
  assert.equal(histogram.quantile(0.5), 4);
});
