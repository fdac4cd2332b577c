/** RTP payloads of sound (RFC 3551 §4.5): how much each codec puts in one. */
import { PCMA, PCMU } from "./g711";

/** What payloads stand for, besides PCMU (1) and PCMA (2). */
export const GSM: i32 = 3;
export const DVI4: i32 = 4;

export const GSM_SAMPLES: i32 = 160;
export const GSM_BYTES: i32 = 33;
export const DVI4_HEADER: i32 = 4;

export function isG711(codec: i32): bool {
  return codec == PCMU || codec == PCMA;
}

/** Samples in a payload of so many bytes; −1 when it cannot be so long. */
export function samplesIn(codec: i32, bytes: i32): i32 {
  if (isG711(codec)) return bytes;
  if (codec == DVI4) return max(-1, (bytes - DVI4_HEADER) << 1);
  return bytes % GSM_BYTES ? -1 : (bytes / GSM_BYTES) * GSM_SAMPLES;
}

/** Bytes that so many samples, whole frames of the codec, take in a payload. */
export function bytesFor(codec: i32, samples: i32): i32 {
  if (isG711(codec)) return samples;
  if (codec == DVI4) return DVI4_HEADER + (samples >> 1);
  return (samples / GSM_SAMPLES) * GSM_BYTES;
}

/** Samples that are coded together. */
export function frameOf(codec: i32): i32 {
  if (isG711(codec)) return 1;
  return codec == DVI4 ? 2 : GSM_SAMPLES;
}
