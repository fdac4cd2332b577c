/** ETS 300 961 (GSM 06.10) §5.4: the tables of the recommendation. */

/** Table 5.1: quantization of the Log.-Area Ratios. */
export const A = memory.data<i16>(
  [20480, 20480, 20480, 20480, 13964, 15360, 8534, 9036],
  16,
);
export const B = memory.data<i16>(
  [0, 0, 2048, -2560, 94, -1792, -341, -1144],
  16,
);
export const MIC = memory.data<i16>([-32, -32, -16, -16, -8, -8, -4, -4], 16);
export const MAC = memory.data<i16>([31, 31, 15, 15, 7, 7, 3, 3], 16);
/** Table 5.2: 1/A. */
export const INVA = memory.data<i16>(
  [13107, 13107, 13107, 13107, 19223, 17476, 31454, 29708],
  16,
);
/** Table 5.3: decision and quantization levels of the LTP gain. */
export const DLB = memory.data<i16>([6554, 16384, 26214, 32767]);
export const QLB = memory.data<i16>([3277, 11469, 21299, 32767]);
/** Table 5.4: the weighting filter; one 0 more, so that its taps are pairs. */
export const H = memory.data<i16>([
  -134, -374, 0, 2054, 5741, 8192, 5741, 2054, 0, -374, -134, 0,
]);
/** Tables 5.5 and 5.6: inverse mantissa and mantissa of xmax. */
export const NRFAC = memory.data<i16>([
  29128, 26215, 23832, 21846, 20165, 18725, 17476, 16384,
]);
export const FAC = memory.data<i16>([
  18431, 20479, 22527, 24575, 26623, 28671, 30719, 32767,
]);

export function entry(table: usize, index: i32): i32 {
  return <i32>load<i16>(table + ((<usize>index) << 1));
}
