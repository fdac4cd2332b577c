/** Moments of the conversation that the caller acts upon. */
export class Cues {
  readonly #waiting = new Map<string, PromiseWithResolvers<void>>();

  /** Resolves once this method has been called. */
  on(method: string): Promise<void> {
    return this.#at(method).promise;
  }

  called(method: string): void {
    this.#at(method).resolve();
  }

  #at(method: string): PromiseWithResolvers<void> {
    const known = this.#waiting.get(method) ?? Promise.withResolvers<void>();
    this.#waiting.set(method, known);
    return known;
  }
}
