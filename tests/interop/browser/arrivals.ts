import { Decimator } from "../../../examples/browser-dtmf/decimator.js";
import { correlation } from "../../support/wav_files.ts";
import type { SpokenKeys } from "./spoken_keys.ts";

/** What the audio thread got, as `tap.js` tells it. */
export interface Quantum {
  readonly frame: number;
  readonly at: number;
  readonly sound: Float32Array;
}

/** Where a key of the file lies in what came. */
export interface Arrival {
  readonly key: string;
  /** Frame of the context at which it begins. */
  readonly onset: number;
  /** How much what came is like the file there: 1 is the same. */
  readonly likeness: number;
}

/** Samples of a quantum. */
export const QUANTUM = 128;
const RATE = 8000;
/** A key is known by itself and 50 ms of speech before and behind it. */
const AROUND = 400;
/** How far a key may be from where the one before says that it is: 0.2 s. */
const ASTRAY = 1600;

/** Where `part` is in `whole`, between two places, and how much alike it is. */
function find(
  part: Int16Array,
  whole: Int16Array,
  from: number,
  to: number,
): { place: number; peak: number } {
  const likeness = (at: number) =>
    correlation(part, whole.subarray(at, at + part.length));
  const first = Math.max(1, from);
  const last = Math.min(to, whole.length - part.length - 1);
  let [peak, at] = [-1, first];
  for (let place = first; place < last; place++) {
    const like = likeness(place);
    if (like > peak) [peak, at] = [like, place];
  }
  return between(at, [-1, 0, 1].map((by) => likeness(at + by)));
}

/** The peak between samples, where a parabola through its neighbours has it. */
function between(at: number, [before, here, after]: number[]) {
  const bend = before - 2 * here + after;
  const off = bend < 0 ? (before - after) / (2 * bend) : 0;
  return { place: at + off, peak: here - (before - after) * off / 4 };
}

/** All that came, without gaps between quanta, at 8 kHz. */
function narrowed(quanta: readonly Quantum[], rate: number): Int16Array {
  const decimator = new Decimator(rate);
  const whole = new Float32Array(quanta.length * QUANTUM);
  quanta.forEach(({ sound }, index) => whole.set(sound, index * QUANTUM));
  return decimator.push(whole);
}

/** Finds every key of the file in what came to the audio thread. */
export function arrivals(
  { sound, keys }: SpokenKeys,
  quanta: readonly Quantum[],
  rate: number,
): Arrival[] {
  const heard = narrowed(quanta, rate);
  let shift: number | null = null;
  return keys.map(({ key, onset, samples }) => {
    const begin = onset - AROUND;
    const part = sound.subarray(begin, onset + samples + AROUND);
    const [from, to]: number[] = shift === null
      ? [0, heard.length]
      : [begin + shift - ASTRAY, begin + shift + ASTRAY];
    const { place, peak } = find(part, heard, from, to);
    shift = Math.round(place) - begin;
    const frame = quanta[0].frame + (place + AROUND) * rate / RATE;
    return { key, onset: frame, likeness: peak };
  });
}
