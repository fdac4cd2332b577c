/**
 * The 76 parameters of a frame (ETS 300 961 table 1.1), a byte each, and how
 * the two framings put them into bits: RTP (RFC 3551 §4.5.8) the high bit
 * first and behind a signature, WAV49 the low bit first and without.
 */

export const LAR_COUNT: i32 = 8;
export const SUB_SEGMENTS: i32 = 4;
/** Where a sub-segment's parameters lie in it. */
export const NC: usize = 0;
export const BC: usize = 1;
export const MC: usize = 2;
export const XMAXC: usize = 3;
export const XMC: usize = 4;
const SUB_PARAMETERS: usize = 17;
const COUNT: usize = 76;

export const RTP_BYTES: i32 = 33;
/** Two frames of 260 bits. */
export const WAV49_BYTES: i32 = 65;
/** RFC 3551 §4.5.8: the first four bits of every frame. */
const SIGNATURE: i32 = 0xd;

/** Parameters of the frame at hand; vectors may run over by four bytes. */
export const LARC = memory.data(80, 16);

export function subSegment(number: i32): usize {
  return LARC + <usize>LAR_COUNT + <usize>number * SUB_PARAMETERS;
}

/** Bits of each parameter, in the order in which they are sent. */
const WIDTHS = memory.data<u8>([
  6, 6, 5, 5, 4, 4, 3, 3, 7, 2, 2, 6, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 7,
  2, 2, 6, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 7, 2, 2, 6, 3, 3, 3, 3, 3, 3,
  3, 3, 3, 3, 3, 3, 3, 7, 2, 2, 6, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3,
]);

export function hasSignature(bytes: usize): bool {
  return load<u8>(bytes) >> 4 == SIGNATURE;
}

export function packRtp(bytes: usize): void {
  let bits: u32 = SIGNATURE;
  let held = 4;
  for (let n: usize = 0; n < COUNT; n++) {
    const width = <i32>load<u8>(WIDTHS + n);
    bits = (bits << width) | load<u8>(LARC + n);
    held += width;
    if (held < 8) continue;
    held -= 8;
    store<u8>(bytes++, bits >>> held);
  }
}

export function unpackRtp(bytes: usize): void {
  let bits: u32 = load<u8>(bytes++);
  let held = 4;
  for (let n: usize = 0; n < COUNT; n++) {
    const width = <i32>load<u8>(WIDTHS + n);
    if (held < width) {
      bits = (bits << 8) | load<u8>(bytes++);
      held += 8;
    }
    held -= width;
    store<u8>(LARC + n, (bits >>> held) & ((1 << width) - 1));
  }
}

/** Packs the frame behind `held` bits of the byte at `bytes`. */
export function packWav49(bytes: usize, held: i32): void {
  let bits = held ? <u32>load<u8>(bytes) : 0;
  for (let n: usize = 0; n < COUNT; n++) {
    bits |= (<u32>load<u8>(LARC + n)) << held;
    held += <i32>load<u8>(WIDTHS + n);
    if (held < 8) continue;
    store<u8>(bytes++, bits);
    bits >>= 8;
    held -= 8;
  }
  if (held) store<u8>(bytes, bits);
}

/** Unpacks a frame that begins behind `skipped` bits of the byte at `bytes`. */
export function unpackWav49(bytes: usize, skipped: i32): void {
  let bits = (<u32>load<u8>(bytes++)) >> skipped;
  let held = 8 - skipped;
  for (let n: usize = 0; n < COUNT; n++) {
    const width = <i32>load<u8>(WIDTHS + n);
    if (held < width) {
      bits |= (<u32>load<u8>(bytes++)) << held;
      held += 8;
    }
    store<u8>(LARC + n, bits & ((1 << width) - 1));
    bits >>= width;
    held -= width;
  }
}
