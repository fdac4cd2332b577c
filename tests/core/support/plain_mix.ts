/** The mix as it is defined, one sample at a time: what the core is held against. */

export interface Gains {
  readonly gain: number;
  readonly listenGain: number;
}

const UNITY = 4096;

function clip(sample: number): number {
  return Math.max(-32768, Math.min(32767, sample));
}

/** A sample times a gain in 4096ths, rounded. */
function scaled(sample: number, gain: number): number {
  return Math.floor(sample * gain / UNITY + 0.5);
}

/** Each hears the sum of all others, times the gain of its ear, clipped once. */
export function plainMix(
  voices: readonly Int16Array[],
  gainsAt: (party: number, n: number) => Gains = () => ({
    gain: 1,
    listenGain: 1,
  }),
): Int16Array[] {
  const heard = voices.map(({ length }) => new Int16Array(length));
  const own = new Float64Array(voices.length);
  for (let n = 0; n < voices[0].length; n++) {
    let sum = 0;
    for (let p = 0; p < voices.length; p++) {
      const gain = Math.round(UNITY * gainsAt(p, n).gain);
      sum += own[p] = scaled(voices[p][n], gain);
    }
    for (let p = 0; p < voices.length; p++) {
      const ear = Math.round(UNITY * gainsAt(p, n).listenGain);
      heard[p][n] = clip(scaled(sum - own[p], ear));
    }
  }
  return heard;
}
