/**
 * ETS 300 961 §5.2.15 and §5.2.16: adaptive PCM of the 13 samples of an RPE
 * grid, which are kept in two vectors.
 */
import { FAC, NRFAC, entry } from "./tables";
import { XMAXC, XMC } from "./parameters";
import { mult, peakOf } from "./arithmetic";

/** Exponent of a coded xmax: −4 to 6. */
function exponentOf(xmaxc: i32): i32 {
  const exponent = xmaxc > 15 ? (xmaxc >> 3) - 1 : 0;
  return exponent - shortBy(xmaxc - (exponent << 3));
}

/** Mantissa of a coded xmax, without its highest bit. */
function mantissaOf(xmaxc: i32): i32 {
  const exponent = xmaxc > 15 ? (xmaxc >> 3) - 1 : 0;
  const mantissa = xmaxc - (exponent << 3);
  return ((mantissa + 1) << shortBy(mantissa)) - 9;
}

/** Bits by which a mantissa is short of four. */
function shortBy(mantissa: i32): i32 {
  return <i32>clz(mantissa) - 28;
}

/** §5.2.15: the coded size of the largest pulse. */
function codePeak(xmax: i32): i32 {
  const exponent = 32 - <i32>clz(xmax >> 9);
  return (xmax >> (exponent + 5)) + (exponent << 3);
}

function codePulses(xm: v128, shift: i32, inverse: v128): v128 {
  const scaled = mult(i16x8.shl(xm, shift), inverse);
  return i16x8.add(i16x8.shr_s(scaled, 12), i16x8.splat(4));
}

/** Codes 13 pulses at `xm`, behind which three zeros lie. */
export function quantize(xm: usize, coded: usize): void {
  const xmaxc = codePeak(peakOf(xm, 16));
  const shift = 6 - exponentOf(xmaxc);
  const inverse = i16x8.splat(<i16>entry(NRFAC, mantissaOf(xmaxc)));
  const low = codePulses(v128.load(xm), shift, inverse);
  const high = codePulses(v128.load(xm, 16), shift, inverse);
  store<u8>(coded, xmaxc, XMAXC);
  v128.store(coded + XMC, i8x16.narrow_i16x8_u(low, high));
}

function decodePulses(codes: v128, factor: v128, shift: i32): v128 {
  const odd = i16x8.sub(i16x8.shl(codes, 1), i16x8.splat(7));
  const scaled = i16x8.q15mulr_sat_s(factor, i16x8.shl(odd, 12));
  const half = i16x8.splat(<i16>(((<i32>1) << shift) >> 1));
  return i16x8.shr_s(i16x8.add_sat_s(scaled, half), shift);
}

/** Decodes 13 pulses to `xmp`, and writes three more behind them. */
export function dequantize(coded: usize, xmp: usize): void {
  const xmaxc = <i32>load<u8>(coded, XMAXC);
  const shift = 6 - exponentOf(xmaxc);
  const factor = i16x8.splat(<i16>entry(FAC, mantissaOf(xmaxc)));
  const codes = v128.load(coded + XMC);
  const low = i16x8.extend_low_i8x16_u(codes);
  const high = i16x8.extend_high_i8x16_u(codes);
  v128.store(xmp, decodePulses(low, factor, shift));
  v128.store(xmp, decodePulses(high, factor, shift), 16);
}
