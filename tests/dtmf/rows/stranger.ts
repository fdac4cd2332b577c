import type { Chance } from "../../../runtime/base/chance.ts";
import { COLUMNS as HIGH, ROWS as LOW } from "../../core/support/sounds.ts";
import { between, type Draw, drawn } from "../draw.ts";
import type { Case, Row } from "../row.ts";
import { addSine, anyPhase, MS } from "../sound.ts";

/** Tones that sound together, from one moment to the next. */
interface Chord {
  readonly hertz: readonly number[];
  readonly ms: number | Draw;
  /** Silence behind it, ms. */
  readonly pause?: number;
}

/** The chords of a signal again and again, at one level, for so many seconds. */
function signal(
  chords: readonly Chord[],
  seconds: number,
  chance: Chance,
): Case {
  const sound = new Float64Array(seconds * 1000 * MS);
  const level = between(-22, -3)(chance);
  let at = 150 * MS;
  while (at < sound.length) {
    for (const { hertz, ms, pause = 0 } of chords) {
      const to = Math.min(
        sound.length,
        at + Math.round(drawn(ms, chance) * MS),
      );
      for (const tone of hertz) {
        addSine(sound.subarray(at, to), tone, level, anyPhase(chance));
      }
      at = to + pause * MS;
    }
  }
  return { sound, presses: [] };
}

function steady(...hertz: readonly number[]): readonly Chord[] {
  return [{ hertz, ms: between(50, 1000), pause: 60 }];
}

/** Tones on and off in ms, as E.180 supplement 2 lists them. */
function paced(on: number, off: number, ...hertz: readonly number[]) {
  return [{ hertz, ms: on, pause: off }];
}

function row(
  name: string,
  clause: string,
  signals: readonly (readonly Chord[])[],
): Row {
  return {
    name,
    clause,
    want: "nothing",
    cases: Math.max(16, signals.length),
    make: (chance) =>
      signal(signals[chance.integer(signals.length)], 6, chance),
  };
}

function pairsOf(tones: readonly number[]): number[][] {
  return tones.flatMap((one, n) =>
    tones.slice(n + 1).map((other) => [one, other])
  );
}

/** Of R1's pairs (Q.320) those of which no tone is near one of a key's. */
const R1_PAIRS = pairsOf([700, 900, 1100, 1300, 1500, 1700])
  .filter(([low, high]) => low !== 700 || high < 1200);

/** A tone of its own pitch that chance decides. */
const ANY_TONE: Row = {
  ...row("a single tone of 300 … 3400 Hz", "one tone is no key", []),
  cases: 32,
  make: (chance) => {
    const hertz = between(300, 3400)(chance);
    return signal(steady(hertz), 3, chance);
  },
};

/** What sounds like a part of a key, and what networks say by tones. */
export const STRANGERS: readonly Row[] = [
  row(
    "one of the eight tones alone",
    "Q.24 §2: two tones",
    [...LOW, ...HIGH].map((tone) => steady(tone)),
  ),
  ANY_TONE,
  row(
    "two tones of one group",
    "Q.24 §2: one of each group",
    [...pairsOf(LOW), ...pairsOf(HIGH)].map((pair) => steady(...pair)),
  ),
  row("call progress tones", "E.180 supplement 2", [
    steady(350, 440),
    steady(425),
    steady(400, 450),
    paced(2000, 4000, 440, 480),
    paced(400, 200, 400, 450),
    paced(1000, 4000, 425),
    paced(500, 500, 480, 620),
    paced(250, 250, 480, 620),
    paced(500, 500, 425),
    paced(100, 100, 425),
    paced(375, 375, 400),
    [
      { hertz: [950], ms: 330 },
      { hertz: [1400], ms: 330 },
      { hertz: [1800], ms: 330, pause: 1000 },
    ],
    [
      { hertz: [913.8], ms: 274 },
      { hertz: [1370.6], ms: 274 },
      { hertz: [1776.7], ms: 380, pause: 1000 },
    ],
    paced(1400, 500, 1400),
    paced(300, 9700, 440),
  ]),
  row("fax and modem tones", "T.30, V.25, V.8, O.171", [
    paced(500, 3000, 1100),
    steady(2100),
    steady(1004),
    steady(1020),
    [{ hertz: [980], ms: 33 }, { hertz: [1180], ms: 33 }],
    [{ hertz: [1300], ms: 20 }, { hertz: [2100], ms: 20 }],
    paced(100, 100, 2130, 2750),
  ]),
  row(
    "R1 register signals",
    "Q.320",
    R1_PAIRS.map((pair) => paced(68, 68, ...pair)),
  ),
];
