import { SAMPLE_RATE } from "../base/units.ts";
import type { Core } from "../core/mod.ts";
import { decodeSound } from "./decode.ts";
import { noSound } from "./no_sound.ts";

/** A sound file that is read piece by piece, as the node plays it: 8 kHz, mono. */
export interface SoundSource {
  /**
   * Its length in samples at 8 kHz, as far as the file tells before it is read;
   * null where it does not.
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
 * @throws {CtiError} `badParams` for what is no sound file, or cannot be read
 */
export async function openSource(
  path: string,
  core: Core,
): Promise<SoundSource> {
  const samples = decodeSound(path, await bytesOf(path), core);
  if (typeof samples === "string") throw noSound(path, samples);
  return new Whole(samples);
}

/** A sound that is there already. */
class Whole implements SoundSource {
  readonly expected: number;
  readonly #samples: Int16Array;
  #at = 0;

  constructor(samples: Int16Array) {
    this.#samples = samples;
    this.expected = samples.length;
  }

  read(): Promise<Int16Array | null> {
    if (this.#at >= this.#samples.length) return Promise.resolve(null);
    const piece = this.#samples.subarray(this.#at, this.#at + SAMPLE_RATE);
    this.#at += piece.length;
    return Promise.resolve(piece);
  }

  close(): void {}
}

async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    return await Deno.readFile(path);
  } catch (error) {
    throw noSound(path, error instanceof Error ? error.message : `${error}`);
  }
}
