/**
 * The session keys of one direction for RTP, or for RTCP: AES in counter mode
 * and HMAC-SHA1 (RFC 3711 §4.1.1, §4.2.1), derived from a master key (§4.3).
 */
import { AES_BYTES, encrypt, expandKey } from "./aes";
import { HMAC_BYTES, setHmacKey } from "./hmac";

const SALT: usize = AES_BYTES;
const HMAC: usize = SALT + 16;
export const CIPHER_BYTES: usize = HMAC + ((HMAC_BYTES + 15) & ~15);

/** A master key and the salt behind it (RFC 3711 §8.2). */
export const MASTER_KEY_BYTES: usize = 16;
export const MASTER_BYTES: usize = 30;

/** The first of three labels: encryption, authentication, salt (§4.3.2). */
export const RTP_LABELS: u8 = 0;
export const RTCP_LABELS: u8 = 3;
/** Where a label is added to the salt: above a key derivation rate of 0. */
const LABEL_AT: usize = 7;

const ENCRYPTION_BYTES: i32 = 16;
const AUTHENTICATION_BYTES: i32 = 20;
const SALT_BYTES: i32 = 14;

const MASTER_KEYS = memory.data(176, 16);
const START = memory.data(16, 16);
const DERIVED = memory.data(32, 16);
const LAST = memory.data(16, 16);

export function hmacOf(cipher: usize): usize {
  return cipher + HMAC;
}

/** Adds the key stream that begins at `start` to `length` octets (§4.1.1). */
function addStream(keys: usize, start: v128, at: usize, length: i32): void {
  let count: u16 = 0;
  for (; length >= 16; length -= 16, at += 16) {
    const block = i16x8.replace_lane(start, 7, bswap<u16>(count++));
    v128.store(at, v128.xor(v128.load(at), encrypt(keys, block)));
  }
  if (length <= 0) return;
  const block = i16x8.replace_lane(start, 7, bswap<u16>(count));
  v128.store(LAST, encrypt(keys, block));
  for (let n: usize = 0; n < <usize>length; n++) {
    store<u8>(at + n, load<u8>(at + n) ^ load<u8>(LAST + n));
  }
}

/** The key stream of the master key for a label, from its beginning (§4.3.3). */
function derive(master: usize, label: u8, into: usize, length: i32): void {
  memory.copy(START, master + MASTER_KEY_BYTES, SALT_BYTES);
  store<u16>(START + <usize>SALT_BYTES, 0);
  store<u8>(START + LABEL_AT, load<u8>(START + LABEL_AT) ^ label);
  memory.fill(into, 0, <usize>length);
  addStream(MASTER_KEYS, v128.load(START), into, length);
}

/** Derives session keys from the 30 octets at `master`. */
export function setCipher(cipher: usize, master: usize, labels: u8): void {
  expandKey(MASTER_KEYS, master);
  derive(master, labels, DERIVED, ENCRYPTION_BYTES);
  expandKey(cipher, DERIVED);
  derive(master, labels + 1, DERIVED, AUTHENTICATION_BYTES);
  setHmacKey(cipher + HMAC, DERIVED, AUTHENTICATION_BYTES);
  store<u16>(cipher + SALT + <usize>SALT_BYTES, 0);
  derive(master, labels + 2, cipher + SALT, SALT_BYTES);
  memory.fill(MASTER_KEYS, 0, AES_BYTES);
  memory.fill(DERIVED, 0, 32);
}

/**
 * Encrypts or decrypts `length` octets at `at`, of the packet with this index
 * of 48 bits: for RTP roll-over counter and number, for RTCP its own (§4.1.1).
 */
export function crypt(
  cipher: usize,
  ssrc: u32,
  index: u64,
  at: usize,
  length: i32,
): void {
  const source = (<u64>bswap<u32>(ssrc)) << 32;
  const place = bswap<u64>(index << 16);
  const packet = i64x2.replace_lane(i64x2.splat(source), 1, place);
  const start = v128.xor(packet, v128.load(cipher, SALT));
  addStream(cipher, start, at, length);
}
