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
