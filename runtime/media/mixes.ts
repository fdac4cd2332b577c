import type { Engine } from "../core/engine.ts";
import type { MixPart } from "../core/gain.ts";
import type { MixId } from "./messages.ts";
import type { Phased, Phases } from "./phases.ts";

/** A port as the core knows it. */
interface Seat extends Phased {
  readonly index: number;
}

/** A mix: its number in the core, and the phase of who came first. */
interface Mix {
  readonly index: number;
  phase: number | null;
}

/** The mixes of the media thread: their numbers in the core, and who is where. */
export class Mixes {
  readonly #engine: Engine;
  readonly #phases: Pick<Phases<Seat>, "move">;
  /** The one freed first comes first: who left it has long faded out by then. */
  readonly #freeIndexes: number[];
  readonly #mixes = new Map<MixId, Mix>();
  /** By the number of a port in the core: the mix that it is in. */
  readonly #mixOf = new Map<number, MixId>();

  constructor(engine: Engine, phases: Pick<Phases<Seat>, "move">) {
    this.#engine = engine;
    this.#phases = phases;
    this.#freeIndexes = Array.from({ length: engine.mixes }, (_, i) => i);
  }

  /** @throws {TypeError} all are open: the control thread has miscounted */
  open(mix: MixId): void {
    const index = this.#freeIndexes.shift();
    if (index === undefined) throw new TypeError("No mix is free");
    this.#mixes.set(mix, { index, phase: null });
    this.#engine.openMix(index);
  }

  /** Its members stay open, each by itself. */
  close(mix: MixId): void {
    const index = this.#mixes.get(mix)?.index;
    if (index === undefined) return;
    for (const [port, of] of this.#mixOf) {
      if (of === mix) this.#mixOf.delete(port);
    }
    this.#engine.closeMix(index);
    this.#mixes.delete(mix);
    this.#freeIndexes.push(index);
  }

  /**
   * Out of the mix where the port was; joining again changes its part. A port of
   * another phase than the first member's goes over into that one before.
   */
  join(id: MixId, port: Seat, part: MixPart): void {
    const mix = this.#mixes.get(id);
    if (!mix) return;
    this.#mixOf.set(port.index, id);
    const phase = mix.phase ??= this.#openIn(mix.index, port.phase);
    this.#phases.move(port, phase, () => {
      this.#engine.movePort(port.index, phase);
      if (this.#mixOf.get(port.index) !== id) return;
      this.#engine.joinMix(mix.index, port.index, part);
    });
  }

  /** Means nothing to a port that has gone to another mix meanwhile. */
  leave(mix: MixId, port: number): void {
    if (this.#mixOf.get(port) !== mix) return;
    this.#mixOf.delete(port);
    this.#engine.leaveMix(port);
  }

  #openIn(index: number, phase: number): number {
    this.#engine.openMix(index, phase);
    return phase;
  }

  /** The port is closed: the core has taken it out. */
  forget(port: number): void {
    this.#mixOf.delete(port);
  }
}
