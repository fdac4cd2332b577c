/** Who takes part in a mix: one voice that goes in, one ear that hears it. */
import {
  GAIN_BYTES,
  Gain,
  UNITY,
  advanceGain,
  aimGain,
  isSteadily,
  setGain,
} from "./gain";

export class Party {
  /** The others of its mix, 0 behind the last and before the first. */
  next: usize;
  previous: usize;
  /** Its frame of sound, and where the frame goes that it hears. */
  voice: usize;
  out: usize;
  /** What its gains come to: TALKS, LISTENS and WEIGHED. */
  part: i32;
  /** Something was written to `out`. */
  heard: bool;
  /** It is faded out, and then no more of its mix. */
  leaving: bool;
  /** Which mix it is in, where there are many. */
  mix: i32;
}

/** Its voice is in the mix; it hears the mix. */
export const TALKS: i32 = 1;
export const LISTENS: i32 = 2;
/** One of its gains is neither nothing nor unity, or on its way. */
export const WEIGHED: i32 = 4;

const GAINS: usize = 32;
export const PARTY_BYTES: usize = GAINS + 2 * GAIN_BYTES;

/** Of its voice in the mix. */
export function voiceGain(party: Party): Gain {
  return changetype<Gain>(changetype<usize>(party) + GAINS);
}

/** Of the mix in its ear. */
export function earGain(party: Party): Gain {
  return changetype<Gain>(changetype<usize>(party) + GAINS + GAIN_BYTES);
}

function partOf(gain: Gain, part: i32): i32 {
  if (isSteadily(gain, 0)) return 0;
  return isSteadily(gain, UNITY) ? part : part | WEIGHED;
}

function classify(party: Party): void {
  const talks = partOf(voiceGain(party), TALKS);
  party.part = talks | partOf(earGain(party), LISTENS);
}

/** Sets the gains of a voice and of an ear, at once. */
export function setGains(party: Party, voice: i32, ear: i32): void {
  setGain(voiceGain(party), voice);
  setGain(earGain(party), ear);
  classify(party);
}

/** It hears no more, at once. */
export function deafen(party: Party): void {
  setGain(earGain(party), 0);
  classify(party);
}

/** Lets both gains walk to others. */
export function aimGains(party: Party, voice: i32, ear: i32): void {
  if (voiceGain(party).to == voice && earGain(party).to == ear) return;
  if (voiceGain(party).to != voice) aimGain(voiceGain(party), voice);
  if (earGain(party).to != ear) aimGain(earGain(party), ear);
  classify(party);
}

export function advanceGains(party: Party, samples: i32): void {
  advanceGain(voiceGain(party), samples);
  advanceGain(earGain(party), samples);
  classify(party);
}

/** Makes a party that neither talks nor listens. */
export function resetParty(party: Party, voice: usize, out: usize): void {
  party.next = 0;
  party.previous = 0;
  party.voice = voice;
  party.out = out;
  party.heard = false;
  party.leaving = false;
  setGains(party, 0, 0);
}
