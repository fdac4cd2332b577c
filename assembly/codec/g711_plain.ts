/**
 * ITU-T G.711, both laws, as the formulas of ITU-T G.191 (STL, module G711)
 * define them: 16-bit samples are taken by their upper 13 (A) or 14 (µ) bits,
 * a negative one by its one's complement. One sample at a time: the vectors of
 * `g711.ts` are held against these, and leave to them what fills no vector.
 */

export const PCMU: i32 = 1;
export const PCMA: i32 = 2;

/** G.711 §3.2: A-law inverts every other bit on the line. */
const A_MASK: i32 = 0x55;
/** The µ-law curve is moved by 33 so that all its segments look alike. */
const MU_BIAS: i32 = 33;
const MU_CLIP: i32 = 0x1fff;

function alawSample(code: i32): i32 {
  const bits = code ^ A_MASK;
  const segment = (bits >> 4) & 7;
  const step = ((bits & 15) << 4) + 8;
  const size = segment ? (step + 256) << (segment - 1) : step;
  return bits & 0x80 ? size : -size;
}

function mulawSample(code: i32): i32 {
  const bits = ~code;
  const segment = (bits >> 4) & 7;
  const size = ((((bits & 15) << 1) + MU_BIAS) << segment) - MU_BIAS;
  return bits & 0x80 ? -(size << 2) : size << 2;
}

function alawCode(sample: i32): i32 {
  const sign = sample >> 31;
  const size = (sample ^ sign) >> 4;
  const segment = max(28 - <i32>clz(size), 0);
  const code = (segment << 4) | ((size >> max(segment - 1, 0)) & 15);
  return (code | (~sign & 0x80)) ^ A_MASK;
}

function mulawCode(sample: i32): i32 {
  const sign = sample >> 31;
  const size = min(((sample ^ sign) >> 2) + MU_BIAS, MU_CLIP);
  const segment = 26 - <i32>clz(size);
  return ~((sign & 0x80) | (segment << 4) | ((size >> (segment + 1)) & 15));
}

/** Turns `samples` codes at `codes` into sound at `sound`. */
export function decodeG711Plain(
  law: i32,
  codes: usize,
  sound: usize,
  samples: i32,
): void {
  const end = codes + samples;
  for (; codes < end; codes++, sound += 2) {
    const code = <i32>load<u8>(codes);
    store<i16>(sound, law == PCMA ? alawSample(code) : mulawSample(code));
  }
}

/** Turns `samples` samples at `sound` into codes at `codes`. */
export function encodeG711Plain(
  law: i32,
  sound: usize,
  codes: usize,
  samples: i32,
): void {
  const end = codes + samples;
  for (; codes < end; codes++, sound += 2) {
    const sample = <i32>load<i16>(sound);
    store<u8>(codes, law == PCMA ? alawCode(sample) : mulawCode(sample));
  }
}
