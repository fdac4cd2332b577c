import { SAMPLE_RATE } from "../base/units.ts";
import { type Polyphase, polyphase } from "./polyphase.ts";

/** Input samples of a whole sound that are worked on at once. */
const BLOCK = 8192;

/** Changes the rate of a whole sound; it is as long as before, in time. */
export function resample(
  samples: Int16Array,
  from: number,
  to: number = SAMPLE_RATE,
): Int16Array {
  if (from === to) return samples;
  const resampler = new Resampler(from, to);
  const out = new Int16Array(resampler.lengthOf(samples.length));
  let length = 0;
  for (let at = 0; at < samples.length; at += BLOCK) {
    const block = resampler.push(samples.subarray(at, at + BLOCK));
    out.set(block, length);
    length += block.length;
  }
  out.set(resampler.flush(), length);
  return out;
}

/**
 * Changes the rate of a sound that comes in pieces, by a windowed sinc with
 * linear phase; what cannot be heard at the lower of the two rates is filtered
 * out, not folded down. Before and behind the sound there is silence.
 */
export class Resampler {
  readonly #from: number;
  readonly #to: number;
  readonly #filter: Polyphase;
  /** The samples that the next outputs are made of, and room for more. */
  #held: Float32Array<ArrayBuffer>;
  #count: number;
  /** Where in `#held` the window of the next output begins. */
  #first = 0;
  /** How far behind the middle of its window that output lies. */
  #phase = 0;
  #pushed = 0;
  #made = 0;

  constructor(from: number, to: number = SAMPLE_RATE) {
    this.#from = from;
    this.#to = to;
    this.#filter = polyphase(from, to);
    this.#count = this.#filter.width / 2 - 1;
    this.#held = new Float32Array(this.#filter.width + BLOCK);
  }

  /** How many samples come of so many. */
  lengthOf(samples: number): number {
    return Math.round(samples * this.#to / this.#from);
  }

  /** What can be made of all that was pushed; it lags by half a window. */
  push(samples: Int16Array | Float32Array): Int16Array<ArrayBuffer> {
    this.#hold(samples);
    this.#pushed += samples.length;
    const { width, phases, step } = this.#filter;
    const further = this.#count - this.#first - width;
    if (further < 0) return new Int16Array();
    const places = (further + 1) * phases - 1 - this.#phase;
    return this.#make(Math.floor(places / step) + 1);
  }

  /** The rest, once there is no more to be pushed. */
  flush(): Int16Array<ArrayBuffer> {
    this.#hold(new Float32Array(this.#filter.width));
    return this.#make(this.lengthOf(this.#pushed) - this.#made);
  }

  #make(length: number): Int16Array<ArrayBuffer> {
    const out = new Int16Array(length);
    const { phases, step, rows } = this.#filter;
    for (let i = 0; i < length; i++) {
      const place = this.#phase * rows / phases;
      const row = Math.floor(place);
      const level = place === row ? this.#level(row) : this.#between(place);
      out[i] = Math.max(-32768, Math.min(32767, Math.round(level)));
      this.#phase += step;
      this.#first += Math.floor(this.#phase / phases);
      this.#phase %= phases;
    }
    this.#made += length;
    return out;
  }

  #between(place: number): number {
    const row = Math.floor(place);
    const level = this.#level(row);
    return level + (place - row) * (this.#level(row + 1) - level);
  }

  #level(row: number): number {
    const { width, taps } = this.#filter;
    const held = this.#held;
    let at = this.#first;
    let [a, b, c, d] = [0, 0, 0, 0];
    const end = (row + 1) * width;
    for (let k = row * width; k < end; k += 4, at += 4) {
      a += held[at] * taps[k];
      b += held[at + 1] * taps[k + 1];
      c += held[at + 2] * taps[k + 2];
      d += held[at + 3] * taps[k + 3];
    }
    return a + b + c + d;
  }

  #hold(samples: Int16Array | Float32Array): void {
    this.#held.copyWithin(0, this.#first, this.#count);
    this.#count -= this.#first;
    this.#first = 0;
    const count = this.#count + samples.length;
    if (count > this.#held.length) {
      const larger = new Float32Array(count);
      larger.set(this.#held.subarray(0, this.#count));
      this.#held = larger;
    }
    this.#held.set(samples, this.#count);
    this.#count = count;
  }
}
