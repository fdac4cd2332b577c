/** RTP payloads of sound (RFC 3551 §4.5): how much each codec puts in one. */
import { PCMA, PCMU } from "./g711";
import { HEADER_BYTES } from "./dvi4";
import { RTP_BYTES } from "./gsm/packing";
import { WIDE_RATE, opusSamples } from "./opus_packet";

/** What payloads stand for, besides PCMU (1) and PCMA (2). */
export const GSM: i32 = 3;
export const DVI4: i32 = 4;
/** The host codes and decodes it: to the core what it says is linear. */
export const OPUS: i32 = 5;
/** 16 bits a sample, as the core has them: what the host has decoded. */
export const LINEAR: i32 = 6;

export const GSM_SAMPLES: i32 = 160;

export function isG711(codec: i32): bool {
  return codec == PCMU || codec == PCMA;
}

/** Samples in a payload of so many bytes; −1 when it cannot be so long. */
export function samplesIn(codec: i32, payload: usize, bytes: i32): i32 {
  if (isG711(codec)) return bytes;
  if (codec == OPUS) return opusSamples(payload, bytes);
  if (codec == DVI4) return max(-1, (bytes - HEADER_BYTES) << 1);
  return bytes % RTP_BYTES ? -1 : (bytes / RTP_BYTES) * GSM_SAMPLES;
}

/** Bytes that so many samples, whole frames of the codec, take in a payload. */
export function bytesFor(codec: i32, samples: i32): i32 {
  if (isG711(codec)) return samples;
  if (codec == DVI4) return HEADER_BYTES + (samples >> 1);
  if (codec >= OPUS) return samples << 1;
  return (samples / GSM_SAMPLES) * RTP_BYTES;
}

/** The clock of a codec's timestamps, in 8 kHz (RFC 3551 table 4, RFC 7587). */
export function clockOf(codec: i32): i32 {
  return codec == OPUS ? WIDE_RATE : 1;
}

/** Samples that are coded together. */
export function frameOf(codec: i32): i32 {
  if (isG711(codec) || codec >= OPUS) return 1;
  return codec == DVI4 ? 2 : GSM_SAMPLES;
}
