import { keyName } from "./keys.ts";
import type { Workbench } from "./workbench.ts";

/** A key that was heard, and where it began: samples since the reset. */
export interface HeardKey {
  readonly key: string;
  readonly start: number;
}

/** Hears DTMF in sound at 8 kHz. */
export interface DtmfDetector {
  /** The next sound, of any length; each key is told once, when it is certain. */
  detect(sound: Int16Array): HeardKey[];
  /** The key that sounds now, or null. */
  readonly held: string | null;
  reset(): void;
  close(): void;
}

/** Samples that the core takes at once: in so few only one key can begin. */
const FRAME = 160;
/** Samples that are copied into the core at once: each copy has its price. */
const BLOCK = 16 * FRAME;

export class WasmDetector implements DtmfDetector {
  readonly #bench: Workbench;
  readonly #bytes: number;
  #at: number;

  constructor(bench: Workbench) {
    this.#bench = bench;
    this.#bytes = bench.core.detectorBytes() + 2 * BLOCK;
    this.#at = bench.take(this.#bytes);
    this.reset();
  }

  detect(sound: Int16Array): HeardKey[] {
    const at = this.#open();
    const { core, samples } = this.#bench;
    const place = at + core.detectorBytes();
    const found: HeardKey[] = [];
    for (let done = 0; done < sound.length; done += BLOCK) {
      const block = sound.subarray(done, done + BLOCK);
      samples.set(block, place / 2);
      this.#hear(place, block.length, found);
    }
    return found;
  }

  get held(): string | null {
    const key = this.#bench.core.detectorHeld(this.#open());
    return key < 0 ? null : keyName(key);
  }

  reset(): void {
    this.#bench.core.detectorReset(this.#open());
  }

  close(): void {
    if (this.#at) this.#bench.giveBack(this.#at, this.#bytes);
    this.#at = 0;
  }

  #hear(place: number, length: number, found: HeardKey[]): void {
    const { core } = this.#bench;
    for (let done = 0; done < length; done += FRAME) {
      const frame = Math.min(FRAME, length - done);
      const key = core.detectorHear(this.#at, place + 2 * done, frame);
      if (key >= 0) found.push({ key: keyName(key), start: this.#start() });
    }
  }

  #start(): number {
    return this.#bench.core.detectorStart(this.#at) >>> 0;
  }

  #open(): number {
    if (!this.#at) throw new TypeError("This detector is closed");
    return this.#at;
  }
}
