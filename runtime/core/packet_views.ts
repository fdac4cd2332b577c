/**
 * Views of packets in the core's memory, made once: packets lie where those of
 * the tick before lay, and nearly always have their length.
 */
export class PacketViews {
  readonly #memory: ArrayBuffer;
  /** By address, then by length: two addresses for each port, and few lengths. */
  readonly #views = new Map<number, Uint8Array[]>();

  constructor(memory: ArrayBuffer) {
    this.#memory = memory;
  }

  view(at: number, length: number): Uint8Array {
    const known = this.#views.get(at);
    for (let i = 0; known && i < known.length; i++) {
      if (known[i].length === length) return known[i];
    }
    return this.#add(at, length);
  }

  #add(at: number, length: number): Uint8Array {
    const view = new Uint8Array(this.#memory, at, length);
    const known = this.#views.get(at);
    if (known) known.push(view);
    else this.#views.set(at, [view]);
    return view;
  }
}
