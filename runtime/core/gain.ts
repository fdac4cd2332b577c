/** What a party is in a mix; what is not given is as in a plain conversation. */
export interface MixPart {
  /** Its voice is in the mix: true where it is not given. */
  readonly talk?: boolean;
  /** It hears the mix, all but itself: true where it is not given. */
  readonly listen?: boolean;
  /** Of its voice, for all that hear it: 0 to 15.99 (24 dB), 1 by default. */
  readonly gain?: number;
  /** Of the mix in its own ear, likewise. */
  readonly listenGain?: number;
}

/** What `assembly/mix/gain.ts` calls UNITY: a gain that changes nothing. */
const UNITY = 4096;
/** 24 dB: with it a voice times its gain still fits in 32 bits. */
const HIGHEST_GAIN = 15.99;

function fixed(gain: number): number {
  return Math.round(Math.min(Math.max(gain, 0), HIGHEST_GAIN) * UNITY);
}

/** Gains of the voice and of the ear as the core has them: 4096ths. */
export function gainsOf(part: MixPart): [voice: number, ear: number] {
  const { talk = true, listen = true, gain = 1, listenGain = 1 } = part;
  return [talk ? fixed(gain) : 0, listen ? fixed(listenGain) : 0];
}
