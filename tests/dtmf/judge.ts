import type { Heard, Press, Tape } from "./row.ts";
import { MS } from "./sound.ts";

/** What a receiver made of a tape. */
export interface Score {
  /** Keys, or cases where a row's sounds have none. */
  readonly dialled: number;
  /** Keys that were heard once, within the key. */
  readonly right: number;
  /** What was heard beside: split keys, wrong keys, keys of nothing. */
  readonly extra: number;
  readonly missed: readonly Press[];
  readonly strays: readonly Heard[];
  /** Keys that were heard, with what was told of them. */
  readonly hits: readonly Hit[];
}

export interface Hit {
  readonly press: Press;
  readonly heard: Heard;
}

/** How far outside of its key a receiver's time may lie, samples. */
export interface Slack {
  readonly early: number;
  readonly late: number;
}

/** A start that is known to half of the 20 ms in which tones are looked at. */
export const START: Slack = { early: 10 * MS, late: 0 };

/** Gives each key that was heard to the key that was dialled then, only once. */
export function judge(
  tape: Tape,
  heard: readonly Heard[],
  slack: Slack = START,
): Score {
  const missed = new Set(tape.presses);
  const hits: Hit[] = [];
  const strays: Heard[] = [];
  for (const one of heard) {
    const press = tape.presses.find((press) =>
      missed.has(press) && press.key === one.key &&
      one.at >= press.from - slack.early && one.at < press.to + slack.late
    );
    if (press) hits.push({ press, heard: one });
    else strays.push(one);
    if (press) missed.delete(press);
  }
  return {
    dialled: tape.presses.length || tape.starts.length,
    right: hits.length,
    extra: strays.length,
    missed: [...missed],
    strays,
    hits,
  };
}

/** Does the score meet what its row demands? One that demands nothing is met. */
export function isMet(
  { row }: Tape,
  { dialled, right, extra }: Score,
): boolean {
  if (row.want === "either") return true;
  if (row.want === "nothing") return right + extra === 0;
  return extra === 0 && right * 100 >= (row.atLeast ?? 100) * dialled;
}

/** One line for each thing that went wrong, to be looked into. */
export function complaints(tape: Tape, score: Score): string[] {
  const wanted = tape.row.want !== "nothing";
  const presses = wanted
    ? score.missed
    : tape.presses.filter((press) => !score.missed.includes(press));
  const place = (at: number) => {
    const index = tape.starts.findLastIndex((start) => start <= at);
    return `${tape.labels?.[index] ?? `case ${index}`} at ${
      (at - tape.starts[index]) / MS
    } ms`;
  };
  return [
    ...presses.map((press) =>
      `${wanted ? "missed" : "heard"} ${press.key}, ${
        place(press.from)
      }: ${press.how}`
    ),
    ...score.strays.map((heard) => `stray ${heard.key}, ${place(heard.at)}`),
  ];
}
