/** A low-pass, sampled for each place an output sample can have between two. */
export interface ResamplingFilter {
  /** `rows + 1` rows of `width` taps; the last is the first, a sample later. */
  readonly taps: Float32Array<ArrayBuffer>;
  readonly rows: number;
  /** A multiple of 16; the middle of a window is its `width / 2`-th sample. */
  readonly width: number;
}

/** Zero crossings of the sinc on each side of a sample: steepness. */
const LOBES = 32;
/** Kaiser's window: 80 dB of attenuation. */
const BETA = 7.86;
/** The middle of the slope: to 8 kHz, 3430 Hz are kept and 4010 Hz are gone. */
const CUTOFF = 0.93;
/** Taps are summed sixteen at a time, eight on each side. */
const SIDE = 8;
/** More places than these are between two rows. */
const MOST_ROWS = 512;
/**
 * Rows for each turn of the highest tone that is kept: between them straight
 * lines are off by (2π / 512)² / 8 at most, −94 dB.
 */
const ROWS_PER_TURN = 512;

/**
 * The filter between two rates: a windowed sinc with linear phase. What cannot
 * be heard at the lower of the two is filtered out, not folded down.
 * @param places where between two samples the new ones may be
 */
export function resamplingFilter(
  from: number,
  to: number,
  places: number,
): ResamplingFilter {
  // Between equal rates it lets everything through.
  const cutoff = from === to ? 1 : Math.min(1, to / from) * CUTOFF;
  const rows = places <= MOST_ROWS
    ? places
    : Math.ceil(ROWS_PER_TURN * cutoff / 2);
  const half = Math.ceil(LOBES / cutoff / SIDE) * SIDE;
  const width = 2 * half;
  const taps = new Float32Array((rows + 1) * width);
  for (let row = 0; row <= rows; row++) {
    fill(taps.subarray(row * width, (row + 1) * width), row / rows, cutoff);
  }
  return { taps, rows, width };
}

function fill(row: Float32Array, behind: number, cutoff: number): void {
  const half = row.length / 2;
  const shape = Float64Array.from(row, (_, n) => {
    const distance = n - half + 1 - behind;
    return sinc(distance * cutoff) * kaiser(distance / half);
  });
  const sum = shape.reduce((sum, tap) => sum + tap, 0);
  // Each lets a constant through unchanged.
  shape.forEach((tap, n) => row[n] = tap / sum);
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

function kaiser(x: number): number {
  return Math.abs(x) >= 1 ? 0 : bessel(BETA * Math.sqrt(1 - x * x));
}

/** Modified Bessel function of the first kind, order 0, by its series. */
function bessel(x: number): number {
  let [sum, term] = [1, 1];
  for (let k = 1; term > sum * 1e-9; k++) {
    term *= (x / 2 / k) ** 2;
    sum += term;
  }
  return sum;
}
