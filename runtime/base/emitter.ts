/** Whoever wants to know is called, in the order of subscription. */
export class Emitter<Event> {
  readonly #listeners = new Set<(event: Event) => void>();

  /** Subscribes; the returned function ends the subscription. */
  on(listener: (event: Event) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  emit(event: Event): void {
    for (const listener of [...this.#listeners]) listener(event);
  }

  get size(): number {
    return this.#listeners.size;
  }
}
