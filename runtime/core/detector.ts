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

export class WasmDetector implements DtmfDetector {
  readonly #bench: Workbench;
  readonly #bytes: number;
  #at: number;

  constructor(bench: Workbench) {
    this.#bench = bench;
    this.#bytes = bench.core.detectorBytes() + 2 * FRAME;
    this.#at = bench.take(this.#bytes);
    this.reset();
  }

  detect(sound: Int16Array): HeardKey[] {
    const at = this.#open();
    const { core, samples } = this.#bench;
    const frame = at + core.detectorBytes();
    const found: HeardKey[] = [];
    for (let done = 0; done < sound.length; done += FRAME) {
      const block = sound.subarray(done, done + FRAME);
      samples.set(block, frame / 2);
      const key = core.detectorHear(at, frame, block.length);
      if (key >= 0) found.push({ key: keyName(key), start: this.#start() });
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

  #start(): number {
    return this.#bench.core.detectorStart(this.#at) >>> 0;
  }

  #open(): number {
    if (!this.#at) throw new TypeError("This detector is closed");
    return this.#at;
  }
}
