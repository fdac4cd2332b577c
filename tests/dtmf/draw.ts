import type { Chance } from "../../runtime/base/chance.ts";

/** A figure of a case that chance decides. */
export type Draw = (chance: Chance) => number;

/** Steps of a figure drawn from a range: finer than any receiver sees. */
const STEPS = 4096;

export function between(low: number, high: number): Draw {
  return (chance) => low + (high - low) * chance.integer(STEPS + 1) / STEPS;
}

export function oneOf(...values: readonly number[]): Draw {
  return (chance) => values[chance.integer(values.length)];
}

/** A figure or its negative. */
export function either(value: number): Draw {
  return oneOf(value, -value);
}

export function drawn(figure: number | Draw, chance: Chance): number {
  return typeof figure === "number" ? figure : figure(chance);
}

/** A copy in an order that chance decides (Fisher and Yates). */
export function shuffled<T>(items: readonly T[], chance: Chance): T[] {
  const mixed = [...items];
  for (let last = mixed.length - 1; last > 0; last--) {
    const other = chance.integer(last + 1);
    [mixed[last], mixed[other]] = [mixed[other], mixed[last]];
  }
  return mixed;
}
