/**
 * ITU-T G.711, both laws, as the formulas of ITU-T G.191 (STL, module G711)
 * define them: 16-bit samples are taken by their upper 13 (A) or 14 (µ) bits,
 * a negative one by its one's complement.
 */

export const PCMU: i32 = 1;
export const PCMA: i32 = 2;

/** G.711 §3.2: A-law inverts every other bit on the line. */
const A_MASK: i32 = 0x55;
/** The µ-law curve is moved by 33 so that all its segments look alike. */
const MU_BIAS: i32 = 33;
const MU_CLIP: i32 = 0x1fff;

/** Decoded samples of all 256 codes: µ-law first, A-law behind it. */
const TABLES = memory.data(1024, 16);

function tableOf(law: i32): usize {
  return law == PCMA ? TABLES + 512 : TABLES;
}

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

export function initG711(): void {
  for (let code = 0; code < 256; code++) {
    store<i16>(tableOf(PCMU) + (code << 1), <i16>mulawSample(code));
    store<i16>(tableOf(PCMA) + (code << 1), <i16>alawSample(code));
  }
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
export function decodeG711(
  law: i32,
  codes: usize,
  sound: usize,
  samples: i32,
): void {
  const table = tableOf(law);
  const end = codes + samples;
  while (codes < end) {
    store<i16>(sound, load<i16>(table + ((<usize>load<u8>(codes)) << 1)));
    codes++;
    sound += 2;
  }
}

/** Turns `samples` samples at `sound` into codes at `codes`. */
export function encodeG711(
  law: i32,
  sound: usize,
  codes: usize,
  samples: i32,
): void {
  const end = codes + samples;
  if (law == PCMA) {
    for (; codes < end; codes++, sound += 2) {
      store<u8>(codes, <u8>alawCode(load<i16>(sound)));
    }
  } else {
    for (; codes < end; codes++, sound += 2) {
      store<u8>(codes, <u8>mulawCode(load<i16>(sound)));
    }
  }
}
