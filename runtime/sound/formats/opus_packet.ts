import {
  FRAMES,
  frameSamples,
  IS_PADDED,
  IS_VARIABLE,
  lengthOctets,
} from "../../core/opus/frames.ts";

/** The most that a frame may take, and a packet may last (RFC 6716 §3.2, §3.4). */
const MOST_BYTES = 1275;
const MOST_SAMPLES = 5760;

/**
 * How long an Opus packet sounds, in samples at 48 kHz; null of one that no
 * decoder may take (RFC 6716 §3.4).
 */
export function opusSamples(packet: Uint8Array): number | null {
  if (packet.length === 0) return null;
  const samples = frameSamples(packet[0] >> 3);
  const lengths = frameLengths(packet);
  if (!lengths || lengths.length * samples > MOST_SAMPLES) return null;
  return lengths.every((bytes) => bytes >= 0 && bytes <= MOST_BYTES)
    ? lengths.length * samples
    : null;
}

/** By the packet's code; what is left over may be negative. */
function frameLengths(packet: Uint8Array): number[] | null {
  const rest = packet.length - 1;
  switch (packet[0] & 3) {
    case 0:
      return [rest];
    case 1:
      return rest % 2 === 0 ? [rest / 2, rest / 2] : null;
    case 2: {
      const first = lengthAt(packet, 1);
      return first && [first.bytes, packet.length - first.end - first.bytes];
    }
    default:
      return manyLengths(packet);
  }
}

/** §3.2.5 */
function manyLengths(packet: Uint8Array): number[] | null {
  if (packet.length < 2) return null;
  const count = packet[1] & FRAMES;
  if (count === 0) return null;
  let at = 2;
  let padding = 0;
  for (let more = (packet[1] & IS_PADDED) !== 0; more; at++) {
    if (at >= packet.length) return null;
    more = packet[at] === 255;
    padding += more ? 254 : packet[at];
  }
  const lengths: number[] = [];
  if ((packet[1] & IS_VARIABLE) === 0) {
    const each = (packet.length - at - padding) / count;
    return Number.isInteger(each) ? Array(count).fill(each) : null;
  }
  let rest = packet.length - padding;
  while (lengths.length < count - 1) {
    const length = lengthAt(packet, at);
    if (!length) return null;
    lengths.push(length.bytes);
    at = length.end;
    rest -= length.bytes;
  }
  return [...lengths, rest - at];
}

/** §3.2.1 */
function lengthAt(
  packet: Uint8Array,
  at: number,
): { bytes: number; end: number } | null {
  if (at >= packet.length) return null;
  const end = at + lengthOctets(packet, at);
  if (end > packet.length) return null;
  const more = end - at === 2 ? 4 * packet[at + 1] : 0;
  return { bytes: packet[at] + more, end };
}
