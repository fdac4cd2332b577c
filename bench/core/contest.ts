import { ownCpuTime } from "../cpu_time.ts";
import type { Aim, Row } from "../row.ts";

/** One way in which ours does a work. */
export interface Side {
  readonly name: string;
  /** Frames, or whatever the unit counts, in one pass. */
  readonly count: number;
  readonly pass: () => void;
  readonly aim?: Aim;
}

/** Somebody else who does the same work. */
export interface Rival {
  readonly name: string;
  /** ns of CPU time a frame in one round. */
  round(): Promise<number>;
}

/** Rounds of which the best counts: the others were disturbed. */
const ROUNDS = 20;
/** As in `native/harness.h`: the clock's own cost does not count. */
const ROUND_MS = 8;
/** CPU time until V8 has compiled a pass for good, with room to spare. */
const WARM_MS = 150;

/**
 * Ours and others take turns, so that the machine's other work and its clock
 * meet all of them alike.
 */
export async function contend(
  unit: string,
  sides: readonly Side[],
  rivals: readonly Rival[] = [],
): Promise<Row[]> {
  const rounds = sides.map(warmed);
  const ours = sides.map(() => Infinity);
  const theirs = rivals.map(() => Infinity);
  for (let round = 0; round < ROUNDS; round++) {
    rounds.forEach((run, i) => ours[i] = Math.min(ours[i], run()));
    for (const [i, rival] of rivals.entries()) {
      theirs[i] = Math.min(theirs[i], await rival.round());
    }
  }
  const references = rivals.map(({ name }, i) => ({ name, value: theirs[i] }));
  return sides.map(({ name, aim }, i) => ({
    name,
    value: ours[i],
    unit,
    ...references.length && { references },
    ...aim && { aim },
  }));
}

/** A round of a side: ns of CPU time of one thing it counts. */
function warmed({ pass, count }: Side): () => number {
  const spentIn = (passes: number): number => {
    const before = ownCpuTime();
    for (let i = 0; i < passes; i++) pass();
    return ownCpuTime() - before;
  };
  let passes = 1;
  for (let spent = 0; spent < WARM_MS;) {
    const round = spentIn(passes);
    spent += round;
    if (round < ROUND_MS) passes *= 2;
  }
  return () => spentIn(passes) * 1e6 / passes / count;
}
