/** ITU-T G.711 §5: a sine that fills the A-law code has this level. */
const FULL_SCALE_DBM0 = 3.14;

/** Peak of a sine of this level in dBm0; full scale, 3.14 dBm0, is 32768. */
export function peakOf(level: number): number {
  return Math.round(32768 * 10 ** ((level - FULL_SCALE_DBM0) / 20));
}

/** Level in dBm0 of a sine of this peak. */
export function levelOf(peak: number): number {
  return 20 * Math.log10(peak / 32768) + FULL_SCALE_DBM0;
}

function checkLevel(level: number, highest: number): void {
  if (level <= highest) return;
  throw new RangeError(`level is ${level} dBm0, not at most ${highest}`);
}

/**
 * Peak of a tone of one frequency.
 *
 * @throws {RangeError} when 16 bits do not hold it
 */
export function plainPeak(level: number): number {
  checkLevel(level, FULL_SCALE_DBM0);
  return peakOf(level);
}

/**
 * Peaks of two frequencies: the lower one of `level` dBm0, the higher one by
 * `twist` dB louder.
 *
 * @throws {RangeError} when 16 bits do not hold both together
 */
export function pairPeaks(
  level: number,
  twist: number,
): readonly [low: number, high: number] {
  if (!Number.isFinite(twist)) {
    throw new RangeError(`twist is ${twist} dB, not a number of dB`);
  }
  const both = FULL_SCALE_DBM0 - 20 * Math.log10(1 + 10 ** (twist / 20));
  checkLevel(level, Math.floor(100 * both) / 100);
  return [peakOf(level), peakOf(level + twist)];
}
