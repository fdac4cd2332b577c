/**
 * Keys as RFC 4733 events, received: what is pressed is told from the event's
 * timestamp alone. The marker bit, the first packets and the last may be lost.
 */
import { EARLIER, FIRST } from "./source";

export class EventIn {
  /** Events have come from this source: its tones are no keys any more. */
  heard: bool;
  key: i32;
  timestamp: u32;
  duration: i32;
  ended: bool;
}

//  |     event     |E|R| volume    |          duration             |
const PAYLOAD_BYTES: i32 = 4;
const END: i32 = 0x80;
/** RFC 4733 §3.2: 0-9, *, #, A-D. */
const KEYS: i32 = 16;
/** A sender repeats an event that goes on at least that often: 20 ms. */
const UPDATE: i32 = 160;

/** A timestamp that goes further back is of a sender who began anew: 1 s. */
const LATEST: i32 = 8000;

/** Not a key that is new; nothing is wrong with the packet. */
export const NO_KEY: i32 = -1;
export const MALFORMED: i32 = -2;

export function resetEvents(events: EventIn): void {
  events.heard = false;
}

/**
 * One key begins after the other is over. What begins before is the same key:
 * the next segment of a long one (RFC 4733 §2.5.1.3), or a sender that moves
 * the timestamp with every packet.
 */
function isSameKey(events: EventIn, key: i32, timestamp: u32): bool {
  if (!events.heard || events.key != key) return false;
  const since = <i32>(timestamp - events.timestamp);
  const over = events.duration + (events.ended ? 0 : UPDATE);
  return since == 0 || (since > 0 && since < over);
}

/** Of a key before the last: a packet that was late, or was sent once more. */
function isOutdated(events: EventIn, standing: i32, timestamp: u32): bool {
  if (!events.heard) return false;
  const since = <i32>(timestamp - events.timestamp);
  return since < 0 && (standing == EARLIER || since > -LATEST);
}

/** Reads an event's payload: the key (its RFC 4733 code) when it is a new one. */
export function takeEvent(
  events: EventIn,
  standing: i32,
  timestamp: u32,
  payload: usize,
  length: i32,
): i32 {
  if (length < PAYLOAD_BYTES) return MALFORMED;
  if (standing == FIRST) resetEvents(events);
  const key = <i32>load<u8>(payload);
  if (key >= KEYS || isOutdated(events, standing, timestamp)) return NO_KEY;
  const same = isSameKey(events, key, timestamp);
  const duration = <i32>bswap<u16>(load<u16>(payload + 2));
  const ended = (load<u8>(payload + 1) & END) != 0;
  const again = same && timestamp == events.timestamp;
  events.duration = again ? max(events.duration, duration) : duration;
  events.ended = again ? events.ended || ended : ended;
  events.heard = true;
  events.key = key;
  events.timestamp = timestamp;
  return same ? NO_KEY : key;
}

/** Writes the payload of an event that we send (RFC 4733 §2.3). */
export function writeEvent(
  at: usize,
  key: i32,
  ended: bool,
  volume: i32,
  duration: i32,
): void {
  store<u8>(at, key);
  store<u8>(at + 1, (ended ? END : 0) | volume);
  store<u16>(at + 2, bswap<u16>(<u16>min(duration, 0xffff)));
}
