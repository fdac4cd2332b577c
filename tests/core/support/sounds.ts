import type { Chance } from "../../../runtime/base/chance.ts";

/** The keypad of ITU-T Q.23, written down here once more, from the standard. */
export const PAD = "123A456B789C*0#D";
export const ROWS = [697, 770, 852, 941];
export const COLUMNS = [1209, 1336, 1477, 1633];

export function frequenciesOf(key: string): [low: number, high: number] {
  const place = PAD.indexOf(key);
  return [ROWS[place >> 2], COLUMNS[place & 3]];
}

/** Peak of 0 dBm0: a sine of 3.14 dBm0 fills the A-law code (G.711 §5). */
export const ZERO_DBM0 = 32768 / 10 ** (3.14 / 20);

/** How keys are dialled into a test's sound; levels in dBm0, pitch in per cent. */
export interface Dialling {
  readonly on: number;
  readonly off: number;
  readonly low?: number;
  readonly high?: number;
  readonly lowOff?: number;
  readonly highOff?: number;
  /** Noise below the two tones together, dB. */
  readonly snr?: number;
  /** A hole in every tone: where it begins and how long it is, ms. */
  readonly hole?: readonly [at: number, length: number];
}

/** Twelve uniform numbers are nearly a normal one. */
function normal(chance: Chance): number {
  let sum = -6;
  for (let i = 0; i < 12; i++) sum += chance.integer(1 << 20) / (1 << 20);
  return sum;
}

function peak(level: number): number {
  return ZERO_DBM0 * 10 ** (level / 20);
}

/** Keys as plain sines with hard edges, at a chance phase and place. */
export function dial(
  keys: string,
  how: Dialling,
  chance: Chance,
): Int16Array<ArrayBuffer> {
  const [on, off] = [how.on * 8, how.off * 8];
  const [low, high] = [peak(how.low ?? -10), peak(how.high ?? -10)];
  const lead = 400 + chance.integer(160);
  const sound = new Float64Array(lead + keys.length * (on + off) + 800);
  const inHole = (n: number) =>
    how.hole && n >= how.hole[0] * 8 && n < (how.hole[0] + how.hole[1]) * 8;
  [...keys].forEach((key, index) => {
    const [f, g] = frequenciesOf(key);
    const a = 2 * Math.PI * f * (1 + (how.lowOff ?? 0) / 100) / 8000;
    const b = 2 * Math.PI * g * (1 + (how.highOff ?? 0) / 100) / 8000;
    const [p, q] = [chance.integer(6283) / 1000, chance.integer(6283) / 1000];
    const from = lead + index * (on + off);
    for (let n = 0; n < on; n++) {
      if (inHole(n)) continue;
      sound[from + n] = low * Math.sin(p + a * n) + high * Math.sin(q + b * n);
    }
  });
  if (how.snr !== undefined) {
    const power = (low * low + high * high) / 2;
    const deviation = Math.sqrt(power / 10 ** (how.snr / 10));
    for (let n = 0; n < sound.length; n++) {
      sound[n] += deviation * normal(chance);
    }
  }
  return clipped(sound);
}

export function clipped(sound: Float64Array): Int16Array<ArrayBuffer> {
  return Int16Array.from(
    sound,
    (x) => Math.max(-32768, Math.min(32767, Math.round(x))),
  );
}

/** Level in dBm0 of one frequency in sound, by a Hann-windowed DFT. */
export function levelAt(sound: Int16Array, hertz: number): number {
  let [real, imaginary, weight] = [0, 0, 0];
  sound.forEach((x, n) => {
    const window = 1 - Math.cos(2 * Math.PI * (n + 0.5) / sound.length);
    real += window * x * Math.cos(2 * Math.PI * hertz * n / 8000);
    imaginary += window * x * Math.sin(2 * Math.PI * hertz * n / 8000);
    weight += window;
  });
  const peak = 2 * Math.hypot(real, imaginary) / weight;
  return 20 * Math.log10(peak / ZERO_DBM0 + 1e-9);
}

/** The key whose two tones, and only they, stand out in sound; or null. */
export function keyIn(sound: Int16Array): string | null {
  const loudest = (tones: readonly number[]) => {
    const sorted = tones.map((hertz) => [levelAt(sound, hertz), hertz])
      .sort((a, b) => b[0] - a[0]);
    return sorted[0][0] > -30 && sorted[0][0] > sorted[1][0] + 6
      ? tones.indexOf(sorted[0][1])
      : -1;
  };
  const [row, column] = [loudest(ROWS), loudest(COLUMNS)];
  return row < 0 || column < 0 ? null : PAD[row * 4 + column];
}
