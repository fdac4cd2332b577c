import { noSound } from "./no_sound.ts";

/** A file of this size holds 9 hours at 8 kHz; more is a mistake. */
const LARGEST_FILE = 256 * 1024 * 1024;

/** Decoded sounds, shared by all calls and both threads. */
export type Samples = SharedArrayBuffer;
/** Bytes to samples, or a few words that say why not. */
export type Decode = (name: string, file: Uint8Array) => Int16Array | string;

/**
 * Keeps decoded sounds up to a bound, the least recently used goes first. A
 * file that has changed on the disk is another sound.
 */
export class SoundCache {
  readonly #decode: Decode;
  readonly #mostBytes: number;
  /** In the order of their last use. */
  readonly #sounds = new Map<string, Samples>();
  /** Files being read now: many calls may ask at once. */
  readonly #reading = new Map<string, Promise<Samples>>();
  #bytes = 0;

  constructor(decode: Decode, mostBytes: number) {
    this.#decode = decode;
    this.#mostBytes = mostBytes;
  }

  /** @throws {CtiError} `badParams` when the file holds no sound */
  async load(path: string): Promise<Samples> {
    const { size, mtime, ctime, ino } = await Deno.stat(path);
    // Copying tools keep size and `mtime`; what they replace has another inode.
    const times = [mtime, ctime].map((time) => time?.getTime());
    const key = [size, ...times, ino, path].join(" ");
    const known = this.#sounds.get(key);
    if (known) {
      this.#sounds.delete(key);
      this.#sounds.set(key, known);
      return known;
    }
    return await this.#readOnce(key, path, size);
  }

  #readOnce(key: string, path: string, size: number): Promise<Samples> {
    const underWay = this.#reading.get(key);
    if (underWay) return underWay;
    const reading = this.#read(path, size)
      .then((samples) => this.#keep(key, samples))
      .finally(() => this.#reading.delete(key));
    this.#reading.set(key, reading);
    return reading;
  }

  async #read(path: string, size: number): Promise<Samples> {
    if (size > LARGEST_FILE) throw noSound(path, `${size} bytes are too many`);
    const samples = this.#decode(path, await Deno.readFile(path));
    if (typeof samples === "string") throw noSound(path, samples);
    return shared(samples);
  }

  #keep(key: string, samples: Samples): Samples {
    this.#sounds.set(key, samples);
    this.#bytes += samples.byteLength;
    for (const [oldest, { byteLength }] of this.#sounds) {
      if (this.#bytes <= this.#mostBytes) break;
      this.#sounds.delete(oldest);
      this.#bytes -= byteLength;
    }
    return samples;
  }
}

/** A copy that both threads can read. */
export function shared(samples: Int16Array): Samples {
  const copy = new SharedArrayBuffer(samples.byteLength);
  new Int16Array(copy).set(samples);
  return copy;
}
