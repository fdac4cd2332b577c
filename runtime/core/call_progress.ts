import { pairPeaks, plainPeak } from "./level.ts";

export type CallProgressTone =
  | "dial"
  | "ringback"
  | "busy"
  | "congestion"
  | "beep";

/** Whose tones: China's, North America's, or those that Europe recommends. */
export type TonePlan = "cn" | "us" | "eu";

export interface CallProgressOptions {
  /** eu, where nothing else is said. */
  readonly plan?: TonePlan;
  /** Level of each frequency in dBm0: −10, or −13 where there are two. */
  readonly level?: number;
}

/** Times in ms; a tone without a pause goes on. */
interface Pattern {
  readonly hertz: readonly [low: number, high?: number];
  readonly on?: number;
  readonly off?: number;
}

type Plan = Readonly<Record<Exclude<CallProgressTone, "beep">, Pattern>>;

/**
 * cn: ITU-T E.180 Supplement 2, China. us: ANSI T1.401, by 3GPP TS 22.001
 * annex F, which names the tones of the CEPT (eu) beside it.
 */
const PLANS: Readonly<Record<TonePlan, Plan>> = {
  cn: {
    dial: { hertz: [450] },
    ringback: { hertz: [450], on: 1000, off: 4000 },
    busy: { hertz: [450], on: 350, off: 350 },
    congestion: { hertz: [450], on: 700, off: 700 },
  },
  us: {
    dial: { hertz: [350, 440] },
    ringback: { hertz: [440, 480], on: 2000, off: 4000 },
    busy: { hertz: [480, 620], on: 500, off: 500 },
    congestion: { hertz: [480, 620], on: 250, off: 250 },
  },
  eu: {
    dial: { hertz: [425] },
    ringback: { hertz: [425], on: 1000, off: 4000 },
    busy: { hertz: [425], on: 500, off: 500 },
    congestion: { hertz: [425], on: 200, off: 200 },
  },
};

/** Heard before a recording, once; no plan has one. */
const BEEP: Pattern = { hertz: [1000], on: 250 };

/** −10 dBm0 in all (E.180 Supplement 2, China; ANSI T1.401 for the two). */
const ALONE = -10;
const OF_TWO = -13;

const TONES = [...Object.keys(PLANS.eu), "beep"];
/** As long as 31 bits can say: three days of tone, years of cadence. */
const FOREVER = 0x7fff_ffff;
const SAMPLES_PER_MS = 8;

/** A tone as the core takes it; spans are in samples. */
export type ToneCadence = readonly [
  low: number,
  high: number,
  lowPeak: number,
  highPeak: number,
  on: number,
  off: number,
  times: number,
];

function patternOf(tone: CallProgressTone, plan: TonePlan): Pattern {
  if (!TONES.includes(tone)) {
    throw new RangeError(`No tone "${tone}"; there are ${TONES.join(", ")}`);
  }
  if (!Object.hasOwn(PLANS, plan)) {
    const plans = Object.keys(PLANS).join(", ");
    throw new RangeError(`No plan "${plan}"; there are ${plans}`);
  }
  return tone === "beep" ? BEEP : PLANS[plan][tone];
}

/**
 * @throws {RangeError} when there is no such tone or plan, or at such a level
 */
export function toneCadence(
  tone: CallProgressTone,
  { plan = "eu", level }: CallProgressOptions = {},
): ToneCadence {
  const { hertz: [low, high = 0], on, off = 0 } = patternOf(tone, plan);
  const [lowPeak, highPeak] = high
    ? pairPeaks(level ?? OF_TWO, 0)
    : [plainPeak(level ?? ALONE), 0];
  const span = on ? on * SAMPLES_PER_MS : FOREVER;
  const times = on && !off ? 1 : FOREVER;
  return [low, high, lowPeak, highPeak, span, off * SAMPLES_PER_MS, times];
}
