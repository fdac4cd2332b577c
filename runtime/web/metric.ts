import type { Readings } from "./readings.ts";

/** A value, and the labels that tell it from others of its metric. */
export type Sample = readonly [labels: Record<string, string>, value: number];

/** One metric whose value is read when it is asked for. */
export interface Metric {
  readonly name: string;
  readonly type: "counter" | "gauge";
  readonly help: string;
  readonly labels: readonly string[];
  read(now: Readings): readonly Sample[];
}

type Read = (now: Readings) => number | null | readonly Sample[];

function metric(type: Metric["type"]) {
  return (name: string, help: string, read: Read, ...labels: string[]) => ({
    name,
    type,
    help,
    labels,
    read: (now: Readings) => {
      const found = read(now);
      if (found === null) return [];
      return typeof found === "number" ? [[{}, found] as const] : found;
    },
  });
}

export const gauge = metric("gauge");
export const counter = metric("counter");

/** A value for each label. */
export function labelled(label: string, counts: readonly [string, number][]) {
  return counts.map(([key, count]): Sample => [{ [label]: key }, count]);
}
