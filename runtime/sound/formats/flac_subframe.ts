import type { Bits } from "./bits.ts";
import { BrokenSound } from "./track.ts";

/** RFC 9639 §9.2.1: what the six bits of the type say. */
const CONSTANT = 0;
const VERBATIM = 1;
const FIXED = { first: 8, last: 12 } as const;
const FIRST_LPC = 32;

/** §9.2.5: what each sample is expected to be, of those before it. */
const FIXED_COEFFICIENTS = [[], [1], [2, -1], [3, -3, 1], [4, -6, 4, -1]];

/** What a residual may be (§9.2.7.3). */
const LARGEST_RESIDUAL = 2 ** 31;

/**
 * Reads one channel of a frame (RFC 9639 §9.2).
 * @param bits of a sample in this channel
 * @throws {BrokenSound} and `OutOfBits`
 */
export function readSubframe(
  from: Bits,
  into: Float64Array,
  bits: number,
): void {
  if (from.unsigned(1) !== 0) throw damaged("a subframe without its mark");
  const type = from.unsigned(6);
  const wasted = from.unsigned(1) ? from.zeros() + 1 : 0;
  if (wasted >= bits) throw damaged("samples of no bits");
  readSamples(from, into, bits - wasted, type);
  if (wasted === 0) return;
  for (let n = 0; n < into.length; n++) into[n] *= 2 ** wasted;
}

function readSamples(
  from: Bits,
  into: Float64Array,
  bits: number,
  type: number,
): void {
  if (type === CONSTANT) into.fill(from.signed(bits));
  else if (type === VERBATIM) readPlain(from, into, 0, into.length, bits);
  else if (type >= FIRST_LPC) readLpc(from, into, bits, type - FIRST_LPC + 1);
  else if (type >= FIXED.first && type <= FIXED.last) {
    const coefficients = FIXED_COEFFICIENTS[type - FIXED.first];
    readWarmUp(from, into, bits, coefficients.length);
    readResidual(from, into, coefficients.length);
    predict(into, coefficients, 0);
  } else throw damaged(`a subframe of type ${type}`);
}

function readLpc(
  from: Bits,
  into: Float64Array,
  bits: number,
  order: number,
): void {
  readWarmUp(from, into, bits, order);
  const precision = from.unsigned(4) + 1;
  const shift = from.signed(5);
  if (precision === 16 || shift < 0) throw damaged("a forbidden predictor");
  const coefficients = Array.from(
    { length: order },
    () => from.signed(precision),
  );
  readResidual(from, into, order);
  predict(into, coefficients, shift);
}

function readWarmUp(
  from: Bits,
  into: Float64Array,
  bits: number,
  order: number,
): void {
  if (order > into.length) throw damaged("a predictor longer than its frame");
  readPlain(from, into, 0, order, bits);
}

function readPlain(
  from: Bits,
  into: Float64Array,
  first: number,
  end: number,
  bits: number,
): void {
  for (let n = first; n < end; n++) into[n] = from.signed(bits);
}

/** §9.2.7: in partitions, each with a width of its own. */
function readResidual(from: Bits, into: Float64Array, order: number): void {
  const method = from.unsigned(2);
  if (method > 1) throw damaged("a residual of no known coding");
  const widthBits = 4 + method;
  const partitions = 2 ** from.unsigned(4);
  const length = into.length / partitions;
  if (!Number.isInteger(length) || length < order) {
    throw damaged(`${partitions} partitions`);
  }
  for (let n = 0; n < partitions; n++) {
    const [first, end] = [n === 0 ? order : n * length, (n + 1) * length];
    const width = from.unsigned(widthBits);
    if (width === 2 ** widthBits - 1) {
      const bits = from.unsigned(5);
      if (bits === 0) into.fill(0, first, end);
      else readPlain(from, into, first, end, bits);
    } else from.rice(into, first, end, width);
  }
}

/** Adds to each residual what was expected there. Sums are exact: < 2^53. */
function predict(
  into: Float64Array,
  coefficients: readonly number[],
  shift: number,
): void {
  const order = coefficients.length;
  const unit = 2 ** -shift;
  for (let n = order; n < into.length; n++) {
    let sum = 0;
    for (let k = 0; k < order; k++) sum += coefficients[k] * into[n - 1 - k];
    const sample = into[n] + Math.floor(sum * unit);
    if (!(Math.abs(sample) <= 2 * LARGEST_RESIDUAL)) {
      throw damaged("samples beyond all bounds");
    }
    into[n] = sample;
  }
}

function damaged(what: string): BrokenSound {
  return new BrokenSound(`damaged FLAC: ${what}`);
}
