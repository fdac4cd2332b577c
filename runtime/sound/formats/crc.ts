/** A cyclic redundancy check, the upper bits first, that begins at zero. */
export type Crc = (bytes: Uint8Array) => number;

/** @param polynomial without its highest term, which `width` says: 8 to 32 */
export function crcOf(width: number, polynomial: number): Crc {
  const top = 32 - width;
  const table = Int32Array.from({ length: 256 }, (_, byte) => {
    let rest = byte << 24;
    for (let bit = 0; bit < 8; bit++) {
      rest = rest << 1 ^ (rest < 0 ? polynomial << top : 0);
    }
    return rest;
  });
  return (bytes) => {
    let rest = 0;
    for (let n = 0; n < bytes.length; n++) {
      rest = rest << 8 ^ table[rest >>> 24 ^ bytes[n]];
    }
    return rest >>> top;
  };
}
