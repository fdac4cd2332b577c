import type { CoreExports } from "./exports.ts";

const PAGE = 65536;
/** Areas begin where vectors may. */
const ALIGNMENT = 16;

/**
 * One instance of the core without ports, shared by all codecs, detectors and
 * mixers of a program; each has an area of its memory, which grows with them.
 */
export class Workbench {
  readonly #free = new Map<number, number[]>();
  #end: number;
  #bytes: Uint8Array<ArrayBuffer>;
  #samples: Int16Array<ArrayBuffer>;

  constructor(readonly core: CoreExports) {
    this.#end = core.heapBase();
    this.#bytes = new Uint8Array(core.memory.buffer as ArrayBuffer);
    this.#samples = new Int16Array(this.#bytes.buffer);
  }

  /** All its memory; good until the next `take`. */
  get bytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes;
  }

  /** The same as samples. */
  get samples(): Int16Array<ArrayBuffer> {
    return this.#samples;
  }

  /** An area of so many bytes; what is in it is undefined. */
  take(bytes: number): number {
    const size = Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
    const old = this.#free.get(size)?.pop();
    if (old !== undefined) return old;
    const at = this.#end;
    this.#end += size;
    this.#grow();
    return at;
  }

  /** Takes an area back that `take(bytes)` gave. */
  giveBack(at: number, bytes: number): void {
    const size = Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
    const same = this.#free.get(size);
    if (same) same.push(at);
    else this.#free.set(size, [at]);
  }

  #grow(): void {
    const missing = this.#end - this.#bytes.length;
    if (missing <= 0) return;
    this.core.memory.grow(Math.ceil(missing / PAGE));
    this.#bytes = new Uint8Array(this.core.memory.buffer as ArrayBuffer);
    this.#samples = new Int16Array(this.#bytes.buffer);
  }
}
