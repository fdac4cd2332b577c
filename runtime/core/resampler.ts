import type { PlacedFilter, ResamplingFilters } from "./resampling_filters.ts";
import type { Workbench } from "./workbench.ts";

/** Changes the rate of a sound that comes piece by piece. */
export interface Resampler {
  /**
   * The next piece, of any length; full scale is 1 in 32-bit float. Gives what
   * is certain by now.
   */
  push(sound: Int16Array | Float32Array): Int16Array<ArrayBuffer>;
  /** What is left: then all is as long as what was pushed, to half a sample. */
  flush(): Int16Array<ArrayBuffer>;
  close(): void;
}

/** Of the rates that sound cards and files have. */
const RATES = { lowest: 4000, highest: 192_000 } as const;
/** Of the core. */
const OWN_RATE = 8000;
/** Samples that are moved into the core at once. */
const BLOCK = 2048;

export class WasmResampler implements Resampler {
  readonly #bench: Workbench;
  readonly #filters: ResamplingFilters;
  readonly #filter: PlacedFilter;
  /** Samples of the new rate for one of the old. */
  readonly #ratio: number;
  readonly #places: Places;
  #pushed = 0;
  #given = 0;
  #closed = false;

  constructor(
    bench: Workbench,
    filters: ResamplingFilters,
    from: number,
    to = OWN_RATE,
  ) {
    for (const rate of [from, to]) checkRate(rate);
    const common = greatestCommonDivisor(from, to);
    const places = to / common;
    this.#bench = bench;
    this.#filters = filters;
    this.#filter = filters.take(from, to, places);
    this.#ratio = to / from;
    this.#places = placesOf(bench, this.#filter, this.#ratio);
    const { at, rows, width } = this.#filter;
    const { state, line } = this.#places;
    const step = from / common;
    bench.core.resamplerReset(state, at, rows, width, line, places, step);
  }

  push(sound: Int16Array | Float32Array): Int16Array<ArrayBuffer> {
    this.#checkOpen();
    this.#pushed += sound.length;
    return this.#changed(sound);
  }

  flush(): Int16Array<ArrayBuffer> {
    this.#checkOpen();
    const missing = Math.round(this.#pushed * this.#ratio) - this.#given;
    // Behind the end it is as quiet as before the beginning.
    const rest = this.#changed(new Int16Array(this.#filter.width));
    return rest.subarray(0, missing);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#bench.giveBack(this.#places.state, this.#places.bytes);
    this.#filters.giveBack(this.#filter);
  }

  #changed(sound: Int16Array | Float32Array): Int16Array<ArrayBuffer> {
    const out = new Int16Array(outOf(sound.length, this.#ratio));
    let length = 0;
    for (let at = 0; at < sound.length; at += BLOCK) {
      const samples = this.#block(sound.subarray(at, at + BLOCK));
      out.set(samples, length);
      length += samples.length;
    }
    this.#given += length;
    return out.subarray(0, length);
  }

  /** What becomes of a block: a view of the core's memory. */
  #block(block: Int16Array | Float32Array): Int16Array<ArrayBuffer> {
    const { core, bytes, samples } = this.#bench;
    const { state, input, out } = this.#places;
    if (block instanceof Float32Array) {
      new Float32Array(bytes.buffer, input, BLOCK).set(block);
      core.resamplerTakeFloat(state, input, block.length);
    } else {
      samples.set(block, input / 2);
      core.resamplerTake(state, input, block.length);
    }
    const given = core.resamplerGive(state, out);
    return samples.subarray(out / 2, out / 2 + given);
  }

  #checkOpen(): void {
    if (this.#closed) throw new TypeError("This resampler is closed");
  }
}

/** Where the parts of a resampler are in the core's memory. */
interface Places {
  readonly state: number;
  readonly line: number;
  readonly input: number;
  readonly out: number;
  /** Of all four, from `state` on. */
  readonly bytes: number;
}

function placesOf(
  bench: Workbench,
  { width }: PlacedFilter,
  ratio: number,
): Places {
  const stateBytes = bench.core.resamplerBytes();
  const [lineBytes, inputBytes] = [4 * (width + BLOCK), 4 * BLOCK];
  const outBytes = 2 * outOf(BLOCK, ratio);
  const bytes = stateBytes + lineBytes + inputBytes + outBytes;
  const state = bench.take(bytes);
  const line = state + stateBytes;
  const input = line + lineBytes;
  return { state, line, input, out: input + inputBytes, bytes };
}

/** No more than so many samples come of so many. */
function outOf(samples: number, ratio: number): number {
  return Math.ceil(samples * ratio) + 1;
}

function checkRate(rate: number): void {
  const { lowest, highest } = RATES;
  if (Number.isInteger(rate) && rate >= lowest && rate <= highest) return;
  throw new RangeError(`A rate of ${rate} Hz is not ${lowest} to ${highest}`);
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
