/** How often something happened, by what it was. */
export class Counts<Key extends string = string> {
  readonly #counts = new Map<Key, number>();

  add(key: Key, times = 1): void {
    this.#counts.set(key, this.of(key) + times);
  }

  of(key: Key): number {
    return this.#counts.get(key) ?? 0;
  }

  /** What happened at least once, each with how often. */
  entries(): [Key, number][] {
    return [...this.#counts];
  }
}
