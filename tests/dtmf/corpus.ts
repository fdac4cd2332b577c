import { clipped } from "../core/support/sounds.ts";
import type { Row, Tape } from "./row.ts";
import { LEVEL } from "./rows/level.ts";
import { LINE } from "./rows/line.ts";
import { PITCH } from "./rows/pitch.ts";
import { STRANGERS } from "./rows/stranger.ts";
import { TIMING } from "./rows/timing.ts";
import { chanceFor } from "./seed.ts";
import { FRAME } from "./sound.ts";
import { throughLine } from "./through_line.ts";

/** Rows whose sound needs nothing but arithmetic. */
export const PURE_ROWS: readonly Row[] = [
  ...TIMING,
  ...PITCH,
  ...LEVEL,
  ...LINE,
  ...STRANGERS,
];

/** A row's cases one behind the other, each beginning with a frame. */
export function tapeOf(row: Row, seed: number): Tape {
  const chance = chanceFor(row.name, seed);
  const cases = Array.from({ length: row.cases }, () => row.make(chance));
  const framesOf = (sound: Float64Array) => Math.ceil(sound.length / FRAME);
  const frames = cases.reduce((sum, { sound }) => sum + framesOf(sound), 0);
  const sound = new Float64Array(frames * FRAME);
  let at = 0;
  const starts: number[] = [];
  const presses = cases.flatMap((one) => {
    const from = at;
    starts.push(from);
    sound.set(one.sound, from);
    at += framesOf(one.sound) * FRAME;
    return one.presses.map((press) => ({
      ...press,
      from: press.from + from,
      to: press.to + from,
    }));
  });
  const tape = { row, sound: clipped(sound), presses, starts, lost: [] };
  return throughLine(tape, seed);
}
