import type { Chance } from "../../runtime/base/chance.ts";
import { frequenciesOf, PAD } from "../core/support/sounds.ts";
import { type Draw, drawn, shuffled } from "./draw.ts";
import type { Case } from "./row.ts";
import { addNoise, addSine, anyPhase, MS, powerOf } from "./sound.ts";

/** How keys are dialled: figures, or draws made anew for every key. */
export interface Dialling {
  /** What is dialled; all sixteen keys in an order of chance. */
  readonly keys?: (chance: Chance) => string;
  /** Length of the tones and of the pause behind them, ms. */
  readonly on: number | Draw;
  readonly off: number | Draw;
  /** Level of the low tone, dBm0; −10. */
  readonly level?: number | Draw;
  /** How far the high tone lies above the low one, dB; −2 … +2. */
  readonly twist?: number | Draw;
  /** Off pitch, per cent. */
  readonly lowOff?: number | Draw;
  readonly highOff?: number | Draw;
  /** Length of one hole in every tone, ms. */
  readonly interruption?: number | Draw;
  /** Length of a ramp before and behind the tones, ms; 0, hard edges. */
  readonly edge?: number;
  /** Noise below the two tones together, dB. */
  readonly snr?: number;
  /** What else sounds from the first sample to the last. */
  readonly under?: Under;
}

/** Adds what sounds with keys of so many dBm0. */
export type Under = (
  sound: Float64Array,
  level: number,
  chance: Chance,
) => void;

/** Silence around the keys, ms: a receiver is at rest before and after them. */
const LEAD = 150;
const TAIL = 150;
/** The shortest tone that is a key (Q.24 table A-1), ms. */
const SHORTEST = 40;
/** What transmitters of ES 201 235-2 keep to where twist is not the matter. */
const USUAL_TWIST = 2;

function allKeys(chance: Chance): string {
  return shuffled([...PAD], chance).join("");
}

interface Plan {
  readonly key: string;
  readonly on: number;
  readonly off: number;
  readonly level: number;
  readonly twist: number;
  readonly lowOff: number;
  readonly highOff: number;
  readonly interruption: number;
  readonly edge: number;
}

function usualTwist(chance: Chance): number {
  return chance.integer(2 * USUAL_TWIST + 1) - USUAL_TWIST;
}

function planOf(key: string, how: Dialling, chance: Chance): Plan {
  return {
    key,
    on: Math.round(drawn(how.on, chance) * MS),
    off: Math.round(drawn(how.off, chance) * MS),
    level: drawn(how.level ?? -10, chance),
    twist: drawn(how.twist ?? usualTwist, chance),
    lowOff: drawn(how.lowOff ?? 0, chance),
    highOff: drawn(how.highOff ?? 0, chance),
    interruption: Math.round(drawn(how.interruption ?? 0, chance) * MS),
    edge: (how.edge ?? 0) * MS,
  };
}

/** A plan in words, for a reader who looks for what a missed key has special. */
function wordsOf(plan: Plan): string {
  const signed = (value: number) => (value < 0 ? "" : "+") + value.toFixed(2);
  return [
    `${plan.on / MS}/${plan.off / MS} ms`,
    `${plan.level.toFixed(1)} dBm0`,
    `twist ${signed(plan.twist)} dB`,
    `pitch ${signed(plan.lowOff)} ${signed(plan.highOff)} %`,
    ...(plan.interruption ? [`interrupted ${plan.interruption / MS} ms`] : []),
  ].join(", ");
}

/** Both tones from hard edge to hard edge, or with ramps before and behind. */
function toneOf(plan: Plan, chance: Chance): Float64Array {
  const [low, high] = frequenciesOf(plan.key);
  const { on, edge, level, twist, lowOff, highOff } = plan;
  const tone = new Float64Array(on + 2 * edge);
  const hertz = [low * (1 + lowOff / 100), high * (1 + highOff / 100)];
  addSine(tone, hertz[0], level, anyPhase(chance));
  addSine(tone, hertz[1], level + twist, anyPhase(chance));
  for (let n = 0; n < edge; n++) {
    tone[n] *= n / edge;
    tone[tone.length - 1 - n] *= n / edge;
  }
  return tone;
}

/** Cuts a hole that leaves a whole tone on at least one side of it. */
function interrupt(tone: Float64Array, length: number, chance: Chance): void {
  const most = tone.length - length - 1;
  const isWhole = (from: number) =>
    Math.max(from, tone.length - from - length) >= SHORTEST * MS;
  let from = 1 + chance.integer(most);
  while (!isWhole(from)) from = 1 + chance.integer(most);
  tone.fill(0, from, from + length);
}

/** Power of the weakest key: no other stands closer to the noise. */
function weakest(plans: readonly Plan[]): number {
  const power = ({ level, twist }: Plan) =>
    powerOf(level) + powerOf(level + twist);
  return Math.min(...plans.map(power));
}

/** Dials keys as plain sines with hard edges, at phases of chance. */
export function dial(how: Dialling, chance: Chance): Case {
  const keys = (how.keys ?? allKeys)(chance);
  const plans = Array.from(keys, (key) => planOf(key, how, chance));
  const span = plans.reduce((sum, { on, off }) => sum + on + off, 0);
  const lead = LEAD * MS + chance.integer(20 * MS);
  const sound = new Float64Array(lead + span + TAIL * MS);
  let from = lead;
  const presses = plans.map((plan) => {
    const to = from + plan.on;
    const press = { key: plan.key, from, to, how: wordsOf(plan) };
    const tone = toneOf(plan, chance);
    if (plan.interruption) interrupt(tone, plan.interruption, chance);
    sound.set(tone, from - plan.edge);
    from = to + plan.off;
    return press;
  });
  how.under?.(sound, plans[0].level, chance);
  if (how.snr !== undefined) {
    addNoise(sound, weakest(plans) / 10 ** (how.snr / 10), chance);
  }
  return { sound, presses };
}
