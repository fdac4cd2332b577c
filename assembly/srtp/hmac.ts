/** HMAC-SHA1 (RFC 2104) with what its key makes of the two pads made before. */
import { SHA1_BLOCK, SHA1_BYTES, compress, initSha1 } from "./sha1";

/** The states behind the inner and the outer pad. */
export const HMAC_BYTES: usize = 2 * SHA1_BYTES;
const OUTER: usize = SHA1_BYTES;
const INNER_PAD: u8 = 0x36;
const OUTER_PAD: u8 = 0x5c;

const STATE = memory.data(32, 16);
/** The end of a message with its padding: one block or two. */
const END = memory.data(128, 16);
/** A first octet of padding, and the length in bits (FIPS 180-4 §5.1.1). */
const LEAST_PADDING: usize = 9;

/** The digest of `authenticate`, big-endian. */
export const DIGEST = memory.data(32, 16);

function takePad(state: usize, key: usize, bytes: usize, pad: u8): void {
  memory.fill(END, pad, SHA1_BLOCK);
  for (let n: usize = 0; n < bytes; n++) {
    store<u8>(END + n, load<u8>(key + n) ^ pad);
  }
  initSha1(state);
  compress(state, END);
}

/** Takes a key of up to 64 octets. */
export function setHmacKey(hmac: usize, key: usize, bytes: usize): void {
  takePad(hmac, key, bytes, INNER_PAD);
  takePad(hmac + OUTER, key, bytes, OUTER_PAD);
  memory.fill(END, 0, SHA1_BLOCK);
}

/** Pads what lies at `END` and takes it; `total` octets were hashed in all. */
function finish(left: usize, total: usize): void {
  const longer = left + LEAST_PADDING > SHA1_BLOCK;
  const end: usize = longer ? 2 * SHA1_BLOCK : SHA1_BLOCK;
  store<u8>(END + left, 0x80);
  memory.fill(END + left + 1, 0, end - left - 1);
  store<u64>(END + end - 8, bswap<u64>((<u64>total) << 3));
  for (let at: usize = 0; at < end; at += SHA1_BLOCK) {
    compress(STATE, END + at);
  }
}

function writeState(into: usize): void {
  for (let at: usize = 0; at < SHA1_BYTES; at += 4) {
    store<u32>(into + at, bswap<u32>(load<u32>(STATE + at)));
  }
}

/** Writes to `DIGEST` what `length` octets at `at` and this word give. */
export function authenticateWith(
  hmac: usize,
  at: usize,
  length: usize,
  word: u32,
): void {
  const left = begin(hmac, at, length);
  store<u32>(END + left, bswap<u32>(word));
  end(hmac, left + 4, length + 4);
}

/** Writes to `DIGEST` what `length` octets at `at` give. */
export function authenticate(hmac: usize, at: usize, length: usize): void {
  end(hmac, begin(hmac, at, length), length);
}

/** Takes all whole blocks; what is left lies at `END`, and is so long. */
function begin(hmac: usize, at: usize, length: usize): usize {
  memory.copy(STATE, hmac, SHA1_BYTES);
  const left = length & (SHA1_BLOCK - 1);
  const last = at + length - left;
  for (; at < last; at += SHA1_BLOCK) compress(STATE, at);
  memory.copy(END, last, left);
  return left;
}

function end(hmac: usize, left: usize, length: usize): void {
  finish(left, SHA1_BLOCK + length);
  writeState(END);
  memory.copy(STATE, hmac + OUTER, SHA1_BYTES);
  finish(SHA1_BYTES, SHA1_BLOCK + SHA1_BYTES);
  writeState(DIGEST);
}
