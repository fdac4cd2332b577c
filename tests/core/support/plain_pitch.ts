/**
 * The search for a period in plain words: the lag at which the last 20 ms are
 * most like what stood before them, by normalised cross-correlation over the
 * lags of ITU-T G.711 Appendix I.
 */
export const SHORTEST = 40;
export const LONGEST = 120;
const SPAN = 160;
/** What the search looks at, in samples. */
export const REACH = SPAN + LONGEST;
/** Samples are taken to 12 bits with their sign. */
const LIMIT = 2048;

/** What two stretches have in common, unnormalised. */
export function product(one: Int16Array, other: Int16Array): number {
  return one.reduce((sum, x, n) => sum + x * other[n], 0);
}

/** The sound in so many bits less that it fits the width of the search. */
export function narrowed(sound: Int16Array): Int16Array {
  let by = 0;
  while (sound.some((x) => x >> by >= LIMIT || x >> by < -LIMIT)) by++;
  return sound.map((x) => x >> by);
}

/** The square of the correlation with what stood `lag` before, 0 if negative. */
export function scoreAt(sound: Int16Array, lag: number): number {
  const last = sound.subarray(-SPAN);
  const from = sound.length - SPAN - lag;
  const lagged = sound.subarray(from, from + SPAN);
  const both = Math.max(0, product(last, lagged));
  // One more, since silence has no energy
  return both * both / (product(lagged, lagged) + 1);
}

/** The shortest of the lags that score most. */
export function plainPeriod(sound: Int16Array, longest: number): number {
  let best = { lag: SHORTEST, score: scoreAt(sound, SHORTEST) };
  for (let lag = SHORTEST + 1; lag <= longest; lag++) {
    const score = scoreAt(sound, lag);
    if (score > best.score) best = { lag, score };
  }
  return best.lag;
}

/** The normalised cross-correlation of two stretches. */
export function plainLikeness(one: Int16Array, other: Int16Array): number {
  const energies = [one, other].map((x) => product(x, x) + 1);
  return product(one, other) / Math.sqrt(energies[0] * energies[1]);
}
