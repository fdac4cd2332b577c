import type { Row } from "../row.ts";

/** The middle of times in ms, and the worst hundredth or the worst of few. */
export function quantiles(
  name: string,
  times: readonly number[],
  most: number,
): Row[] {
  const sorted = times.toSorted((a, b) => a - b);
  const row = (which: string, share: number): Row => ({
    name: `${name}, ${which}`,
    value: sorted[Math.ceil(share * sorted.length) - 1],
    unit: "ms",
    aim: { most },
  });
  const worst = times.length < 100 ? row("worst", 1) : row("p99", 0.99);
  return [row("p50", 0.5), worst];
}
