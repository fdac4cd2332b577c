/** Counts what is under way, and says when nothing is. */
export class Tally {
  #count = 0;
  #waiting: (() => void)[] = [];

  get count(): number {
    return this.#count;
  }

  /** Something begins; the returned function, called once, ends it. */
  begin(): () => void {
    this.#count++;
    return () => this.#end();
  }

  /** Resolves when nothing is under way; at once if nothing is. */
  none(): Promise<void> {
    if (this.#count === 0) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #end(): void {
    this.#count--;
    if (this.#count > 0) return;
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
