/** A low-pass filter, sampled at places between two samples of the input. */
export interface Polyphase {
  /** Places that outputs can have between two samples of the input. */
  readonly phases: number;
  /** From one output to the next, in such places. */
  readonly step: number;
  /** Input samples that an output is made of; divisible by four. */
  readonly width: number;
  /** As many as `phases`, or fewer: then what lies between two is in between. */
  readonly rows: number;
  /** `rows` + 1 of `width`: the last is the first, a sample later. */
  readonly taps: Float32Array<ArrayBuffer>;
}

/** Zero crossings of the sinc on each side of a sample: steepness. */
const LOBES = 32;
/** Kaiser's window: 80 dB of attenuation. */
const BETA = 7.86;
/** The middle of the slope: to 8 kHz, 3430 Hz are kept and 4010 Hz are gone. */
const CUTOFF = 0.93;
/** Those of 11,025 Hz to 8 kHz: rates with more are not used for sound. */
const MOST_ROWS = 320;
/** For the others: so many that −90 dB of error lie between two. */
const ROWS_BETWEEN = 256;

/** What leads from one rate to another and keeps what fits into both. */
export function polyphase(from: number, to: number): Polyphase {
  const common = greatestCommonDivisor(from, to);
  const [phases, step] = [to / common, from / common];
  const narrowing = Math.min(1, to / from);
  const cutoff = narrowing * CUTOFF;
  const half = 2 * Math.ceil(LOBES / cutoff / 2);
  const rows = phases <= MOST_ROWS
    ? phases
    : Math.ceil(ROWS_BETWEEN * narrowing);
  const width = 2 * half;
  const taps = new Float32Array((rows + 1) * width);
  for (let row = 0; row <= rows; row++) {
    fill(taps.subarray(row * width, (row + 1) * width), row / rows, cutoff);
  }
  return { phases, step, width, rows, taps };
}

/** For an output so far behind the middle of its window. */
function fill(row: Float32Array, place: number, cutoff: number): void {
  const half = row.length / 2;
  let sum = 0;
  for (let k = 0; k < row.length; k++) {
    const distance = k - half + 1 - place;
    row[k] = sinc(distance * cutoff) * kaiser(distance / half);
    sum += row[k];
  }
  // Each row lets a constant through unchanged.
  for (let k = 0; k < row.length; k++) row[k] /= sum;
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

function kaiser(x: number): number {
  return Math.abs(x) >= 1 ? 0 : bessel(BETA * Math.sqrt(1 - x * x));
}

/** Modified Bessel function of the first kind, order 0, by its series. */
function bessel(x: number): number {
  const square = x * x / 4;
  let [sum, term] = [1, 1];
  for (let k = 1; term > sum * 1e-9; k++) {
    term *= square / (k * k);
    sum += term;
  }
  return sum;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
