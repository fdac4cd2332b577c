/** How long the sound of an Opus packet is (RFC 6716 §3), which the host decodes. */

/** Its timestamps count 48 kHz (RFC 7587 §4.1): so many in a sample of 8 kHz. */
export const WIDE_RATE: i32 = 6;

/** 120 ms (RFC 6716 §3.2.5), in samples of 8 kHz. */
const LONGEST_OPUS: i32 = 960;

/** SILK has frames of 10, 20, 40 and 60 ms, the hybrid of 10 and 20 (table 2). */
const FIRST_HYBRID: i32 = 12;
const FIRST_CELT: i32 = 16;

/** Samples in a frame of this configuration, at 8 kHz. */
function frameSamples(configuration: i32): i32 {
  const size = configuration & 3;
  // CELT: 2.5, 5, 10, 20 ms
  if (configuration >= FIRST_CELT) return 20 << size;
  if (configuration >= FIRST_HYBRID) return 80 << (size & 1);
  return size == 3 ? 480 : 80 << size;
}

/** Frames in a packet (table 4), of `bytes` bytes; −1 where that is not said. */
function frames(payload: usize, bytes: i32): i32 {
  const code = (<i32>load<u8>(payload)) & 3;
  if (code < 3) return code == 0 ? 1 : 2;
  return bytes < 2 ? -1 : (<i32>load<u8>(payload, 1)) & 63;
}

/** Samples at 8 kHz that a packet decodes to; −1 when it cannot be one. */
export function opusSamples(payload: usize, bytes: i32): i32 {
  if (bytes == 0) return 0;
  const configuration = (<i32>load<u8>(payload)) >> 3;
  const samples = frames(payload, bytes) * frameSamples(configuration);
  return samples > 0 && samples <= LONGEST_OPUS ? samples : -1;
}
