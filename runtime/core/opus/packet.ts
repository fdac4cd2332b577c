/** What a packet of Opus says of itself (RFC 6716 §3), as far as loss needs it. */

import {
  FIRST_CELT,
  FRAMES,
  frameSamples,
  IS_PADDED,
  IS_VARIABLE,
  lengthOctets,
} from "./frames.ts";

/** Samples at 48 kHz in one at 8 kHz. */
const WIDE_RATE = 6;
/** A frame of SILK has a part for each 20 ms, at 8 kHz. */
const PART = 160;
const STEREO = 0x04;

/**
 * How much of what was lost in front of a packet it tells, in samples at 8 kHz:
 * its first frame has the low bit-rate redundancy (RFC 6716 §4.2.4) of the frame
 * before; 0 where it has none.
 */
export function redundancyOf(packet: Uint8Array): number {
  const [toc] = packet;
  const configuration = toc >> 3;
  // CELT alone tells nothing twice.
  if (packet.length < 2 || configuration >= FIRST_CELT) return 0;
  const first = packet[firstFrame(packet)];
  if (first === undefined) return 0;
  const samples = frameSamples(configuration) / WIDE_RATE;
  const parts = Math.max(1, samples / PART);
  // A flag of voice for each part, then one of redundancy; the other channel's
  const mid = first >> 7 - parts & 1;
  const side = toc & STEREO ? first >> 6 - 2 * parts & 1 : 0;
  return mid || side ? samples : 0;
}

/** Where the first frame begins (RFC 6716 §3.2); beyond the end, it may be. */
function firstFrame(packet: Uint8Array): number {
  switch (packet[0] & 3) {
    case 2:
      return 1 + lengthOctets(packet, 1);
    case 3:
      return behindLengths(packet);
    default:
      return 1;
  }
}

/** Behind the count of frames, the length of the padding, and the frames'. */
function behindLengths(packet: Uint8Array): number {
  const count = packet[1];
  let at = 2;
  if (count & IS_PADDED) { while (packet[at++] === 255); }
  if (!(count & IS_VARIABLE)) return at;
  for (let frame = 1; frame < (count & FRAMES); frame++) {
    at += lengthOctets(packet, at);
  }
  return at;
}
