/** SRTP and SRTCP that come to a port, made plain where they lie (RFC 3711 §3). */
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
import {
  CONTROL_HEADER,
  CONTROL_TAG,
  ENCRYPTED,
  INDEX_BYTES,
  isSame,
} from "./outgoing";
import { HEADER_BYTES, headLength } from "../rtp/packet";
import {
  SENDER_BYTES,
  Sender,
  clearSender,
  rekey,
  rtcpWindow,
  rtpWindow,
} from "./sender";
import { isFresh, noteIndex, rollOverOf } from "./window";

export class Incoming {
  /** Octets of the tag behind RTP, and of what names the key before a tag. */
  tagBytes: i32;
  keyNameBytes: i32;
  /** The place that the next new sender gets. */
  next: i32;
}

/** What was found out of the packet that was looked at last. */
class Found {
  sender: Sender;
  /** Its sender begins: it was not known, or counts anew by a new key. */
  anew: bool;
  /** Octets in front of its tag, or of the name of its key. */
  end: i32;
  index: u64;
}

/**
 * Senders that are told apart: sound, events that some send apart, and who
 * takes over a call. A peer that has more is believed as one who begins anew.
 */
const SENDERS: i32 = 4;
const MASTER_AT: usize = 16;
const RTP_AT: usize = MASTER_AT + 32;
const RTCP_AT: usize = RTP_AT + CIPHER_BYTES;
const SENDERS_AT: usize = RTCP_AT + CIPHER_BYTES;
export const INCOMING_BYTES: usize = SENDERS_AT + <usize>SENDERS * SENDER_BYTES;

const RTP_SSRC: usize = 8;
const RTCP_SSRC: usize = 4;

/** What is not authentic, or has come already. */
export const FORGED: i32 = -1;

const FOUND = changetype<Found>(memory.data(32, 16));
const NOBODY = changetype<Sender>(memory.data(64, 16));

function senderAt(incoming: Incoming, place: i32): Sender {
  const first = changetype<usize>(incoming) + SENDERS_AT;
  return changetype<Sender>(first + <usize>place * SENDER_BYTES);
}

/** Takes what is made with this key from now on; of the same one nothing changes. */
export function setIncoming(
  incoming: Incoming,
  master: usize,
  tag: i32,
  keyName: i32,
): void {
  const at = changetype<usize>(incoming);
  const known = isSame(at + MASTER_AT, master, MASTER_BYTES);
  incoming.keyNameBytes = keyName;
  if (known && incoming.tagBytes == tag) return;
  incoming.tagBytes = tag;
  memory.copy(at + MASTER_AT, master, MASTER_BYTES);
  setCipher(at + RTP_AT, master, RTP_LABELS);
  setCipher(at + RTCP_AT, master, RTCP_LABELS);
  for (let place = 0; place < SENDERS; place++)
    rekey(senderAt(incoming, place));
}

/** Somebody who has sent nothing, where an SSRC is not known. */
function senderOf(incoming: Incoming, ssrc: u32): Sender {
  for (let place = 0; place < SENDERS; place++) {
    const sender = senderAt(incoming, place);
    if (sender.known && sender.ssrc == ssrc) return sender;
  }
  return NOBODY;
}

/** Forgets what is known of a sender, or who has had this place the longest. */
function admit(incoming: Incoming, sender: Sender, ssrc: u32): Sender {
  if (!sender.known) {
    sender = senderAt(incoming, incoming.next);
    incoming.next = (incoming.next + 1) % SENDERS;
  }
  clearSender(sender);
  sender.known = true;
  sender.ssrc = ssrc;
  return sender;
}

/** Whether the packet bears its tag, by this roll-over counter. */
function isTagged(incoming: Incoming, at: usize, rollOver: u32): bool {
  const cipher = changetype<usize>(incoming) + RTP_AT;
  authenticateWith(hmacOf(cipher), at, FOUND.end, rollOver);
  const tag = at + <usize>(FOUND.end + incoming.keyNameBytes);
  return isSame(DIGEST, tag, <usize>incoming.tagBytes);
}

function sequenceAt(at: usize): u16 {
  return bswap<u16>(load<u16>(at, 2));
}

function ssrcAt(at: usize): u32 {
  return bswap<u32>(load<u32>(at));
}

/**
 * Whether `length` octets at `at` are SRTP by the peer's key that has not come
 * yet. Nothing is taken by that.
 */
export function isAuthentic(incoming: Incoming, at: usize, length: i32): bool {
  const end = length - incoming.tagBytes - incoming.keyNameBytes;
  if (end < HEADER_BYTES || headLength(at, end) > end) return false;
  const sequence = sequenceAt(at);
  const sender = senderOf(incoming, ssrcAt(at + RTP_SSRC));
  const window = rtpWindow(sender);
  const rollOver = rollOverOf(window, sequence);
  FOUND.sender = sender;
  FOUND.anew = !sender.known;
  FOUND.end = end;
  FOUND.index = ((<u64>rollOver) << 16) | (<u64>sequence);
  const fresh = isFresh(window, FOUND.index);
  if (fresh && isTagged(incoming, at, rollOver)) return true;
  // A counter goes on with a new key (RFC 3711 §3.3.1); many begin it anew
  if (!sender.rekeyed) return false;
  FOUND.anew = true;
  FOUND.index = <u64>sequence;
  return isTagged(incoming, at, 0);
}

/** Makes SRTP plain; gives how many octets it has then, or `FORGED`. */
export function unprotect(incoming: Incoming, at: usize, length: i32): i32 {
  if (!isAuthentic(incoming, at, length)) return FORGED;
  const end = FOUND.end;
  const index = FOUND.index;
  const ssrc = ssrcAt(at + RTP_SSRC);
  const sender = FOUND.anew
    ? admit(incoming, FOUND.sender, ssrc)
    : FOUND.sender;
  noteIndex(rtpWindow(sender), index);
  sender.rekeyed = false;
  const head = headLength(at, end);
  const cipher = changetype<usize>(incoming) + RTP_AT;
  crypt(cipher, ssrc, index, at + <usize>head, end - head);
  return end;
}

/** Makes SRTCP plain; gives how many octets it has then, or `FORGED`. */
export function unprotectControl(
  incoming: Incoming,
  at: usize,
  length: i32,
): i32 {
  const cipher = changetype<usize>(incoming) + RTCP_AT;
  const tag = length - <i32>CONTROL_TAG;
  const signed = tag - incoming.keyNameBytes;
  const end = signed - INDEX_BYTES;
  if (end < CONTROL_HEADER) return FORGED;
  const mark = bswap<u32>(load<u32>(at + <usize>end));
  const index = <u64>(mark & ~ENCRYPTED);
  const ssrc = ssrcAt(at + RTCP_SSRC);
  let sender = senderOf(incoming, ssrc);
  if (!isFresh(rtcpWindow(sender), index)) return FORGED;
  authenticate(hmacOf(cipher), at, signed);
  if (!isSame(DIGEST, at + <usize>tag, CONTROL_TAG)) return FORGED;
  if (!sender.known) sender = admit(incoming, sender, ssrc);
  noteIndex(rtcpWindow(sender), index);
  const body = at + CONTROL_HEADER;
  if (mark & ENCRYPTED) crypt(cipher, ssrc, index, body, end - CONTROL_HEADER);
  return end;
}
