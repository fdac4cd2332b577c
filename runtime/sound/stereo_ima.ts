import type { Codec, Core } from "../core/mod.ts";
import { channelOf } from "./channels.ts";
import type { Encoder } from "./encoder.ts";

/** The header of a block, and eight codes. */
const WORD_BYTES = 4;

/**
 * IMA ADPCM in the blocks of a stereo WAV file: words of the left and of the
 * right channel in turns, otherwise each as if it were alone.
 */
export class StereoIma implements Encoder {
  readonly #left: Codec;
  readonly #right: Codec;

  constructor(core: Pick<Core, "codec">) {
    this.#left = core.codec("ima-adpcm");
    this.#right = core.codec("ima-adpcm");
  }

  encode(samples: Int16Array): Uint8Array<ArrayBuffer> {
    return wordsInTurns(
      this.#left.encode(channelOf(samples, 0)),
      this.#right.encode(channelOf(samples, 1)),
    );
  }

  flush(): Uint8Array<ArrayBuffer> {
    return wordsInTurns(this.#left.flush(), this.#right.flush());
  }

  close(): void {
    this.#left.close();
    this.#right.close();
  }
}

/** Both are of one length. */
function wordsInTurns(
  left: Uint8Array,
  right: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(2 * left.length);
  for (let at = 0; at < left.length; at += WORD_BYTES) {
    both.set(left.subarray(at, at + WORD_BYTES), 2 * at);
    both.set(right.subarray(at, at + WORD_BYTES), 2 * at + WORD_BYTES);
  }
  return both;
}
