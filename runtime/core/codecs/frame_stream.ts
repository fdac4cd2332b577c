import type { Workbench } from "../workbench.ts";

/** One direction of a codec; all sizes are in bytes. */
export interface Conversion {
  readonly frameIn: number;
  readonly frameOut: number;
  readonly stateBytes: number;
  convert(from: number, to: number, frames: number, state: number): void;
}

/** Bytes that are moved through the core at once, unless a frame is larger. */
const BLOCK = 8192;
/** The parts of an area begin where vectors may. */
const ALIGNMENT = 16;

function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}

/** Bytes go in as they come, whole frames come out; the rest waits. */
export class FrameStream {
  readonly #bench: Workbench;
  readonly #conversion: Conversion;
  readonly #capacity: number;
  readonly #size: number;
  #state: number;
  readonly #in: number;
  readonly #out: number;
  #waiting = 0;

  constructor(bench: Workbench, conversion: Conversion) {
    const { frameIn, frameOut, stateBytes } = conversion;
    const frames = Math.floor(BLOCK / Math.max(frameIn, frameOut)) || 1;
    this.#bench = bench;
    this.#conversion = conversion;
    this.#capacity = frames * frameIn;
    const state = aligned(stateBytes);
    const before = state + aligned(this.#capacity);
    this.#size = before + aligned(frames * frameOut);
    this.#state = bench.take(this.#size);
    this.#in = this.#state + state;
    this.#out = this.#state + before;
  }

  get state(): number {
    return this.#state;
  }

  /** What becomes of the frames that are whole now. */
  push(input: Uint8Array): Uint8Array<ArrayBuffer> {
    const { frameIn, frameOut } = this.#conversion;
    const at = this.#open();
    const { bytes } = this.#bench;
    const frames = Math.floor((this.#waiting + input.length) / frameIn);
    const output = new Uint8Array(frames * frameOut);
    let written = 0;
    for (let read = 0; read < input.length;) {
      const room = this.#capacity - this.#waiting;
      const block = input.subarray(read, read + room);
      bytes.set(block, at + this.#waiting);
      this.#waiting += block.length;
      read += block.length;
      written += this.#convert(output, written);
    }
    return output;
  }

  /** What becomes of the frame that is not whole, filled up with zeros. */
  flush(): Uint8Array<ArrayBuffer> {
    const at = this.#open();
    if (!this.#waiting) return new Uint8Array();
    const { frameIn, frameOut } = this.#conversion;
    this.#bench.bytes.fill(0, at + this.#waiting, at + frameIn);
    this.#waiting = frameIn;
    const output = new Uint8Array(frameOut);
    this.#convert(output, 0);
    return output;
  }

  close(): void {
    if (this.#state) this.#bench.giveBack(this.#state, this.#size);
    this.#state = 0;
  }

  /** Puts what whole frames become at a place of the output; gives its length. */
  #convert(output: Uint8Array, place: number): number {
    const { frameIn, frameOut, convert } = this.#conversion;
    const [from, out] = [this.#in, this.#out];
    const frames = Math.floor(this.#waiting / frameIn);
    if (frames === 0) return 0;
    convert(from, out, frames, this.#state);
    const { bytes } = this.#bench;
    output.set(bytes.subarray(out, out + frames * frameOut), place);
    const used = frames * frameIn;
    if (used < this.#waiting) {
      bytes.copyWithin(from, from + used, from + this.#waiting);
    }
    this.#waiting -= used;
    return frames * frameOut;
  }

  #open(): number {
    if (!this.#state) throw new TypeError("This codec is closed");
    return this.#in;
  }
}
