/** The keys and their frequencies in Hz, as ITU-T Q.23 lays them out. */
export const ROWS = [697, 770, 852, 941];
export const COLUMNS = [1209, 1336, 1477, 1633];
export const PAD = "123A456B789C*0#D";

/** Which two of the eight tones a key is made of. */
export function tonesOf(key) {
  const place = PAD.indexOf(key);
  return [place >> 2, 4 + (place & 3)];
}
