/**
 * ITU-T G.711, sixteen samples at once, the same as `g711_plain.ts` to the bit.
 *
 * Both laws are one curve: a size is 16 to 31 steps, and these double from
 * segment to segment. They differ in the bias, in the lowest segment (A-law's
 * has the steps of the next) and in the bits that are inverted. Lanes cannot be
 * shifted each by its own: they are multiplied by powers of two, which are
 * looked up by the segment.
 */
import { PCMA, decodeG711Plain, encodeG711Plain } from "./g711_plain";

export { PCMA, PCMU } from "./g711_plain";

const VECTOR: usize = 16;

/** G.711 §3.2: A-law inverts every other bit; here the sign's as well. */
const A_INVERTED: i8 = <i8>0xd5;
const MU_INVERTED: i8 = <i8>0xff;
/** The 33 of the µ-law curve, in 16-bit samples. */
const MU_BIAS: i16 = 132;

/** Sizes, without their sign; what 16 bits cannot hold is full scale. */
function sizesOf(samples: v128, bias: v128): v128 {
  const signs = i16x8.shr_s(samples, 15);
  return i16x8.add_sat_s(v128.xor(samples, signs), bias);
}

/** The upper five bits of sizes that are brought up to the highest segment. */
function stepsOf(sizes: v128, powers: v128): v128 {
  return i16x8.shr_u(i16x8.mul(sizes, powers), 10);
}

/** The segments of two vectors of sizes: logarithms of size / 128. */
function segmentsOf(low: v128, high: v128, lower: v128): v128 {
  const nibble = i8x16.splat(15);
  const upper = i8x16(0, 4, 5, 5, 6, 6, 6, 6, 7, 7, 7, 7, 7, 7, 7, 7);
  const sizes = i8x16.narrow_i16x8_u(i16x8.shr_u(low, 7), i16x8.shr_u(high, 7));
  return i8x16.max_u(
    i8x16.swizzle(lower, v128.and(sizes, nibble)),
    i8x16.swizzle(upper, v128.and(i16x8.shr_u(sizes, 4), nibble)),
  );
}

/**
 * Signs and sizes as codes. A size that was brought up has its leading one in
 * bit 4: it counts as a segment, of which therefore one is taken off.
 */
function codesOf(low: v128, high: v128, bias: v128, lower: v128): v128 {
  const sizeLow = sizesOf(low, bias);
  const sizeHigh = sizesOf(high, bias);
  const segments = segmentsOf(sizeLow, sizeHigh, lower);
  const powers = i8x16.swizzle(
    i8x16(-128, 64, 32, 16, 8, 4, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0),
    segments,
  );
  const steps = i8x16.narrow_i16x8_u(
    stepsOf(sizeLow, i16x8.extend_low_i8x16_u(powers)),
    stepsOf(sizeHigh, i16x8.extend_high_i8x16_u(powers)),
  );
  const below = i16x8.shl(i8x16.sub(segments, i8x16.splat(1)), 4);
  return i8x16.add(steps, v128.and(below, i8x16.splat(-16)));
}

/** Sign bits of two vectors of samples. */
function signsOf(low: v128, high: v128): v128 {
  return v128.and(i8x16.narrow_i16x8_s(low, high), i8x16.splat(-128));
}

/** Turns `samples` samples at `sound` into codes at `codes`. */
export function encodeG711(
  law: i32,
  sound: usize,
  codes: usize,
  samples: i32,
): void {
  const alaw = law == PCMA;
  const bias = i16x8.splat(alaw ? 0 : MU_BIAS);
  const inverted = i8x16.splat(alaw ? A_INVERTED : MU_INVERTED);
  const lowest = alaw
    ? i8x16(1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3)
    : i8x16(0, 0, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3);
  const end = codes + ((<usize>samples) & ~15);
  for (; codes < end; codes += VECTOR, sound += 2 * VECTOR) {
    const low = v128.load(sound);
    const high = v128.load(sound, VECTOR);
    const sizes = codesOf(low, high, bias, lowest);
    const signed = v128.xor(sizes, signsOf(low, high));
    v128.store(codes, v128.xor(signed, inverted));
  }
  encodeG711Plain(law, sound, codes, samples & 15);
}

/** The code of a sample of 0. */
export function silenceG711(law: i32): i32 {
  return law == PCMA ? 0xd5 : 0xff;
}

/** A negative number where the sign says so. */
function withSign(sizes: v128, signs: v128): v128 {
  return i16x8.sub(v128.xor(sizes, signs), signs);
}

/** Turns `samples` codes at `codes` into sound at `sound`. */
export function decodeG711(
  law: i32,
  codes: usize,
  sound: usize,
  samples: i32,
): void {
  const alaw = law == PCMA;
  const bias = i16x8.splat(alaw ? 0 : MU_BIAS);
  const inverted = i8x16.splat(alaw ? A_INVERTED : MU_INVERTED);
  // Of a segment: its first value, in its own steps of 8, and their size
  const first = alaw
    ? i8x16(4, -124, -124, -124, -124, -124, -124, -124, 0, 0, 0, 0, 0, 0, 0, 0)
    : i8x16.splat(-124);
  const step = alaw
    ? i8x16(2, 2, 4, 8, 16, 32, 64, -128, 0, 0, 0, 0, 0, 0, 0, 0)
    : i8x16(1, 2, 4, 8, 16, 32, 64, -128, 0, 0, 0, 0, 0, 0, 0, 0);
  const end = codes + ((<usize>samples) & ~15);
  for (; codes < end; codes += VECTOR, sound += 2 * VECTOR) {
    const bits = v128.xor(v128.load(codes), inverted);
    const upper = i16x8.shr_u(bits, 4);
    const segments = v128.and(upper, i8x16.splat(7));
    const within = i16x8.shl(v128.and(bits, i8x16.splat(15)), 3);
    const values = i8x16.add(within, i8x16.swizzle(first, segments));
    const powers = i8x16.swizzle(step, segments);
    const low = i16x8.extmul_low_i8x16_u(values, powers);
    const high = i16x8.extmul_high_i8x16_u(values, powers);
    const signs = i8x16.shr_s(bits, 7);
    const lowSigns = i16x8.extend_low_i8x16_s(signs);
    const highSigns = i16x8.extend_high_i8x16_s(signs);
    v128.store(sound, withSign(i16x8.sub(low, bias), lowSigns));
    v128.store(sound, withSign(i16x8.sub(high, bias), highSigns), VECTOR);
  }
  decodeG711Plain(law, codes, sound, samples & 15);
}
