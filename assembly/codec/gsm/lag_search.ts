/** ETS 300 961 §5.2.11: calculation of the LTP parameters. */
import { BC, NC } from "./parameters";
import { DLB, entry } from "./tables";
import { SHORTEST_LAG } from "./state";
import { SUB_BYTES, SUB_SEGMENT } from "./long_term_prediction";
import { correlate } from "./correlation";
import { correlateRounded, roundingOf } from "./rounded_correlation";
import { countFrom, highest, lagOf } from "./lag_sums";
import { norm, peakOf, total } from "./arithmetic";

/** The sub-segment, in ten bits. */
const WT = memory.data(80, 16);

/** How far the sub-segment is shifted right to have ten bits. */
function scaleOf(d: usize): i32 {
  const peak = peakOf(d, SUB_SEGMENT);
  return peak ? max(6 - norm(peak << 16), 0) : 6;
}

function scale(d: usize, scal: i32): void {
  for (let at: usize = 0; at < SUB_BYTES; at += 16) {
    v128.store(WT + at, i16x8.shr_s(v128.load(d + at), scal));
  }
}

/** Energy of what is predicted from. */
function powerOf(from: usize): i32 {
  let sum = i32x4.splat(0);
  for (let at: usize = 0; at < SUB_BYTES; at += 16) {
    const eighths = i16x8.shr_s(v128.load(from + at), 3);
    sum = i32x4.add(sum, i32x4.dot_i16x8_s(eighths, eighths));
  }
  return total(sum) << 1;
}

/** The coded gain for a correlation and an energy. */
function codeGain(sum: i32, scal: i32, power: i32): i32 {
  const correlation = (sum << 1) >> (6 - scal);
  if (correlation <= 0) return 0;
  if (correlation >= power) return 3;
  const shift = norm(power);
  const r = (correlation << shift) >> 16;
  const s = (power << shift) >> 16;
  let bc = 0;
  while (bc < 3 && r > (s * entry(DLB, bc)) >> 15) bc++;
  return bc;
}

/** Energy of the samples that lie a lag before `dp`. */
function powerBefore(dp: usize, lag: i32): i32 {
  return powerOf(dp - ((<usize>lag) << 1));
}

/** Whether sums that are off by this lead to the same lag and gain. */
function isCertain(peak: i32, off: i32, scal: i32, dp: usize): bool {
  if (off == 0 || peak <= -off) return true;
  if (peak <= off || countFrom(peak - 2 * off) > 1) return false;
  const power = powerBefore(dp, lagOf(peak));
  const least = codeGain(peak - off, scal, power);
  return least == codeGain(peak + off, scal, power);
}

/** The highest sum that libgsm would find; SUMS has it. */
function search(dp: usize, scal: i32): i32 {
  correlate(WT, dp);
  const peak = highest();
  if (isCertain(peak, roundingOf(WT, dp), scal, dp)) return peak;
  correlateRounded(WT, dp);
  return highest();
}

/** Finds and codes lag and gain of the sub-segment `d`. */
export function findLag(d: usize, dp: usize, coded: usize): void {
  const scal = scaleOf(d);
  scale(d, scal);
  const peak = search(dp, scal);
  const nc = peak > 0 ? lagOf(peak) : SHORTEST_LAG;
  store<u8>(coded, nc, NC);
  store<u8>(coded, codeGain(peak, scal, powerBefore(dp, nc)), BC);
}
