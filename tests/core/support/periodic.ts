import type { Chance } from "../../../runtime/base/chance.ts";
import { clipped } from "./sounds.ts";

/** The upper end of the telephone band, Hz. */
const BAND = 3400;

/**
 * A held voice of a period in samples, not whole ones alone: harmonics that
 * fall by 6 dB an octave, as a glottis' with the lips, in random phase.
 */
export function periodic(
  period: number,
  samples: number,
  chance: Chance,
): Int16Array {
  const phases = Array.from(
    { length: Math.floor(BAND / 8000 * period) },
    () => 2 * Math.PI * chance.integer(1000) / 1000,
  );
  const sample = (n: number) =>
    phases.reduce(
      (sum, phase, h) =>
        sum + Math.cos(phase + 2 * Math.PI * (h + 1) * n / period) / (h + 1),
      0,
    );
  const sound = Float64Array.from({ length: samples }, (_, n) => sample(n));
  const peak = sound.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  return clipped(sound.map((x) => 10_000 * x / peak));
}
