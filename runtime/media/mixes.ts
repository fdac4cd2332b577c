import type { Engine } from "../core/engine.ts";
import type { MixPart } from "../core/gain.ts";
import type { MixId } from "./messages.ts";

/** The mixes of the media thread: their numbers in the core, and who is where. */
export class Mixes {
  readonly #engine: Engine;
  /** The one freed first comes first: who left it has long faded out by then. */
  readonly #freeIndexes: number[];
  readonly #indexes = new Map<MixId, number>();
  /** By the number of a port in the core: the mix that it is in. */
  readonly #mixOf = new Map<number, MixId>();

  constructor(engine: Engine) {
    this.#engine = engine;
    this.#freeIndexes = Array.from({ length: engine.mixes }, (_, i) => i);
  }

  /** @throws {TypeError} all are open: the control thread has miscounted */
  open(mix: MixId): void {
    const index = this.#freeIndexes.shift();
    if (index === undefined) throw new TypeError("No mix is free");
    this.#indexes.set(mix, index);
    this.#engine.openMix(index);
  }

  /** Its members stay open, each by itself. */
  close(mix: MixId): void {
    const index = this.#indexes.get(mix);
    if (index === undefined) return;
    for (const [port, of] of this.#mixOf) {
      if (of === mix) this.#mixOf.delete(port);
    }
    this.#engine.closeMix(index);
    this.#indexes.delete(mix);
    this.#freeIndexes.push(index);
  }

  /** Out of the mix where the port was; joining again changes its part. */
  join(mix: MixId, port: number, part: MixPart): void {
    const index = this.#indexes.get(mix);
    if (index === undefined) return;
    this.#engine.joinMix(index, port, part);
    this.#mixOf.set(port, mix);
  }

  /** Means nothing to a port that has gone to another mix meanwhile. */
  leave(mix: MixId, port: number): void {
    if (this.#mixOf.get(port) !== mix) return;
    this.#mixOf.delete(port);
    this.#engine.leaveMix(port);
  }

  /** The port is closed: the core has taken it out. */
  forget(port: number): void {
    this.#mixOf.delete(port);
  }
}
