/** How often each thing happened, by name. */
export class Tally {
  readonly counts: Record<string, number> = {};

  add(name: string, count: number = 1): void {
    this.counts[name] = (this.counts[name] ?? 0) + count;
  }
}
