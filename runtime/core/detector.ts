import { keyName } from "./keys.ts";
import type { Workbench } from "./workbench.ts";

/** A key that was heard, and where it began: samples since the reset. */
export interface HeardKey {
  readonly key: string;
  readonly start: number;
}

/** A key that is over, and how long it was, in samples. */
export interface EndedKey extends HeardKey {
  readonly length: number;
}

/** How sound came to a detector. */
export interface HowHeard {
  /** Made up by a decoder for what was lost: no key begins or ends in it. */
  readonly concealed?: boolean;
}

/** Hears DTMF in sound at 8 kHz. */
export interface DtmfDetector {
  /** The next sound, of any length; each key is told once, when it is certain. */
  detect(sound: Int16Array, how?: HowHeard): HeardKey[];
  /** The keys that have ended since this was asked last. */
  ended(): EndedKey[];
  /** The key that sounds now, or null. */
  readonly held: string | null;
  reset(): void;
  close(): void;
}

/** Samples that are copied into the core at once: each copy has its price. */
const BLOCK = 4096;
/** What `assembly/tone/reports.ts` calls ENDED. */
const ENDED = 16;
/** Numbers of a report there: key, start, length. */
const REPORT = 3;

export class WasmDetector implements DtmfDetector {
  readonly #bench: Workbench;
  readonly #bytes: number;
  #at: number;
  #ended: EndedKey[] = [];

  constructor(bench: Workbench) {
    this.#bench = bench;
    this.#bytes = bench.core.detectorBytes() + 2 * BLOCK;
    this.#at = bench.take(this.#bytes);
    this.reset();
  }

  detect(sound: Int16Array, how?: HowHeard): HeardKey[] {
    const at = this.#open();
    const { core, samples } = this.#bench;
    const place = at + core.detectorBytes();
    const found: HeardKey[] = [];
    for (let done = 0; done < sound.length; done += BLOCK) {
      const block = sound.subarray(done, done + BLOCK);
      samples.set(block, place / 2);
      const madeUp = how?.concealed ? block.length : 0;
      const reports = core.detectorHear(at, place, block.length, madeUp);
      if (reports > 0) this.#take(reports, found);
    }
    return found;
  }

  ended(): EndedKey[] {
    const ended = this.#ended;
    this.#ended = [];
    return ended;
  }

  get held(): string | null {
    const key = this.#bench.core.detectorHeld(this.#open());
    return key < 0 ? null : keyName(key);
  }

  reset(): void {
    this.#bench.core.detectorReset(this.#open());
    this.#ended = [];
  }

  close(): void {
    if (this.#at) this.#bench.giveBack(this.#at, this.#bytes);
    this.#at = 0;
  }

  #take(reports: number, found: HeardKey[]): void {
    const { core } = this.#bench;
    const list = core.detectorReports();
    const words = new Uint32Array(core.memory.buffer, list, REPORT * reports);
    for (let n = 0; n < words.length; n += REPORT) {
      const [code, start, length] = words.subarray(n, n + REPORT);
      const key = keyName(code % ENDED);
      if (code < ENDED) found.push({ key, start });
      else this.#ended.push({ key, start, length });
    }
  }

  #open(): number {
    if (!this.#at) throw new TypeError("This detector is closed");
    return this.#at;
  }
}
