/** Sound inside the core: 8 kHz, 16 bit, one channel, 20 ms at a time. */

/** Samples that one tick moves through a port: 20 ms. */
export const FRAME: i32 = 160;
export const FRAME_BYTES: usize = 320;

/** The nearest number that 16 bits can hold. */
export function saturate(sample: i32): i16 {
  return <i16>max(-32768, min(32767, sample));
}

export function silence(at: usize, samples: i32): void {
  memory.fill(at, 0, (<usize>samples) << 1);
}

/** Adds one frame to another, clipped. */
export function addSound(to: usize, sound: usize): void {
  const end = to + FRAME_BYTES;
  for (; to < end; to += 16, sound += 16) {
    v128.store(to, i16x8.add_sat_s(v128.load(to), v128.load(sound)));
  }
}
