/** What a port sends, made SRTP and SRTCP where it lies (RFC 3711 §3). */
import { DIGEST, authenticate, authenticateWith } from "./hmac";
import {
  CIPHER_BYTES,
  MASTER_BYTES,
  RTCP_LABELS,
  RTP_LABELS,
  crypt,
  hmacOf,
  setCipher,
} from "./cipher";
import { HEADER_BYTES } from "../rtp/packet";

export class Outgoing {
  /** Octets of the tag behind RTP. */
  tagBytes: i32;
  /** How often the sequence number has run over. */
  rollOver: u32;
  /** Of the last RTCP. */
  controlIndex: u32;
}

const MASTER_AT: usize = 16;
const RTP_AT: usize = MASTER_AT + 32;
const RTCP_AT: usize = RTP_AT + CIPHER_BYTES;
export const OUTGOING_BYTES: usize = RTCP_AT + CIPHER_BYTES;

/** RTCP's tag, with either suite (RFC 4568 §6.2). */
export const CONTROL_TAG: usize = 10;
/** Header and SSRC of the first packet stay as they are (RFC 3711 §3.4). */
export const CONTROL_HEADER: i32 = 8;
/** Says in front of the index that the packet is encrypted. */
export const ENCRYPTED: u32 = 0x80000000;
export const INDEX_BYTES: i32 = 4;

/** Compares in a time that says nothing of where they differ. */
export function isSame(one: usize, other: usize, bytes: usize): bool {
  let difference: u8 = 0;
  for (let n: usize = 0; n < bytes; n++) {
    difference |= load<u8>(one + n) ^ load<u8>(other + n);
  }
  return !difference;
}

/** Sends by this key from now on; by the same one it just goes on. */
export function setOutgoing(out: Outgoing, master: usize, tag: i32): void {
  const at = changetype<usize>(out);
  const known = isSame(at + MASTER_AT, master, MASTER_BYTES);
  if (known && out.tagBytes == tag) return;
  out.tagBytes = tag;
  memory.copy(at + MASTER_AT, master, MASTER_BYTES);
  setCipher(at + RTP_AT, master, RTP_LABELS);
  setCipher(at + RTCP_AT, master, RTCP_LABELS);
}

/** Another SSRC counts anew (RFC 3711 §3.2.3). */
export function beginCounting(out: Outgoing): void {
  out.rollOver = 0;
}

/**
 * Protects the RTP packet of `length` octets at `at`, which has a plain header;
 * gives how many octets stand behind it now. 2^48 packets (RFC 3711 §9.2) are
 * 178,000 years.
 */
export function protect(out: Outgoing, at: usize, length: i32): i32 {
  const cipher = changetype<usize>(out) + RTP_AT;
  const sequence = bswap<u16>(load<u16>(at, 2));
  const ssrc = bswap<u32>(load<u32>(at, 8));
  const index = ((<u64>out.rollOver) << 16) | (<u64>sequence);
  crypt(cipher, ssrc, index, at + HEADER_BYTES, length - HEADER_BYTES);
  authenticateWith(hmacOf(cipher), at, length, out.rollOver);
  memory.copy(at + length, DIGEST, <usize>out.tagBytes);
  if (sequence == 0xffff) out.rollOver++;
  return out.tagBytes;
}

/**
 * Protects the RTCP of `length` octets at `at`, 8 at least; gives how many
 * octets it has then. 2^31 of them (§9.2), one in 5 s, are 340 years.
 */
export function protectControl(out: Outgoing, at: usize, length: i32): i32 {
  const cipher = changetype<usize>(out) + RTCP_AT;
  const ssrc = bswap<u32>(load<u32>(at, 4));
  const index = ++out.controlIndex;
  const body = at + CONTROL_HEADER;
  crypt(cipher, ssrc, index, body, length - CONTROL_HEADER);
  store<u32>(at + length, bswap<u32>(index | ENCRYPTED));
  length += INDEX_BYTES;
  authenticate(hmacOf(cipher), at, length);
  memory.copy(at + length, DIGEST, CONTROL_TAG);
  return length + <i32>CONTROL_TAG;
}
