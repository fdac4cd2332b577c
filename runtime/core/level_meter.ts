import type { Workbench } from "./workbench.ts";

/** How loud it is, in dBm0: a full-scale sine is 3.14, silence −Infinity. */
export interface Levels {
  /** Of the last 20 ms. */
  readonly heard: number;
  /** Of the last 10 s of speech, pauses left out (in the spirit of ITU-T P.56). */
  readonly speech: number;
  /** Of what is there between words; −66.0, that of an idle A-law line, at least. */
  readonly noise: number;
  /** Somebody speaks, or did in the last 200 ms. */
  readonly active: boolean;
}

/** Measures levels and hears whether somebody speaks. */
export interface LevelMeter {
  /** The next sound, of any length; what is not 20 ms waits for more. */
  measure(sound: Int16Array): void;
  levels(): Levels;
  reset(): void;
  close(): void;
}

/** Levels as `readLevel` of the core writes them: three, then activity. */
export function levelsAt(memory: ArrayBuffer, at: number): Levels {
  const [heard, speech, noise, active] = new Float64Array(memory, at, 4);
  return { heard, speech, noise, active: active === 1 };
}

const FRAME = 160;
const LEVELS_BYTES = 32;

export class WasmLevelMeter implements LevelMeter {
  readonly #bench: Workbench;
  readonly #bytes: number;
  #at: number;
  #waiting = 0;

  constructor(bench: Workbench) {
    this.#bench = bench;
    this.#bytes = bench.core.levelBytes() + LEVELS_BYTES + 2 * FRAME;
    this.#at = bench.take(this.#bytes);
    this.reset();
  }

  measure(sound: Int16Array): void {
    const at = this.#open();
    const frame = this.#levels() + LEVELS_BYTES;
    for (let done = 0; done < sound.length;) {
      const piece = sound.subarray(done, done + FRAME - this.#waiting);
      this.#bench.samples.set(piece, frame / 2 + this.#waiting);
      this.#waiting += piece.length;
      done += piece.length;
      if (this.#waiting < FRAME) break;
      this.#bench.core.levelMeasure(at, frame);
      this.#waiting = 0;
    }
  }

  levels(): Levels {
    this.#bench.core.levelRead(this.#open(), this.#levels());
    return levelsAt(this.#bench.bytes.buffer, this.#levels());
  }

  reset(): void {
    this.#bench.core.levelReset(this.#open());
    this.#waiting = 0;
  }

  close(): void {
    if (this.#at) this.#bench.giveBack(this.#at, this.#bytes);
    this.#at = 0;
  }

  #levels(): number {
    return this.#at + this.#bench.core.levelBytes();
  }

  #open(): number {
    if (!this.#at) throw new TypeError("This level meter is closed");
    return this.#at;
  }
}
