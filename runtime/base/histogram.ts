/**
 * How values from 0 up are spread, without keeping them: each is counted in the
 * bin that it is nearest to. What lies above the range is counted in the last;
 * the largest value is known exactly.
 */
export class Histogram {
  readonly #bins: Uint32Array;
  readonly #perUnit: number;
  #count = 0;
  #sum = 0;
  #max = 0;

  /** So many bins for each unit of the values, from 0 to `range`. */
  constructor(perUnit: number, range: number) {
    this.#perUnit = perUnit;
    this.#bins = new Uint32Array(Math.round(range * perUnit) + 1);
  }

  get count(): number {
    return this.#count;
  }

  get sum(): number {
    return this.#sum;
  }

  /** 0 before the first value. */
  get max(): number {
    return this.#max;
  }

  /** What is below 0 counts as 0. */
  note(value: number): void {
    const positive = Math.max(0, value);
    const bin = Math.round(positive * this.#perUnit);
    this.#bins[Math.min(this.#bins.length - 1, bin)]++;
    this.#count++;
    this.#sum += positive;
    if (value > this.#max) this.#max = value;
  }

  /** The value that `share` (0 to 1) of all did not exceed; 0 before the first. */
  quantile(share: number): number {
    let left = Math.ceil(this.#count * share);
    if (left === 0) return 0;
    for (let bin = 0; bin < this.#bins.length - 1; bin++) {
      left -= this.#bins[bin];
      if (left <= 0) return bin / this.#perUnit;
    }
    return this.#max;
  }

  /** How many values were no more than that. */
  countWithin(bound: number): number {
    const bins = this.#bins.subarray(0, bound * this.#perUnit + 1);
    return bins.reduce((sum, count) => sum + count, 0);
  }

  forget(): void {
    this.#bins.fill(0);
    this.#count = 0;
    this.#sum = 0;
    this.#max = 0;
  }
}
