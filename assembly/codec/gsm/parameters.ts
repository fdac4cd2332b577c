/** The 76 parameters of a frame (ETS 300 961 table 1.1), a byte each. */

export const LAR_COUNT: i32 = 8;
export const SUB_SEGMENTS: i32 = 4;
/** Where a sub-segment's parameters lie in it. */
export const NC: usize = 0;
export const BC: usize = 1;
export const MC: usize = 2;
export const XMAXC: usize = 3;
export const XMC: usize = 4;
const SUB_PARAMETERS: usize = 17;

/** Parameters of the frame at hand; vectors may run over by four bytes. */
export const LARC = memory.data(80, 16);

export function subSegment(number: i32): usize {
  return LARC + <usize>LAR_COUNT + <usize>number * SUB_PARAMETERS;
}
