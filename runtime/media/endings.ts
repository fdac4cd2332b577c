/** Told of an end; of one before the end with words that say why. */
export type Ended = (error: string | null) => void;

/** What runs, by its number, and whom to tell that it has ended. */
export class Endings {
  readonly #awaited = new Map<number, Ended>();

  await(id: number, ended: Ended): void {
    this.#awaited.set(id, ended);
  }

  /** Nobody is told any more; false when it has ended already. */
  giveUp(id: number): boolean {
    return this.#awaited.delete(id);
  }

  /** It has ended: told once. */
  tell(id: number, error: string | null = null): void {
    const ended = this.#awaited.get(id);
    this.#awaited.delete(id);
    ended?.(error);
  }

  forget(): void {
    this.#awaited.clear();
  }
}
