import type { CoreExports } from "./exports.ts";
import { gainsOf, type MixPart } from "./gain.ts";

/** A conference without ports: each party hears all but itself. */
export interface Mixer {
  readonly parties: number;
  /**
   * One block of equal length from each party; one for each comes back: those
   * of `into`, which may be the voices themselves, or new ones.
   *
   * @throws {TypeError} when their number or lengths do not agree
   */
  mix(
    voices: readonly Int16Array[],
    into?: Int16Array<ArrayBuffer>[],
  ): Int16Array<ArrayBuffer>[];
  /**
   * Sets flags and gains of a party: before the first sound at once, later by a
   * walk of 16 ms that makes no click.
   */
  set(party: number, part: MixPart): void;
  /**
   * Where a party's next 160 samples are written for `mixFrame`, and where it
   * finds what it hears: views of the mixer's own memory, which never moves.
   * They are good for the mixer's life; `mix` writes over both.
   */
  voice(party: number): Int16Array<ArrayBuffer>;
  heard(party: number): Int16Array<ArrayBuffer>;
  /** Mixes 20 ms from all of `voice` into all of `heard`, without a copy. */
  mixFrame(): void;
  close(): void;
}

const FRAME = 160;
const FRAME_BYTES = 2 * FRAME;
const PAGE = 65536;
/** Of a processor's cache: where `mixerInit` wants to begin. */
const LINE = 64;
/** Above it a sum of 16-bit samples might not fit in 32 bits. */
const MOST_PARTIES = 65534;
/** What is copied at once: it stays in the second cache of a processor. */
const BLOCK_BYTES = 1 << 19;
/** More in one call save no time. */
const MOST_FRAMES = 16;

/** Frames of each party that are mixed in one call. */
function blockOf(parties: number): number {
  const fit = Math.floor(BLOCK_BYTES / (2 * parties * FRAME_BYTES));
  return Math.max(1, Math.min(MOST_FRAMES, fit));
}

/**
 * Bytes from one party's sound to the next: an odd number of lines, so that the
 * same place in all of them is not in the same few sets of a cache.
 */
function strideOf(samples: number): number {
  return (Math.ceil(2 * samples / LINE) | 1) * LINE;
}

export class WasmMixer implements Mixer {
  readonly #core: CoreExports;
  readonly #at: number;
  readonly #samples: Int16Array<ArrayBuffer>;
  readonly #block: number;
  readonly #stride: number;
  readonly #voices: number;
  #begun = false;
  #closed = false;

  /** `core` makes an instance for this mixer alone. */
  constructor(core: () => CoreExports, readonly parties: number) {
    if (
      !(Number.isInteger(parties) && parties > 0 && parties <= MOST_PARTIES)
    ) {
      throw new RangeError(`${parties} parties are not 1 to ${MOST_PARTIES}`);
    }
    this.#core = core();
    this.#block = blockOf(parties) * FRAME;
    this.#stride = strideOf(this.#block);
    this.#at = Math.ceil(this.#core.heapBase() / LINE) * LINE;
    this.#voices = (this.#at + this.#core.mixerBytes(parties)) / 2;
    this.#samples = this.#layOut();
    this.#core.mixerInit(this.#at, parties, this.#stride);
  }

  mix(
    voices: readonly Int16Array[],
    into?: Int16Array<ArrayBuffer>[],
  ): Int16Array<ArrayBuffer>[] {
    const length = voices[0]?.length ?? 0;
    this.#check(voices, length);
    if (into) this.#check(into, length);
    this.#begun = true;
    if (!into && length <= this.#block) return this.#mixAtOnce(voices, length);
    const outs = into ?? voices.map(() => new Int16Array(length));
    for (let from = 0; from < length; from += this.#block) {
      this.#mixBlock(voices, outs, from, Math.min(this.#block, length - from));
    }
    return outs;
  }

  set(party: number, part: MixPart): void {
    const [voice, ear] = gainsOf(part);
    const atOnce = Number(!this.#begun);
    this.#core.mixerSet(this.#at, this.#party(party), voice, ear, atOnce);
  }

  voice(party: number): Int16Array<ArrayBuffer> {
    const at = this.#voiceAt(this.#party(party));
    return this.#samples.subarray(at, at + FRAME);
  }

  heard(party: number): Int16Array<ArrayBuffer> {
    const at = this.#heardAt(this.#party(party));
    return this.#samples.subarray(at, at + FRAME);
  }

  mixFrame(): void {
    this.#checkOpen();
    this.#begun = true;
    this.#core.mixerMix(this.#at, FRAME);
  }

  close(): void {
    this.#closed = true;
  }

  #mixAtOnce(voices: readonly Int16Array[], length: number) {
    for (let party = 0; party < voices.length; party++) {
      this.#samples.set(voices[party], this.#voiceAt(party));
    }
    this.#core.mixerMix(this.#at, length);
    return voices.map((_, party) => {
      const at = this.#heardAt(party);
      return this.#samples.slice(at, at + length);
    });
  }

  #mixBlock(
    voices: readonly Int16Array[],
    outs: readonly Int16Array[],
    from: number,
    length: number,
  ): void {
    voices.forEach((voice, party) => {
      const block = voice.subarray(from, from + length);
      this.#samples.set(block, this.#voiceAt(party));
    });
    this.#core.mixerMix(this.#at, length);
    outs.forEach((sound, party) => {
      const at = this.#heardAt(party);
      sound.set(this.#samples.subarray(at, at + length), from);
    });
  }

  #check(sounds: readonly Int16Array[], length: number): void {
    this.#checkOpen();
    if (sounds.length !== this.parties) {
      throw new TypeError(
        `${sounds.length} voices for ${this.parties} parties`,
      );
    }
    if (sounds.some((sound) => sound.length !== length)) {
      throw new TypeError("The voices are not of the same length");
    }
  }

  #party(party: number): number {
    this.#checkOpen();
    if (party >= 0 && party < this.parties && Number.isInteger(party)) {
      return party;
    }
    throw new TypeError(`No party ${party}; there are ${this.parties}`);
  }

  #checkOpen(): void {
    if (this.#closed) throw new TypeError("This mixer is closed");
  }

  #voiceAt(party: number): number {
    return this.#voices + party * this.#stride / 2;
  }

  #heardAt(party: number): number {
    return this.#voiceAt(this.parties + party);
  }

  #layOut(): Int16Array<ArrayBuffer> {
    const { memory } = this.#core;
    const end = 2 * this.#heardAt(this.parties);
    const missing = end - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
    return new Int16Array(memory.buffer as ArrayBuffer);
  }
}
