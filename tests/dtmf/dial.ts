import type { Chance } from "../../runtime/base/chance.ts";
import { type Draw, drawn, shuffled } from "./draw.ts";
import type { Case, Press } from "./row.ts";
import { addNoise, addSine, anyPhase, MS, powerOf } from "./sound.ts";

/** The keypad of ITU-T Q.23 §5, row by row. */
export const PAD = "123A456B789C*0#D";
const ROWS = [697, 770, 852, 941];
const COLUMNS = [1209, 1336, 1477, 1633];

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
/** What transmitters of ES 201 235-2 keep to where twist is not the matter. */
const USUAL_TWIST = 2;

export function frequenciesOf(key: string): readonly [number, number] {
  const place = PAD.indexOf(key);
  return [ROWS[place >> 2], COLUMNS[place & 3]];
}

export function allKeys(chance: Chance): string {
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

function addKey(
  sound: Float64Array,
  from: number,
  to: number,
  plan: Plan,
  chance: Chance,
): void {
  const [low, high] = frequenciesOf(plan.key);
  const { level, twist, lowOff, highOff } = plan;
  const hertz = [low * (1 + lowOff / 100), high * (1 + highOff / 100)];
  addSine(sound, from, to, hertz[0], level, anyPhase(chance));
  addSine(sound, from, to, hertz[1], level + twist, anyPhase(chance));
}

/** A hole after which at least one side is a key of its own. */
function silence(
  sound: Float64Array,
  press: Press,
  plan: Plan,
  chance: Chance,
): void {
  const room = press.to - press.from - plan.interruption;
  const from = press.from + 1 + chance.integer(room - 1);
  sound.fill(0, from, from + plan.interruption);
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
    addKey(sound, from, to, plan, chance);
    if (plan.interruption) silence(sound, press, plan, chance);
    from = to + plan.off;
    return press;
  });
  how.under?.(sound, plans[0].level, chance);
  if (how.snr !== undefined) {
    addNoise(sound, weakest(plans) / 10 ** (how.snr / 10), chance);
  }
  return { sound, presses };
}
