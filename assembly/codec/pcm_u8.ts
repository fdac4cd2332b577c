/**
 * 8-bit linear sound as WAV has it: the upper byte of a sample, moved so that
 * 128 is silence. Half a step is rounded up.
 */

/** Half of what the lower byte can say. */
const HALF: i32 = 128;
/** The bit by which signed and unsigned bytes differ. */
const SIGN: i32 = 0x80;
const VECTOR: usize = 16;

/** One sample at a time; a sum that 16 bits cannot hold stays full scale. */
export function encodePcmU8Plain(
  sound: usize,
  codes: usize,
  samples: i32,
): void {
  for (let n = 0; n < samples; n++, sound += 2, codes++) {
    const upper = min((<i32>load<i16>(sound) + HALF) >> 8, 127);
    store<u8>(codes, upper ^ SIGN);
  }
}

export function decodePcmU8Plain(
  codes: usize,
  sound: usize,
  samples: i32,
): void {
  for (let n = 0; n < samples; n++, sound += 2, codes++) {
    store<i16>(sound, ((<i32>load<u8>(codes)) ^ SIGN) << 8);
  }
}

function upperBytes(sound: usize): v128 {
  const half = i16x8.splat(<i16>HALF);
  return i16x8.shr_s(i16x8.add_sat_s(v128.load(sound), half), 8);
}

/** Turns samples at `sound` into as many bytes at `codes`. */
export function encodePcmU8(sound: usize, codes: usize, samples: i32): void {
  const end = codes + ((<usize>samples) & ~15);
  for (; codes < end; codes += VECTOR, sound += 2 * VECTOR) {
    const low = upperBytes(sound);
    const bytes = i8x16.narrow_i16x8_s(low, upperBytes(sound + VECTOR));
    v128.store(codes, v128.xor(bytes, i8x16.splat(<i8>SIGN)));
  }
  encodePcmU8Plain(sound, codes, samples & 15);
}

/** Turns bytes at `codes` into as many samples at `sound`. */
export function decodePcmU8(codes: usize, sound: usize, samples: i32): void {
  const sign = i8x16.splat(<i8>SIGN);
  const end = codes + ((<usize>samples) & ~15);
  for (; codes < end; codes += VECTOR, sound += 2 * VECTOR) {
    const bytes = v128.xor(v128.load(codes), sign);
    const low = i16x8.extend_low_i8x16_s(bytes);
    v128.store(sound, i16x8.shl(low, 8));
    const high = i16x8.extend_high_i8x16_s(bytes);
    v128.store(sound, i16x8.shl(high, 8), VECTOR);
  }
  decodePcmU8Plain(codes, sound, samples & 15);
}
