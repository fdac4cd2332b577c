/**
 * AES with keys of 128 bits, one way (FIPS 197): counter mode needs no other.
 * All look-ups are in registers: neither an address nor a branch depends on
 * what is secret.
 *
 * The S-box inverts in GF(2^8). There the octets x with x^16 = x are a field of
 * 16, and each octet is k + i·THETA for two of them: a pair of nibbles. With
 * j = i + k the inverse is a sum of an octet that depends on
 *   1/(1/i + A/k) + j  and one that depends on  1/(1/j + A/k) + i
 * alone, as M. Hamburg found (Accelerating AES with Vector Permute
 * Instructions, CHES 2009). So it takes tables of sixteen, and what is linear
 * behind it (the affine map, times two, the way back to pairs) is in them.
 */

/** Eleven round keys: of pairs, but for the last. */
export const AES_BYTES: usize = 176;
const BLOCK: usize = 16;
const ROUNDS_END: usize = AES_BYTES - BLOCK;
/** x^8 in the field of FIPS 197 §4.2. */
const REDUCTION: u8 = 0x1b;
/** FIPS 197 §5.1.1: what the affine map adds. */
const AFFINE: u8 = 0x63;

/** Generates the field of 16: A^4 = A + 1. */
const A: u8 = 0xe0;
/** THETA^2 = A·THETA + A. */
const THETA: u8 = 0x09;

/** No nibble: the inverse of 0. A look-up of it, or of a sum with it, gives 0. */
const NONE: u8 = 0x80;
const LOW: i8 = 15;

/** Pairs of the octets 0 to 15, and of their multiples of 16. */
const PAIRS = memory.data(32, 16);
/** The inverses of nibbles, and what A is divided by them. */
const INVERSES = memory.data(16, 16);
const QUOTIENTS = memory.data(16, 16);
/** What both sums make of the S-box: as pairs, as pairs of twice it, as octets. */
const ONCE = memory.data(32, 16);
const TWICE = memory.data(32, 16);
const PLAIN = memory.data(32, 16);

function doubled(octet: u8): u8 {
  return (octet << 1) ^ (octet & 0x80 ? REDUCTION : 0);
}

/** FIPS 197 §4.2. */
function times(one: u8, other: u8): u8 {
  let product: u8 = 0;
  for (; other; other >>= 1, one = doubled(one)) {
    if (other & 1) product ^= one;
  }
  return product;
}

/** The inverse in GF(2^8), x^254; of 0 it is 0. */
function inverse(octet: u8): u8 {
  let power: u8 = 1;
  for (let n = 0; n < 254; n++) power = times(power, octet);
  return power;
}

/** FIPS 197 §5.1.1 without what it adds. */
function affine(octet: u8): u8 {
  const turned = rotl<u8>(octet, 1) ^ rotl<u8>(octet, 2);
  return octet ^ turned ^ rotl<u8>(octet, 3) ^ rotl<u8>(octet, 4);
}

/** The octet in the field of 16 that a nibble stands for: powers of A. */
function octetOf(nibble: u8): u8 {
  let octet: u8 = 0;
  for (let power: u8 = 1; nibble; nibble >>= 1, power = times(power, A)) {
    if (nibble & 1) octet ^= power;
  }
  return octet;
}

/** The pair of an octet: i in the upper four bits, k in the lower. */
function pairOf(octet: u8): u8 {
  let pair: u8 = 0;
  while ((octetOf(pair & 15) ^ times(octetOf(pair >> 4), THETA)) != octet) {
    pair++;
  }
  return pair;
}

/** Writes what the S-box has of a sum that is this nibble. */
function fillSum(side: usize, nibble: u8, octet: u8): void {
  const at = side + <usize>nibble;
  const box = affine(octet);
  store<u8>(ONCE + at, pairOf(box));
  store<u8>(TWICE + at, pairOf(doubled(box)));
  store<u8>(PLAIN + at, box);
}

/**
 * With u and v for the inverses of both sums, that of k + i·THETA is
 * u + (u + (u + v)/A)/A·THETA.
 */
function fillTables(nibble: u8): void {
  const one = inverse(octetOf(nibble));
  const part = inverse(A);
  const far = times(times(part, part), THETA);
  store<u8>(PAIRS + <usize>nibble, pairOf(nibble));
  store<u8>(PAIRS + 16 + <usize>nibble, pairOf(nibble << 4));
  store<u8>(INVERSES + <usize>nibble, nibble ? pairOf(one) : NONE);
  store<u8>(QUOTIENTS + <usize>nibble, nibble ? pairOf(times(A, one)) : NONE);
  fillSum(0, nibble, times(one, 1 ^ times(part, THETA) ^ far));
  fillSum(16, nibble, times(one, far));
}

export function initAes(): void {
  for (let nibble: u8 = 0; nibble < 16; nibble++) fillTables(nibble);
}

function upper(x: v128): v128 {
  return v128.and(i16x8.shr_u(x, 4), i8x16.splat(LOW));
}

function lower(x: v128): v128 {
  return v128.and(x, i8x16.splat(LOW));
}

function inverted(nibbles: v128): v128 {
  return v128.swizzle(v128.load(INVERSES), nibbles);
}

/** 1/(1/one + A/k) + other: with i and j, or j and i, one of the two sums. */
function sum(one: v128, quotient: v128, other: v128): v128 {
  return v128.xor(inverted(v128.xor(inverted(one), quotient)), other);
}

/** What two tables have, one for each sum. */
function lookUp(tables: usize, first: v128, second: v128): v128 {
  return v128.xor(
    v128.swizzle(v128.load(tables), first),
    v128.swizzle(v128.load(tables, 16), second),
  );
}

function pairsOf(octets: v128): v128 {
  return lookUp(PAIRS, lower(octets), upper(octets));
}

/** SubBytes (FIPS 197 §5.1.1) of pairs, as octets; what it adds is in the keys. */
function substitute(pairs: v128): v128 {
  const i = upper(pairs);
  const k = lower(pairs);
  const j = v128.xor(i, k);
  const quotient = v128.swizzle(v128.load(QUOTIENTS), k);
  return lookUp(PLAIN, sum(i, quotient, j), sum(j, quotient, i));
}

/** ShiftRows (§5.1.2); a column is four octets in a row. */
function shiftRows(x: v128): v128 {
  // prettier-ignore
  return v128.shuffle<i8>(x, x,
    0, 5, 10, 15, 4, 9, 14, 3, 8, 13, 2, 7, 12, 1, 6, 11);
}

/** The same, and each octet one row up in its column; then two, then three. */
function shiftOneUp(x: v128): v128 {
  // prettier-ignore
  return v128.shuffle<i8>(x, x,
    5, 10, 15, 0, 9, 14, 3, 4, 13, 2, 7, 8, 1, 6, 11, 12);
}

function shiftTwoUp(x: v128): v128 {
  // prettier-ignore
  return v128.shuffle<i8>(x, x,
    10, 15, 0, 5, 14, 3, 4, 9, 2, 7, 8, 13, 6, 11, 12, 1);
}

function shiftThreeUp(x: v128): v128 {
  // prettier-ignore
  return v128.shuffle<i8>(x, x,
    15, 0, 5, 10, 3, 4, 9, 14, 7, 8, 13, 2, 11, 12, 1, 6);
}

/** SubBytes, ShiftRows and MixColumns (§5.1.3: 2a + 3b + c + d) of pairs. */
function turnedRound(pairs: v128): v128 {
  const i = upper(pairs);
  const k = lower(pairs);
  const j = v128.xor(i, k);
  const quotient = v128.swizzle(v128.load(QUOTIENTS), k);
  const first = sum(i, quotient, j);
  const second = sum(j, quotient, i);
  const once = lookUp(ONCE, first, second);
  const twice = lookUp(TWICE, first, second);
  const near = shiftOneUp(v128.xor(once, twice));
  const far = v128.xor(shiftTwoUp(once), shiftThreeUp(once));
  return v128.xor(v128.xor(shiftRows(twice), near), far);
}

/** Encrypts one block with the round keys that lie at `keys`. */
export function encrypt(keys: usize, block: v128): v128 {
  let state = v128.xor(pairsOf(block), v128.load(keys));
  const last = keys + ROUNDS_END;
  for (keys += BLOCK; keys < last; keys += BLOCK) {
    state = v128.xor(turnedRound(state), v128.load(keys));
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

/**
 * Writes the round keys of the 16 octets at `key` (§5.2). In all but the first
 * is what the S-box adds: a column of one octet is the same when it is mixed.
 */
export function expandKey(keys: usize, key: usize): void {
  const added = i8x16.splat(AFFINE);
  let round = v128.load(key);
  let constant: u8 = 1;
  const last = keys + ROUNDS_END;
  v128.store(keys, pairsOf(round));
  for (keys += BLOCK; keys <= last; keys += BLOCK) {
    const word = substitute(pairsOf(lastWordTurned(round)));
    const mark = v128.xor(v128.xor(word, added), i32x4.splat(constant));
    round = v128.xor(runningSums(round), mark);
    constant = doubled(constant);
    const whole = v128.xor(round, added);
    v128.store(keys, keys < last ? pairsOf(whole) : whole);
  }
}
