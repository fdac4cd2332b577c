/**
 * AES with keys of 128 bits, one way (FIPS 197): counter mode needs no other.
 * The S-box is looked up whole for each octet, in registers: neither an address
 * nor a branch depends on what is secret.
 */

/** Eleven round keys (FIPS 197 §5.2). */
export const AES_BYTES: usize = 176;
const BLOCK: usize = 16;
const ROUNDS_END: usize = AES_BYTES - BLOCK;
/** x^8 in the field of FIPS 197 §4.2. */
const REDUCTION: u8 = 0x1b;

/** The S-box in sixteen rows of sixteen. */
const BOX = memory.data(256, 16);

function doubled(octet: u8): u8 {
  return (octet << 1) ^ (octet & 0x80 ? REDUCTION : 0);
}

/** FIPS 197 §5.1.1: the affine transformation of an inverse. */
function affine(inverse: u8): u8 {
  const turned = rotl<u8>(inverse, 1) ^ rotl<u8>(inverse, 2);
  return inverse ^ turned ^ rotl<u8>(inverse, 3) ^ rotl<u8>(inverse, 4) ^ 0x63;
}

/** Powers of 3 reach all octets but 0; those of its inverse are their inverses. */
export function initAes(): void {
  let power: u8 = 1;
  let inverse: u8 = 1;
  do {
    power ^= doubled(power);
    inverse ^= inverse << 1;
    inverse ^= inverse << 2;
    inverse ^= inverse << 4;
    if (inverse & 0x80) inverse ^= 0x09;
    store<u8>(BOX + <usize>power, affine(inverse));
  } while (power != 1);
  store<u8>(BOX, affine(0));
}

/** What four rows of the S-box give for indexes that lie in them, else zero. */
function lookUp(rows: usize, index: v128): v128 {
  const row = i8x16.splat(16);
  const second = i8x16.sub(index, row);
  const third = i8x16.sub(second, row);
  const fourth = i8x16.sub(third, row);
  return v128.or(
    v128.or(
      v128.swizzle(v128.load(rows), index),
      v128.swizzle(v128.load(rows, 16), second),
    ),
    v128.or(
      v128.swizzle(v128.load(rows, 32), third),
      v128.swizzle(v128.load(rows, 48), fourth),
    ),
  );
}

/** SubBytes (FIPS 197 §5.1.1). */
function substitute(x: v128): v128 {
  const low = lookUp(BOX, x);
  const middle = lookUp(BOX + 64, i8x16.sub(x, i8x16.splat(64)));
  const upper = lookUp(BOX + 128, i8x16.sub(x, i8x16.splat(-128)));
  const high = lookUp(BOX + 192, i8x16.sub(x, i8x16.splat(-64)));
  return v128.or(v128.or(low, middle), v128.or(upper, high));
}

/** ShiftRows (§5.1.2); a column is four octets in a row. */
function shiftRows(x: v128): v128 {
  // prettier-ignore
  return v128.shuffle<i8>(x, x,
    0, 5, 10, 15, 4, 9, 14, 3, 8, 13, 2, 7, 12, 1, 6, 11);
}

/** Moves each octet one row up in its column. */
function rowUp(x: v128): v128 {
  // prettier-ignore
  return v128.shuffle<i8>(x, x,
    1, 2, 3, 0, 5, 6, 7, 4, 9, 10, 11, 8, 13, 14, 15, 12);
}

function twoRowsUp(x: v128): v128 {
  // prettier-ignore
  return v128.shuffle<i8>(x, x,
    2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13);
}

function timesTwo(x: v128): v128 {
  const over = i8x16.lt_s(x, i8x16.splat(0));
  const reduction = v128.and(over, i8x16.splat(REDUCTION));
  return v128.xor(i8x16.add(x, x), reduction);
}

/** MixColumns (§5.1.3): 2a + 3b + c + d = 2(a + b) + b + (c + d). */
function mixColumns(x: v128): v128 {
  const up = rowUp(x);
  const sums = v128.xor(x, up);
  return v128.xor(v128.xor(timesTwo(sums), up), twoRowsUp(sums));
}

/** Encrypts one block with the round keys that lie at `keys`. */
export function encrypt(keys: usize, block: v128): v128 {
  let state = v128.xor(block, v128.load(keys));
  const last = keys + ROUNDS_END;
  for (keys += BLOCK; keys < last; keys += BLOCK) {
    const mixed = mixColumns(shiftRows(substitute(state)));
    state = v128.xor(mixed, v128.load(keys));
  }
  return v128.xor(shiftRows(substitute(state)), v128.load(last));
}

/** The last word in each place, its octets turned by one (§5.2, RotWord). */
function lastWordTurned(x: v128): v128 {
  // prettier-ignore
  return v128.shuffle<i8>(x, x,
    13, 14, 15, 12, 13, 14, 15, 12, 13, 14, 15, 12, 13, 14, 15, 12);
}

/** Each word with all words before it. */
function runningSums(x: v128): v128 {
  const none = i32x4.splat(0);
  x = v128.xor(x, v128.shuffle<i32>(none, x, 0, 4, 5, 6));
  return v128.xor(x, v128.shuffle<i32>(none, x, 0, 1, 4, 5));
}

/** Writes the round keys of the 16 octets at `key` (§5.2). */
export function expandKey(keys: usize, key: usize): void {
  let round = v128.load(key);
  let constant: u8 = 1;
  const last = keys + ROUNDS_END;
  v128.store(keys, round);
  for (keys += BLOCK; keys <= last; keys += BLOCK) {
    const word = substitute(lastWordTurned(round));
    const mark = v128.xor(word, i32x4.splat(constant));
    round = v128.xor(runningSums(round), mark);
    v128.store(keys, round);
    constant = doubled(constant);
  }
}
