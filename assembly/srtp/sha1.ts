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

function schedule(block: usize): void {
  for (let at: usize = 0; at < SHA1_BLOCK; at += 16) {
    v128.store(WORDS + at, turned(v128.load(block + at)));
  }
  for (let at = WORDS + SHA1_BLOCK; at < WORDS + WORDS_END; at += 4) {
    const near = load<u32>(at - 12) ^ load<u32>(at - 32);
    const far = load<u32>(at - 56) ^ load<u32>(at - 64);
    store<u32>(at, rotl<u32>(near ^ far, 1));
  }
}

/** Choice, parity or majority: `f` of FIPS 180-4 §4.1.1 with its constant. */
function mixed(kind: i32, b: u32, c: u32, d: u32): u32 {
  if (kind == 0) return (d ^ (b & (c ^ d))) + 0x5a827999;
  if (kind == 1) return (b ^ c ^ d) + 0x6ed9eba1;
  if (kind == 2) return ((b & c) | (d & (b | c))) + 0x8f1bbcdc;
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
  for (let kind = 0; kind < 4; kind++) {
    for (const end = at + 80; at < end; at += 4) {
      const next = rotl<u32>(a, 5) + mixed(kind, b, c, d) + e + load<u32>(at);
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
