/**
 * How values from 0 up are spread, without keeping them. What lies above the
 * range is counted in the last bin; the largest value is known exactly.
 */
export class Histogram {
  readonly #bins: Uint32Array;
  readonly #width: number;
  #count = 0;
  #max = 0;

  /** Bins of `width` from 0 to `range`, in the unit of the values. */
  constructor(width: number, range: number) {
    this.#width = width;
    this.#bins = new Uint32Array(Math.ceil(range / width) + 1);
  }

  get count(): number {
    return this.#count;
  }

  /** 0 before the first value. */
  get max(): number {
    return this.#max;
  }

  note(value: number): void {
    const bin = Math.floor(value / this.#width);
    this.#bins[Math.max(0, Math.min(this.#bins.length - 1, bin))]++;
    this.#count++;
    if (value > this.#max) this.#max = value;
  }

  /**
   * The value that `share` (0 to 1) of all values did not exceed: the upper
   * edge of its bin, so never too small; 0 before the first value.
   */
  quantile(share: number): number {
    let left = Math.ceil(this.#count * share);
    if (left === 0) return 0;
    for (let bin = 0; bin < this.#bins.length - 1; bin++) {
      left -= this.#bins[bin];
      if (left <= 0) return Math.min(this.#max, (bin + 1) * this.#width);
    }
    return this.#max;
  }
}
