/** Who sends to a port by one key: each SSRC counts for itself (RFC 3711 §3.2.3). */
import { WINDOW_BYTES, Window } from "./window";

export class Sender {
  ssrc: u32;
  known: bool;
  /** The key has changed: its counter goes on (§3.3.1), or has begun anew. */
  rekeyed: bool;
}

const RTP_AT: usize = 16;
const RTCP_AT: usize = RTP_AT + WINDOW_BYTES;
export const SENDER_BYTES: usize = RTCP_AT + WINDOW_BYTES;

export function rtpWindow(sender: Sender): Window {
  return changetype<Window>(changetype<usize>(sender) + RTP_AT);
}

export function rtcpWindow(sender: Sender): Window {
  return changetype<Window>(changetype<usize>(sender) + RTCP_AT);
}

export function clearSender(sender: Sender): void {
  memory.fill(changetype<usize>(sender), 0, SENDER_BYTES);
}

/** What came by another key says nothing of what comes by the new one. */
export function rekey(sender: Sender): void {
  sender.rekeyed = true;
  const rtp = rtpWindow(sender);
  // The counter stays; the highest number has come, nothing else has
  rtp.seen = rtp.seen ? 1 : 0;
  rtcpWindow(sender).seen = 0;
}
