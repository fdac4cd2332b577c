/** Work that many may want at once, by what tells it apart: it is done once. */
export class UnderWay<Result> {
  readonly #works = new Map<string, Promise<Result>>();

  /** What comes of the work of that name that is under way, or is begun now. */
  do(name: string, begin: () => Promise<Result>): Promise<Result> {
    const underWay = this.#works.get(name);
    if (underWay) return underWay;
    const work = begin().finally(() => this.#works.delete(name));
    this.#works.set(name, work);
    return work;
  }
}
