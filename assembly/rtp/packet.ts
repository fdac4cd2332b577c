/** RTP's fixed header (RFC 3550 §5.1), read with bounds and written. */

export class Packet {
  payloadType: i32;
  marker: bool;
  sequence: u16;
  timestamp: u32;
  ssrc: u32;
  payload: usize;
  length: i32;
}

export const HEADER_BYTES: i32 = 12;
const VERSION: i32 = 2;
const PADDING: i32 = 0x20;
const EXTENSION: i32 = 0x10;
const MARKER: i32 = 0x80;

function u16At(at: usize): i32 {
  return <i32>bswap<u16>(load<u16>(at));
}

/** Where the payload begins, by the header's own account; beyond it, at least. */
export function headLength(at: usize, length: i32): i32 {
  const first = <i32>load<u8>(at);
  const head = HEADER_BYTES + ((first & 15) << 2);
  if (!(first & EXTENSION) || head + 4 > length) {
    return first & EXTENSION ? length + 1 : head;
  }
  return head + 4 + (u16At(at + head + 2) << 2);
}

/** Octets of padding at the end; more than there are when it says none. */
function padLength(at: usize, length: i32): i32 {
  if (!((<i32>load<u8>(at)) & PADDING)) return 0;
  const octets = <i32>load<u8>(at + length - 1);
  return octets ? octets : length + 1;
}

/** Reads `length` bytes at `at`; false when they are not one RTP packet. */
export function parse(packet: Packet, at: usize, length: i32): bool {
  if (length < HEADER_BYTES || load<u8>(at) >> 6 != VERSION) return false;
  const head = headLength(at, length);
  const payload = length - head - padLength(at, length);
  if (payload < 0) return false;
  const second = <i32>load<u8>(at + 1);
  packet.marker = (second & MARKER) != 0;
  packet.payloadType = second & ~MARKER;
  packet.sequence = <u16>u16At(at + 2);
  packet.timestamp = bswap<u32>(load<u32>(at + 4));
  packet.ssrc = bswap<u32>(load<u32>(at + 8));
  packet.payload = at + head;
  packet.length = payload;
  return true;
}

export function writeSequence(at: usize, sequence: u16): void {
  store<u16>(at + 2, bswap<u16>(sequence));
}

export function writeMarker(at: usize): void {
  store<u8>(at + 1, load<u8>(at + 1) | (<u8>MARKER));
}

/** Writes a header without padding, extension or contributing sources. */
export function writeHeader(
  at: usize,
  marker: bool,
  payloadType: i32,
  sequence: u16,
  timestamp: u32,
  ssrc: u32,
): void {
  store<u8>(at, VERSION << 6);
  store<u8>(at + 1, (marker ? MARKER : 0) | payloadType);
  writeSequence(at, sequence);
  store<u32>(at + 4, bswap<u32>(timestamp));
  store<u32>(at + 8, bswap<u32>(ssrc));
}
