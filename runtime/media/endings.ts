/** What runs, by its number, and whom to tell that it has ended. */
export class Endings {
  readonly #awaited = new Map<number, () => void>();

  await(id: number, ended: () => void): void {
    this.#awaited.set(id, ended);
  }

  /** Nobody is told any more; false when it has ended already. */
  giveUp(id: number): boolean {
    return this.#awaited.delete(id);
  }

  /** It has ended: told once. */
  tell(id: number): void {
    const ended = this.#awaited.get(id);
    this.#awaited.delete(id);
    ended?.();
  }

  forget(): void {
    this.#awaited.clear();
  }
}
