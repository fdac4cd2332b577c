/** The frames of an Opus packet, by what its first octets say (RFC 6716 §3). */

/** Configurations from here on are of both coders, and of CELT alone (table 2). */
const FIRST_HYBRID = 12;
export const FIRST_CELT = 16;

/** Samples of a frame at 48 kHz by the two bits of its size. */
const SILK = [480, 960, 1920, 2880];
const HYBRID = [480, 960];
const CELT = [120, 240, 480, 960];

/** Bits of the octet that counts the frames (§3.2.5). */
export const IS_VARIABLE = 0x80;
export const IS_PADDED = 0x40;
export const FRAMES = 0x3f;

/** How long each frame of a configuration sounds, in samples at 48 kHz. */
export function frameSamples(configuration: number): number {
  if (configuration >= FIRST_CELT) return CELT[configuration & 3];
  if (configuration >= FIRST_HYBRID) return HYBRID[configuration & 1];
  return SILK[configuration & 3];
}

/** The octets that tell a frame's length: one, or from 252 on two (§3.2.1). */
export function lengthOctets(packet: Uint8Array, at: number): 1 | 2 {
  return packet[at] < 252 ? 1 : 2;
}
