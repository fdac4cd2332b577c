/**
 * What the host reads of RTP's fixed header (RFC 3550 §5.1); the packet has to
 * be as long as that. The core reads the whole of it, with bounds.
 */
export const HEADER_BYTES = 12;

const MARKER = 0x80;

export function hasMarker(packet: Uint8Array): boolean {
  return (packet[1] & MARKER) !== 0;
}

export function payloadTypeOf(packet: Uint8Array): number {
  return packet[1] & ~MARKER;
}

export function sequenceOf(packet: Uint8Array): number {
  return packet[2] << 8 | packet[3];
}

export function timestampOf(packet: Uint8Array): number {
  return wordAt(packet, 4);
}

export function ssrcOf(packet: Uint8Array): number {
  return wordAt(packet, 8);
}

function wordAt(bytes: Uint8Array, at: number): number {
  const word = bytes[at] << 24 | bytes[at + 1] << 16 | bytes[at + 2] << 8 |
    bytes[at + 3];
  return word >>> 0;
}
