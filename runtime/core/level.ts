/** ITU-T G.711 §5: a sine that fills the A-law code has this level. */
const FULL_SCALE_DBM0 = 3.14;

/** Peak of a sine of this level in dBm0; full scale, 3.14 dBm0, is 32768. */
export function peakOf(level: number): number {
  return Math.round(32768 * 10 ** ((level - FULL_SCALE_DBM0) / 20));
}
