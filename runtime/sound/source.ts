import { SAMPLE_RATE } from "../base/units.ts";
import { wordsOf } from "../base/words_of.ts";
import type { Core, Resampler } from "../core/mod.ts";
import { ByteStream, type ReadableFile } from "./formats/byte_stream.ts";
import { FileInMemory } from "./formats/file_in_memory.ts";
import { openTrack } from "./formats/open_track.ts";
import { BrokenSound, type Track } from "./formats/track.ts";
import { noSound } from "./no_sound.ts";

/** A sound file that is read piece by piece, as the node plays it: 8 kHz, mono. */
export interface SoundSource {
  /**
   * Its length in samples at 8 kHz, as far as the file tells before it is read,
   * or its size and bit rate let guess; null where they do not.
   */
  readonly expected: number | null;
  /**
   * The next piece, about a second or less; null at the end.
   * @throws {CtiError} `badParams`, saying what is broken
   */
  read(): Promise<Int16Array | null>;
  /** Gives back the file; nothing is read after it. */
  close(): void;
}

/**
 * Opens a sound file; what it is shows by its content, and where that has no
 * mark by its name.
 * @param name where it comes from, if that is not its path
 * @throws {CtiError} `badParams` for what is no sound file, or cannot be read
 */
export async function openSource(
  path: string,
  core: Core,
  name = path,
): Promise<SoundSource> {
  try {
    const { size } = await Deno.stat(path);
    return await openFile(name, await Deno.open(path), size, core);
  } catch (error) {
    throw refusal(name, error);
  }
}

/**
 * A sound file that lies in memory.
 * @throws {CtiError} `badParams` for what is no sound file
 */
export async function openBytes(
  name: string,
  bytes: Uint8Array,
  core: Core,
): Promise<SoundSource> {
  try {
    return await openFile(name, new FileInMemory(bytes), bytes.length, core);
  } catch (error) {
    throw refusal(name, error);
  }
}

/** Takes the file over, which is closed when it holds no sound. */
async function openFile(
  name: string,
  file: ReadableFile,
  size: number,
  core: Core,
): Promise<SoundSource> {
  const stream = new ByteStream(file, size);
  try {
    const track = await openTrack(stream, name, core);
    return new TrackSource(name, stream, track, core);
  } catch (error) {
    stream.close();
    throw error;
  }
}

/** A track at the node's own rate. */
class TrackSource implements SoundSource {
  readonly expected: number | null;
  readonly #name: string;
  readonly #stream: ByteStream;
  readonly #track: Track;
  /** The file tells of sound, and none has come yet. */
  #isMissing: boolean;
  /** Null where the rate is right, and behind the end. */
  #resampler: Resampler | null;
  /** What a read gave beyond a second. */
  #rest = new Int16Array();

  constructor(name: string, stream: ByteStream, track: Track, core: Core) {
    this.#name = name;
    this.#stream = stream;
    this.#track = track;
    this.#isMissing = track.length !== 0;
    const { rate, length } = track;
    this.#resampler = rate === SAMPLE_RATE ? null : core.resampler(rate);
    this.expected = length === null
      ? null
      : Math.round(length * SAMPLE_RATE / rate);
  }

  async read(): Promise<Int16Array | null> {
    try {
      while (this.#rest.length === 0) {
        const piece = await this.#next();
        if (piece === null) return null;
        this.#rest = piece;
      }
    } catch (error) {
      throw refusal(this.#name, error);
    }
    const piece = this.#rest.subarray(0, SAMPLE_RATE);
    this.#rest = this.#rest.subarray(piece.length);
    return piece;
  }

  close(): void {
    this.#endResampling();
    this.#track.close();
    this.#stream.close();
  }

  async #next(): Promise<Int16Array<ArrayBuffer> | null> {
    const piece = await this.#track.read();
    if (this.#isMissing && !piece) {
      throw new BrokenSound("it ends before its sound begins");
    }
    this.#isMissing = false;
    if (piece) return this.#resampler?.push(piece) ?? rounded(piece);
    const rest = this.#resampler?.flush() ?? null;
    this.#endResampling();
    return rest;
  }

  #endResampling(): void {
    this.#resampler?.close();
    this.#resampler = null;
  }
}

const FULL_SCALE = 32768;

function rounded(samples: Float32Array): Int16Array<ArrayBuffer> {
  const out = new Int16Array(samples.length);
  for (let n = 0; n < out.length; n++) {
    out[n] = Math.max(
      -32768,
      Math.min(32767, Math.round(samples[n] * FULL_SCALE)),
    );
  }
  return out;
}

/** Our own mistakes stay what they are; all else is the file's. */
function refusal(name: string, error: unknown): unknown {
  if (error instanceof TypeError || error instanceof RangeError) return error;
  return noSound(name, wordsOf(error));
}
