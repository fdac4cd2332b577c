import type { BlockDecoder } from "./block_decoder.ts";
import type { ByteStream } from "./byte_stream.ts";
import type { Track } from "./track.ts";

/** Read at once, where that is less than a second. */
const STEP = 64 * 1024;

/** What a header, or a name, says of sound in blocks. */
export interface StoredSound {
  readonly rate: number;
  /** Where the sound ends, at the latest with the file. */
  readonly bytes: number;
  /** Of them the last block may have room for more; null: it has not. */
  readonly samples: number | null;
}

/** Sound in blocks of one size, from where the stream stands. */
export class BlockTrack implements Track {
  readonly rate: number;
  readonly length: number;
  readonly #stream: ByteStream;
  readonly #decoder: BlockDecoder;
  readonly #step: number;
  #bytesLeft: number;
  #samplesLeft: number;

  constructor(stream: ByteStream, decoder: BlockDecoder, sound: StoredSound) {
    const { blockBytes, blockSamples } = decoder;
    this.#stream = stream;
    this.#decoder = decoder;
    this.rate = sound.rate;
    const perSecond = Math.floor(sound.rate / blockSamples);
    const perStep = Math.floor(STEP / blockBytes);
    this.#step = Math.max(1, Math.min(perSecond, perStep)) * blockBytes;
    this.#bytesLeft = sound.bytes;
    const there = Math.min(sound.bytes, Math.max(0, stream.size - stream.at));
    const room = Math.floor(there / blockBytes) * blockSamples;
    this.#samplesLeft = sound.samples ?? Infinity;
    this.length = Math.min(this.#samplesLeft, room);
  }

  /** A block that is not whole is no sound. */
  async read(): Promise<Float32Array | null> {
    const { blockBytes } = this.#decoder;
    const bytes = await this.#stream.take(
      Math.min(this.#step, this.#bytesLeft),
    );
    this.#bytesLeft -= bytes.length;
    const whole = bytes.length - bytes.length % blockBytes;
    if (whole === 0 || this.#samplesLeft === 0) return null;
    const samples = this.#decoder.decode(bytes.subarray(0, whole))
      .subarray(0, this.#samplesLeft);
    this.#samplesLeft -= samples.length;
    return samples;
  }

  close(): void {
    this.#decoder.close();
  }
}
