/** ETS 300 961 (GSM 06.10) §5.1: the arithmetic of the recommendation. */

/** Sum with saturation, of numbers of 16 bits. */
export function add(a: i32, b: i32): i32 {
  return max(-32768, min(32767, a + b));
}

/** Product of fractions, rounded. It never gets −1 twice, which overflows. */
export function multR(a: i32, b: i32): i32 {
  return (a * b + 16384) >> 15;
}

/** Eight products of fractions, not rounded. */
export function mult(a: v128, b: v128): v128 {
  return i16x8.narrow_i32x4_s(
    i32x4.shr_s(i32x4.extmul_low_i16x8_s(a, b), 15),
    i32x4.shr_s(i32x4.extmul_high_i16x8_s(a, b), 15),
  );
}

/** How far a number above 0 can be shifted left before its sign changes. */
export function norm(a: i32): i32 {
  return <i32>clz(a) - 1;
}

/** Magnitudes of eight samples; that of −32768 is 32767. */
export function magnitudes(samples: v128): v128 {
  return i16x8.min_u(i16x8.abs(samples), i16x8.splat(32767));
}

/** Takes numbers that are not negative to the sign of others. */
export function withSign(sizes: v128, signed: v128): v128 {
  const signs = i16x8.shr_s(signed, 15);
  return i16x8.sub(v128.xor(sizes, signs), signs);
}

/** Sum of four lanes. */
export function total(lanes: v128): i32 {
  const pairs = i32x4.add(lanes, v128.shuffle<i32>(lanes, lanes, 2, 3, 0, 1));
  return i32x4.extract_lane(pairs, 0) + i32x4.extract_lane(pairs, 1);
}

/** Largest magnitude among samples, whose number is a multiple of eight. */
export function peakOf(samples: usize, count: i32): i32 {
  let peak = i16x8.splat(0);
  const end = samples + ((<usize>count) << 1);
  for (let at = samples; at < end; at += 16) {
    peak = i16x8.max_s(peak, magnitudes(v128.load(at)));
  }
  peak = i16x8.max_s(peak, v128.shuffle<i64>(peak, peak, 1, 0));
  peak = i16x8.max_s(peak, v128.shuffle<i32>(peak, peak, 1, 0, 3, 2));
  const first = <i32>i16x8.extract_lane_s(peak, 0);
  return max(first, <i32>i16x8.extract_lane_s(peak, 1));
}
