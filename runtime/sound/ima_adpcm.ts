import type { Codec, Core } from "../core/mod.ts";
import { channelOf } from "./channels.ts";
import type { Encoder } from "./encoder.ts";
import type { WavSound } from "./wav_reader.ts";

/** The header of a block, and eight codes. */
const WORD_BYTES = 4;
/** Of a block of one channel: what a header can say of its samples. */
const SMALLEST = 8;
const LARGEST = 32_768;

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

/**
 * The samples of a WAV file of whole blocks, those of two channels in turns, or
 * a few words that say why it has none.
 */
export function decodeImaAdpcm(
  { data, channels, blockBytes }: WavSound,
  core: Pick<Core, "codec">,
): Int16Array | string {
  const size = blockBytes / channels;
  if (size < SMALLEST || size > LARGEST || size % WORD_BYTES !== 0) {
    return `blocks of ${blockBytes} bytes`;
  }
  const voices = Array.from({ length: channels }, (_, channel) => {
    const codec = core.codec("ima-adpcm", { blockBytes: size });
    const samples = codec.decode(wordsOf(data, channel, channels));
    codec.close();
    return samples;
  });
  return channels === 1 ? voices[0] : samplesInTurns(voices[0], voices[1]);
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

function wordsOf(
  data: Uint8Array,
  channel: number,
  channels: number,
): Uint8Array {
  if (channels === 1) return data;
  const words = Math.floor(data.length / (WORD_BYTES * channels));
  const one = new Uint8Array(words * WORD_BYTES);
  for (let word = 0; word < words; word++) {
    const at = (word * channels + channel) * WORD_BYTES;
    one.set(data.subarray(at, at + WORD_BYTES), word * WORD_BYTES);
  }
  return one;
}

function samplesInTurns(left: Int16Array, right: Int16Array): Int16Array {
  return Int16Array.from(
    { length: 2 * left.length },
    (_, n) => (n % 2 === 0 ? left : right)[n >> 1],
  );
}
