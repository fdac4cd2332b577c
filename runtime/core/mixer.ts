import type { Workbench } from "./workbench.ts";

/** A conference without ports: each party hears all but itself. */
export interface Mixer {
  readonly parties: number;
  /** One block of equal length from each party; one for each comes back. */
  mix(voices: readonly Int16Array[]): Int16Array<ArrayBuffer>[];
  close(): void;
}

const FRAME = 160;
const FRAME_BYTES = 2 * FRAME;
const SUM_BYTES = 4 * FRAME;
/** Above it a sum of 16-bit samples might not fit in 32 bits. */
const MOST_PARTIES = 65535;

export class WasmMixer implements Mixer {
  readonly #bench: Workbench;
  readonly #bytes: number;
  #at: number;

  constructor(bench: Workbench, readonly parties: number) {
    if (!(Number.isInteger(parties) && parties > 0 && parties < MOST_PARTIES)) {
      throw new RangeError(`${parties} parties are not 1 to ${MOST_PARTIES}`);
    }
    this.#bench = bench;
    this.#bytes = SUM_BYTES + parties * (2 * FRAME_BYTES + 8);
    this.#at = bench.take(this.#bytes);
    this.#writeTables();
  }

  mix(voices: readonly Int16Array[]): Int16Array<ArrayBuffer>[] {
    const length = this.#lengthOf(voices);
    const outs = voices.map(() => new Int16Array(length));
    for (let done = 0; done < length; done += FRAME) {
      this.#mixFrame(voices, outs, done, Math.min(FRAME, length - done));
    }
    return outs;
  }

  close(): void {
    if (this.#at) this.#bench.giveBack(this.#at, this.#bytes);
    this.#at = 0;
  }

  #mixFrame(
    voices: readonly Int16Array[],
    outs: readonly Int16Array[],
    from: number,
    count: number,
  ): void {
    const { core, samples } = this.#bench;
    voices.forEach((voice, party) => {
      const at = this.#voiceAt(party) / 2;
      samples.set(voice.subarray(from, from + count), at);
    });
    const [ins, out] = [this.#tables(), this.#tables() + 4 * this.parties];
    core.mixParties(ins, out, this.parties, this.#at);
    outs.forEach((sound, party) => {
      const at = this.#outAt(party) / 2;
      sound.set(samples.subarray(at, at + count), from);
    });
  }

  #lengthOf(voices: readonly Int16Array[]): number {
    if (!this.#at) throw new TypeError("This mixer is closed");
    const length = voices[0]?.length;
    if (voices.length !== this.parties) {
      throw new TypeError(
        `${voices.length} voices for ${this.parties} parties`,
      );
    }
    if (voices.some((voice) => voice.length !== length)) {
      throw new TypeError("The voices are not of the same length");
    }
    return length;
  }

  #voiceAt(party: number): number {
    return this.#at + SUM_BYTES + party * FRAME_BYTES;
  }

  #outAt(party: number): number {
    return this.#voiceAt(this.parties) + party * FRAME_BYTES;
  }

  #tables(): number {
    return this.#outAt(this.parties);
  }

  #writeTables(): void {
    const table = new Uint32Array(
      this.#bench.bytes.buffer,
      this.#tables(),
      2 * this.parties,
    );
    for (let party = 0; party < this.parties; party++) {
      table[party] = this.#voiceAt(party);
      table[this.parties + party] = this.#outAt(party);
    }
  }
}
