/** SHA-1 (FIPS 180-4 §6.1.2): the state goes on block by block. */

export const SHA1_BYTES: usize = 20;
export const SHA1_BLOCK: usize = 64;

/** The message schedule of a block. */
const WORDS = memory.data(320, 16);
const WORDS_END: usize = 320;

/** FIPS 180-4 §5.3.1. */
export function initSha1(state: usize): void {
  store<u32>(state, 0x67452301);
  store<u32>(state, 0xefcdab89, 4);
  store<u32>(state, 0x98badcfe, 8);
  store<u32>(state, 0x10325476, 12);
  store<u32>(state, 0xc3d2e1f0, 16);
}

/** The words of a block are big-endian. */
function turned(words: v128): v128 {
  // prettier-ignore
  return v128.shuffle<i8>(words, words,
    3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12);
}

function turnLeft(words: v128, bits: i32): v128 {
  const low = i32x4.shr_u(words, 32 - bits);
  return v128.or(i32x4.shl(words, bits), low);
}

/** Four words, of which the last needs the first (§6.1.2, step 1). */
function nextWords(at: usize): v128 {
  const none = i32x4.splat(0);
  const first = v128.load(at - 64);
  const far = v128.shuffle<i32>(first, v128.load(at - 48), 2, 3, 4, 5);
  const near = v128.shuffle<i32>(v128.load(at - 16), none, 1, 2, 3, 4);
  const sum = v128.xor(
    v128.xor(first, far),
    v128.xor(near, v128.load(at - 32)),
  );
  const words = turnLeft(sum, 1);
  const last = v128.shuffle<i32>(none, words, 0, 1, 2, 4);
  return v128.xor(words, turnLeft(last, 1));
}

/**
 * Four words of which none needs another: from word 32 on, step 1 put into
 * itself leads to words that are 6, 16, 28 and 32 before.
 */
function laterWords(at: usize): v128 {
  const six = v128.shuffle<i32>(
    v128.load(at - 32),
    v128.load(at - 16),
    2,
    3,
    4,
    5,
  );
  const far = v128.xor(v128.load(at - 112), v128.load(at - 128));
  const sum = v128.xor(v128.xor(six, v128.load(at - 64)), far);
  return turnLeft(sum, 2);
}

function schedule(block: usize): void {
  let at = WORDS;
  for (const end = at + SHA1_BLOCK; at < end; at += 16, block += 16) {
    v128.store(at, turned(v128.load(block)));
  }
  for (const end = WORDS + 128; at < end; at += 16) {
    v128.store(at, nextWords(at));
  }
  for (const end = WORDS + WORDS_END; at < end; at += 16) {
    v128.store(at, laterWords(at));
  }
}

/** Choice, parity and majority, with their constants (§4.1.1, §4.2.1). */
function mixed(stage: i32, b: u32, c: u32, d: u32): u32 {
  if (stage == 0) return (d ^ (b & (c ^ d))) + 0x5a827999;
  if (stage == 1) return (b ^ c ^ d) + 0x6ed9eba1;
  if (stage == 2) return ((b & c) | (d & (b | c))) + 0x8f1bbcdc;
  return (b ^ c ^ d) + 0xca62c1d6;
}

/** Takes the 64 octets at `block`. */
export function compress(state: usize, block: usize): void {
  schedule(block);
  let a = load<u32>(state);
  let b = load<u32>(state, 4);
  let c = load<u32>(state, 8);
  let d = load<u32>(state, 12);
  let e = load<u32>(state, 16);
  let at = WORDS;
  for (let stage = 0; stage < 4; stage++) {
    for (const end = at + WORDS_END / 4; at < end; at += 4) {
      const next = rotl<u32>(a, 5) + mixed(stage, b, c, d) + e + load<u32>(at);
      e = d;
      d = c;
      c = rotl<u32>(b, 30);
      b = a;
      a = next;
    }
  }
  store<u32>(state, load<u32>(state) + a);
  store<u32>(state, load<u32>(state, 4) + b, 4);
  store<u32>(state, load<u32>(state, 8) + c, 8);
  store<u32>(state, load<u32>(state, 12) + d, 12);
  store<u32>(state, load<u32>(state, 16) + e, 16);
}
