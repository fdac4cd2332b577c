import type { Chance } from "../../runtime/base/chance.ts";

export const RATE = 8000;
/** Samples in a millisecond. */
export const MS = 8;
/** Samples of 20 ms, which is a packet. */
export const FRAME = 160;

/** Peak of a sine of 0 dBm0: one of 3.14 dBm0 fills the A-law code (G.711 §5). */
const ZERO_DBM0 = 32768 / 10 ** (3.14 / 20);

function peakOf(dBm0: number): number {
  return ZERO_DBM0 * 10 ** (dBm0 / 20);
}

/** Power of a sine of this level. */
export function powerOf(dBm0: number): number {
  return peakOf(dBm0) ** 2 / 2;
}

/** Adds a plain sine from the first sample to the last. */
export function addSine(
  sound: Float64Array,
  hertz: number,
  dBm0: number,
  phase: number,
): void {
  const peak = peakOf(dBm0);
  const turn = 2 * Math.PI * hertz / RATE;
  for (let n = 0; n < sound.length; n++) {
    sound[n] += peak * Math.sin(phase + turn * n);
  }
}

export function anyPhase(chance: Chance): number {
  return 2 * Math.PI * chance.integer(3600) / 3600;
}

/** Two independent normal numbers (Box and Muller). */
function normals(chance: Chance): [number, number] {
  const radius = Math.sqrt(
    -2 * Math.log((chance.integer(1 << 30) + 1) / 2 ** 30),
  );
  const angle = 2 * Math.PI * chance.integer(1 << 30) / 2 ** 30;
  return [radius * Math.cos(angle), radius * Math.sin(angle)];
}

/** White noise of so much power in the whole band of 4 kHz. */
export function addNoise(
  sound: Float64Array,
  power: number,
  chance: Chance,
): void {
  const deviation = Math.sqrt(power);
  for (let n = 0; n < sound.length; n += 2) {
    const [one, other] = normals(chance);
    sound[n] += deviation * one;
    if (n + 1 < sound.length) sound[n + 1] += deviation * other;
  }
}
