import assert from "node:assert/strict";
import { Histogram } from "../../runtime/base/histogram.ts";

function of(...values: number[]): Histogram {
  const histogram = new Histogram(0.5, 10);
  for (const value of values) histogram.note(value);
  return histogram;
}

Deno.test("a histogram without values says 0", () => {
  const none = of();
  assert.deepEqual([none.count, none.quantile(0.99), none.max], [0, 0, 0]);
});

for (const [share, edge] of [[0.01, 1.5], [0.4, 1.5], [0.41, 4.5], [0.9, 9]]) {
  Deno.test(`quantile ${share} is the upper edge of its bin`, () => {
    assert.equal(of(4, 1, 4.4, 1.2, 9).quantile(share), edge);
  });
}

Deno.test("the largest value is known exactly, above the range too", () => {
  const histogram = of(1, 12.34);
  assert.equal(histogram.max, 12.34);
  assert.equal(histogram.quantile(1), 12.34);
});

Deno.test("no quantile is larger than the largest value", () => {
  assert.equal(of(1.1).quantile(1), 1.1);
});
