/**
 * How the two framings put a frame's parameters into bits: RTP (RFC 3551
 * §4.5.8) the high bit first and behind a signature, WAV49 the low bit first
 * and without. Either way a sub-segment has 56 bits, which begin a whole or
 * half byte behind the fourth byte of its frame, or seven bytes later each.
 */
import {
  BC,
  LARC,
  LAR_COUNT,
  MC,
  NC,
  SUB_SEGMENTS,
  XMAXC,
  XMC,
  subSegment,
} from "./parameters";

export const RTP_BYTES: i32 = 33;
/** Two frames of 260 bits. */
export const WAV49_BYTES: i32 = 65;
/** RFC 3551 §4.5.8: the first four bits of every frame. */
const SIGNATURE: u64 = 0xd;
const HEAD_BYTES: usize = 4;
const SUB_BITS: u64 = 56;
const SUB_PACKED: usize = 7;
const SUB_MASK: u64 = (1 << SUB_BITS) - 1;

/** Bits of each Log.-Area Ratio, and all bits of a number so wide. */
const LAR_BITS = memory.data<u8>([6, 6, 5, 5, 4, 4, 3, 3]);

function widthOf(lar: i32): u64 {
  return load<u8>(LAR_BITS + <usize>lar);
}

function maskOf(width: u64): u64 {
  return (1 << width) - 1;
}

/** Puts eight codes of three bits, a byte each, side by side. */
function join(codes: u64): u64 {
  const pairs = (codes | (codes >> 5)) & 0x003f003f003f003f;
  const fours = (pairs | (pairs >> 10)) & 0x00000fff00000fff;
  return (fours | (fours >> 20)) & 0xffffff;
}

/** Gives each of eight codes of three bits its byte. */
function part(bits: u64): u64 {
  const fours = (bits | (bits << 20)) & 0x00000fff00000fff;
  const pairs = (fours | (fours << 10)) & 0x003f003f003f003f;
  return (pairs | (pairs << 5)) & 0x0707070707070707;
}

export function hasSignature(bytes: usize): bool {
  return (<u64>load<u8>(bytes)) >> 4 == SIGNATURE;
}

function rtpHead(): u64 {
  let bits = SIGNATURE;
  for (let n = 0; n < LAR_COUNT; n++) {
    bits = (bits << widthOf(n)) | load<u8>(LARC + <usize>n);
  }
  return bits;
}

function rtpSub(sub: usize): u64 {
  let bits = <u64>load<u8>(sub, NC);
  bits = (bits << 2) | load<u8>(sub, BC);
  bits = (bits << 2) | load<u8>(sub, MC);
  bits = (bits << 6) | load<u8>(sub, XMAXC);
  bits = (bits << 24) | join(bswap(load<u64>(sub, XMC)));
  return (bits << 15) | join(bswap(load<u64>(sub, XMC + 8)) >> 24);
}

export function packRtp(bytes: usize): void {
  const head = rtpHead();
  store<u32>(bytes, bswap(<u32>(head >> 8)));
  let above = head;
  let at = bytes + HEAD_BYTES;
  for (let n = 0; n < SUB_SEGMENTS; n++, at += SUB_PACKED) {
    const bits = rtpSub(subSegment(n));
    store<u64>(at, bswap((above << SUB_BITS) | bits));
    above = bits;
  }
}

function readRtpSub(sub: usize, bits: u64): void {
  store<u8>(sub, bits >> 49, NC);
  store<u8>(sub, (bits >> 47) & 3, BC);
  store<u8>(sub, (bits >> 45) & 3, MC);
  store<u8>(sub, (bits >> 39) & 63, XMAXC);
  store<u64>(sub, bswap(part((bits >> 15) & 0xffffff)), XMC);
  store<u64>(sub, bswap(part(bits & 0x7fff) << 24), XMC + 8);
}

export function unpackRtp(bytes: usize): void {
  let head = bswap(load<u64>(bytes)) >> 24;
  for (let n = LAR_COUNT - 1; n >= 0; n--) {
    const width = widthOf(n);
    store<u8>(LARC + <usize>n, head & maskOf(width));
    head >>= width;
  }
  let at = bytes + HEAD_BYTES;
  for (let n = 0; n < SUB_SEGMENTS; n++, at += SUB_PACKED) {
    readRtpSub(subSegment(n), bswap(load<u64>(at)) & SUB_MASK);
  }
}

function wav49Head(): u64 {
  let bits: u64 = 0;
  for (let n = LAR_COUNT - 1; n >= 0; n--) {
    bits = (bits << widthOf(n)) | load<u8>(LARC + <usize>n);
  }
  return bits;
}

function wav49Sub(sub: usize): u64 {
  let bits = join(load<u64>(sub, XMC + 8) & 0x0707070707);
  bits = (bits << 24) | join(load<u64>(sub, XMC));
  bits = (bits << 6) | load<u8>(sub, XMAXC);
  bits = (bits << 2) | load<u8>(sub, MC);
  bits = (bits << 2) | load<u8>(sub, BC);
  return (bits << 7) | load<u8>(sub, NC);
}

/** Packs the frame behind `held` bits, 0 or 4, of the byte at `bytes`. */
export function packWav49(bytes: usize, held: u64): void {
  const before = (<u64>load<u8>(bytes)) & maskOf(held);
  const head = before | (wav49Head() << held);
  store<u32>(bytes, <u32>head);
  const shift = held + 4;
  let below = head >> 32;
  let at = bytes + HEAD_BYTES;
  for (let n = 0; n < SUB_SEGMENTS; n++, at += SUB_PACKED) {
    const bits = wav49Sub(subSegment(n));
    store<u64>(at, below | (bits << shift));
    below = bits >> (SUB_BITS - shift);
  }
}

function readWav49Sub(sub: usize, bits: u64): void {
  store<u8>(sub, bits & 127, NC);
  store<u8>(sub, (bits >> 7) & 3, BC);
  store<u8>(sub, (bits >> 9) & 3, MC);
  store<u8>(sub, (bits >> 11) & 63, XMAXC);
  store<u64>(sub, part((bits >> 17) & 0xffffff), XMC);
  store<u64>(sub, part(bits >> 41), XMC + 8);
}

/** Unpacks a frame behind `held` bits, 0 or 4, of the byte at `bytes`. */
export function unpackWav49(bytes: usize, held: u64): void {
  let head = load<u64>(bytes) >> held;
  for (let n = 0; n < LAR_COUNT; n++) {
    const width = widthOf(n);
    store<u8>(LARC + <usize>n, head & maskOf(width));
    head >>= width;
  }
  let at = bytes + HEAD_BYTES;
  for (let n = 0; n < SUB_SEGMENTS; n++, at += SUB_PACKED) {
    readWav49Sub(subSegment(n), (load<u64>(at) >> (held + 4)) & SUB_MASK);
  }
}
