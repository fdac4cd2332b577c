import type { SoundPart } from "../media/sound_messages.ts";
import type { HeldSound } from "./held_sound.ts";
import type { Samples } from "./samples.ts";

/** A sound that was made here, such as a text that is read aloud. */
export class WholeSound implements HeldSound {
  readonly length: number;
  readonly #samples: Samples;

  constructor(samples: Samples) {
    this.#samples = samples;
    this.length = samples.byteLength / Int16Array.BYTES_PER_ELEMENT;
  }

  part(): Promise<SoundPart> {
    return Promise.resolve({ segments: [this.#samples], last: true });
  }

  leave(): void {}

  release(): void {}
}
