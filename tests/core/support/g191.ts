/**
 * ITU-T G.191 (STL), module G711: the reference the core is held against, by
 * search over the decoder's values instead of by bits.
 */
export function alawOf(code: number): number {
  const bits = code ^ 0x55;
  const segment = (bits >> 4) & 7;
  const step = bits & 15;
  const size = segment === 0
    ? step * 16 + 8
    : (step * 16 + 264) * 2 ** (segment - 1);
  return bits >= 128 ? size : -size;
}

export function mulawOf(code: number): number {
  const bits = 255 - code;
  const segment = (bits >> 4) & 7;
  const size = ((bits & 15) * 2 + 33) * 2 ** segment - 33;
  return bits >= 128 ? -4 * size : 4 * size;
}

/** alaw_compress: one's complement, 12 bits, segments found one by one. */
export function alawCode(sample: number): number {
  let size = (sample < 0 ? -1 - sample : sample) >> 4;
  if (size > 15) {
    let segment = 1;
    for (; size > 31; segment++) size >>= 1;
    size += segment * 16 - 16;
  }
  return (sample < 0 ? size : size + 128) ^ 0x55;
}

/** ulaw_compress: one's complement, 13 bits, moved by 33, clipped. */
export function mulawCode(sample: number): number {
  const size = Math.min(
    ((sample < 0 ? -1 - sample : sample) >> 2) + 33,
    0x1fff,
  );
  let segment = 1;
  for (let rest = size >> 6; rest; rest >>= 1) segment++;
  const low = 15 - ((size >> segment) & 15);
  return (8 - segment) * 16 + low + (sample < 0 ? 0 : 128);
}
