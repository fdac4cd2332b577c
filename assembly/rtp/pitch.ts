/**
 * The period of voiced sound by normalised cross-correlation, over the span
 * and the range of periods of ITU-T G.711 Appendix I.
 */

/** 5 ms to 15 ms: voices of 200 Hz down to 66 Hz, higher ones by multiples. */
export const SHORTEST: i32 = 40;
export const LONGEST: i32 = 120;
/** The last 20 ms are compared with what stood before them. */
export const SPAN: i32 = 160;
const REACH: i32 = SPAN + LONGEST;
/** 160 products of 12 bits each, signed, fit in 31 bits. */
const WIDTH: i32 = 11;

const SCALED = memory.data(560, 16);

/** Bits by which samples are too wide for their products to be summed. */
function excess(from: usize, samples: i32): i32 {
  const end = from + ((<usize>samples) << 1);
  let peaks = i16x8.splat(0);
  for (; from < end; from += 16) {
    peaks = i16x8.max_s(peaks, i16x8.max_s(v128.load(from), mirrored(from)));
  }
  let peak = 0;
  peaks = i16x8.max_s(peaks, v128.shr<i64>(peaks, 32));
  peak = max(<i32>i16x8.extract_lane_s(peaks, 0), peak);
  peak = max(<i32>i16x8.extract_lane_s(peaks, 1), peak);
  peak = max(<i32>i16x8.extract_lane_s(peaks, 4), peak);
  peak = max(<i32>i16x8.extract_lane_s(peaks, 5), peak);
  return max(0, 32 - <i32>clz(peak) - WIDTH);
}

/** One's complement of negative samples: never beyond 16 bits. */
function mirrored(from: usize): v128 {
  return v128.not(v128.load(from));
}

function scale(from: usize, samples: i32, by: i32): void {
  const end = from + ((<usize>samples) << 1);
  for (let to = SCALED; from < end; from += 16, to += 16) {
    v128.store(to, i16x8.shr_s(v128.load(from), by));
  }
}

/** Sum of the products of SPAN samples at two places. */
function product(one: usize, other: usize): i32 {
  const end = one + ((<usize>SPAN) << 1);
  let sums = i32x4.splat(0);
  for (; one < end; one += 16, other += 16) {
    const part = i32x4.dot_i16x8_s(v128.load(one), v128.load(other));
    sums = i32x4.add(sums, part);
  }
  sums = i32x4.add(sums, i64x2.shr_s(sums, 32));
  return i32x4.extract_lane(sums, 0) + i32x4.extract_lane(sums, 2);
}

function square(at: usize): i32 {
  const sample = <i32>load<i16>(at);
  return sample * sample;
}

/**
 * The period that the 20 ms before `end` show best, in samples, among those up
 * to `longest`, which is LONGEST at most.
 */
export function periodBefore(end: usize, longest: i32): i32 {
  const from = end - ((<usize>REACH) << 1);
  scale(from, REACH, excess(from, REACH));
  const last = SCALED + ((<usize>LONGEST) << 1);
  let lagged = last - ((<usize>SHORTEST) << 1);
  let energy = product(lagged, lagged);
  let best = SHORTEST;
  let most: f64 = 0;
  for (let period = SHORTEST; period <= longest; period++) {
    const likeness = <f64>max(0, product(last, lagged));
    const score = (likeness * likeness) / <f64>(energy + 1);
    if (score > most) {
      most = score;
      best = period;
    }
    lagged -= 2;
    energy += square(lagged) - square(lagged + ((<usize>SPAN) << 1));
  }
  return best;
}

/** How like two stretches of sound are: 1 when one is the other, scaled. */
export function likeness(one: usize, other: usize, samples: i32): f64 {
  let both: i64 = 0;
  let first: i64 = 1;
  let second: i64 = 1;
  for (let n = 0; n < samples; n++, one += 2, other += 2) {
    both += <i64>(<i32>load<i16>(one)) * <i64>load<i16>(other);
    first += <i64>square(one);
    second += <i64>square(other);
  }
  return <f64>both / Math.sqrt(<f64>first * <f64>second);
}
