import { OutOfBits } from "./bits.ts";
import type { ByteStream } from "./byte_stream.ts";
import {
  decodeFlacFrame,
  type FlacFrame,
  type StreamInfo,
} from "./flac_frame.ts";
import { checkRate } from "./rates.ts";
import { BrokenSound, type Track } from "./track.ts";

const BLOCK_HEADER = 4;
const STREAM_INFO = 0;
const STREAM_INFO_BYTES = 34;
const IS_LAST = 0x80;
/** Looked at first; a frame of two channels and 4096 samples is smaller. */
const USUAL_FRAME = 16 * 1024;
/** A frame of the longest blocks, of two channels and 32 bits, in plain. */
const LARGEST_FRAME = 65_536 * 2 * 33 / 8 + 64;

/** @throws {BrokenSound} */
export async function openFlac(stream: ByteStream): Promise<Track> {
  await stream.goTo(stream.at + "fLaC".length);
  let sound: StreamInfo | null = null;
  for (let isLast = false; !isLast;) {
    const header = await stream.take(BLOCK_HEADER);
    if (header.length < BLOCK_HEADER) break;
    const [kind, a, b, c] = header;
    isLast = (kind & IS_LAST) !== 0;
    const end = stream.at + (a << 16 | b << 8 | c);
    if ((kind & ~IS_LAST) === STREAM_INFO) {
      sound = parseStreamInfo(await stream.take(STREAM_INFO_BYTES));
    }
    await stream.goTo(end);
  }
  if (!sound) throw new BrokenSound("FLAC without its stream information");
  return new FlacTrack(stream, sound);
}

/**
 * RFC 9639 §8.2
 * @throws {BrokenSound}
 */
export function parseStreamInfo(body: Uint8Array): StreamInfo {
  if (body.length < STREAM_INFO_BYTES) {
    throw new BrokenSound("stream information that is cut off");
  }
  const view = new DataView(body.buffer, body.byteOffset);
  const packed = view.getUint32(10);
  const rate = packed >>> 12;
  const channels = (packed >>> 9 & 7) + 1;
  const bits = (packed >>> 4 & 31) + 1;
  const samples = (packed & 15) * 2 ** 32 + view.getUint32(14);
  checkRate(rate);
  if (channels > 2) {
    throw new BrokenSound(`${channels} channels; 1 or 2 are allowed`);
  }
  return { rate, channels, bits, samples: samples || null };
}

class FlacTrack implements Track {
  readonly rate: number;
  readonly length: number | null;
  readonly #stream: ByteStream;
  readonly #sound: StreamInfo;
  #left: number;

  constructor(stream: ByteStream, sound: StreamInfo) {
    this.#stream = stream;
    this.#sound = sound;
    this.rate = sound.rate;
    this.length = sound.samples;
    this.#left = sound.samples ?? Infinity;
  }

  /** A frame; one that the end of the file cuts off is no sound. */
  async read(): Promise<Float32Array | null> {
    if (this.#left === 0) return null;
    const frame = await this.#frame();
    if (frame === null) return null;
    this.#stream.drop(frame.bytes);
    const samples = frame.samples.subarray(0, this.#left);
    this.#left -= samples.length;
    return samples;
  }

  close(): void {}

  async #frame(): Promise<FlacFrame | null> {
    let wanted = USUAL_FRAME;
    for (let more = true; more; wanted *= 2) {
      more = await this.#stream.need(Math.min(wanted, LARGEST_FRAME));
      const { ahead } = this.#stream;
      if (ahead.length === 0) return null;
      try {
        return decodeFlacFrame(ahead, this.#sound);
      } catch (error) {
        if (!(error instanceof OutOfBits)) throw error;
      }
      if (wanted >= LARGEST_FRAME) {
        throw new BrokenSound("damaged FLAC: a frame without an end");
      }
    }
    return null;
  }
}
