import type { RecordingId } from "./messages.ts";
import type { Recorder } from "./recorder.ts";
import { FRAME_SAMPLES } from "../base/units.ts";

/** What of a channel crosses to the sound thread at a time: 200 ms. */
const CHUNK = 1600;

/** Takes a piece of a recording; the array is the receiver's to keep. */
export type TakeChunk = (samples: Int16Array<ArrayBuffer>) => void;

/** Draws what a recorder gathers out of the core, up to an exact length. */
export class Tap {
  readonly id: RecordingId;
  readonly #recorder: Recorder;
  readonly #take: TakeChunk;
  /** Of all channels, as all that is counted here. */
  readonly #maxSamples: number;
  readonly #chunk: number;
  #drawn = 0;
  /** Samples that the recorder has gathered since the last drawing. */
  #waiting = 0;

  constructor(
    recorder: Recorder,
    recording: { readonly id: RecordingId; readonly maxSamples: number },
    take: TakeChunk,
  ) {
    this.#recorder = recorder;
    this.id = recording.id;
    this.#maxSamples = recording.maxSamples * recorder.channels;
    this.#chunk = CHUNK * recorder.channels;
    this.#take = take;
    recorder.start();
  }

  get full(): boolean {
    return this.#drawn >= this.#maxSamples;
  }

  /** After each tick of the core: draws when a chunk, or the end, is reached. */
  beat(): void {
    this.#waiting += FRAME_SAMPLES * this.#recorder.channels;
    const last = this.#drawn + this.#waiting >= this.#maxSamples;
    if (this.#waiting >= this.#chunk || last) this.#draw();
  }

  /** Stops the recorder and draws what is left. */
  stop(): void {
    this.#recorder.stop();
    this.#draw();
  }

  #draw(): void {
    this.#waiting = 0;
    while (!this.full) {
      const room = Math.min(this.#chunk, this.#maxSamples - this.#drawn);
      const chunk = new Int16Array(room);
      const count = this.#recorder.read(chunk);
      if (count === 0) return;
      this.#drawn += count;
      this.#take(count === room ? chunk : chunk.slice(0, count));
      if (count < room) return;
    }
  }
}
