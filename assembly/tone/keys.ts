/**
 * The sixteen keys and their frequencies (ITU-T Q.23). A key is a number in the
 * order of RFC 4733 §3.2 everywhere: 0-9, *, #, A-D.
 */

export const ROWS = memory.data<i32>([697, 770, 852, 941]);
export const COLUMNS = memory.data<i32>([1209, 1336, 1477, 1633]);

export const TONES: i32 = 8;

/** The eight frequencies, those of the rows first. */
export function toneHertz(tone: i32): i32 {
  const group = tone < 4 ? ROWS : COLUMNS;
  return load<i32>(group + ((<usize>(tone & 3)) << 2));
}

/** How far a tone turns in a sample, in radians. */
export function toneTurn(tone: i32): f64 {
  return (2 * Math.PI * <f64>toneHertz(tone)) / 8000;
}

/** The keys as they lie on the pad, row by row. */
const PAD = memory.data<u8>([
  1, 2, 3, 12, 4, 5, 6, 13, 7, 8, 9, 14, 10, 0, 11, 15,
]);

export function keyAt(row: i32, column: i32): i32 {
  return <i32>load<u8>(PAD + ((row << 2) | column));
}

function placeOf(key: i32): i32 {
  let place = 0;
  while (<i32>load<u8>(PAD + place) != key) place++;
  return place;
}

export function rowHertz(key: i32): i32 {
  return load<i32>(ROWS + ((<usize>(placeOf(key) >> 2)) << 2));
}

export function columnHertz(key: i32): i32 {
  return load<i32>(COLUMNS + ((<usize>(placeOf(key) & 3)) << 2));
}
