/**
 * Keys as RFC 4733 events, received: what is pressed is told from the event's
 * timestamp alone. The marker bit, the first packets and the last may be lost.
 * A rate is a clock's, in 8 kHz: timestamps and durations count in it.
 */
import { EARLIER, FIRST, NEXT } from "./source";
import { Packet } from "./packet";

export class EventIn {
  /** Events have come from this source: its tones are no keys any more. */
  heard: bool;
  /** There was an event from this sender: the last is told below. */
  known: bool;
  ended: bool;
  /** The sender, who may be another than that of the sound (RFC 4733 §2.6.2). */
  ssrc: u32;
  /** The newest packet, the last event and how long that has been. */
  sequence: u16;
  key: i32;
  timestamp: u32;
  duration: i32;
}

export const EVENTS_BYTES: usize = 32;

//  |     event     |E|R| volume    |          duration             |
export const EVENT_BYTES: i32 = 4;
const END: i32 = 0x80;
/** RFC 4733 §3.2: 0-9, *, #, A-D. */
const KEYS: i32 = 16;
/** What a duration can say; a longer event goes on as another (§2.5.1.3). */
export const LONGEST: i32 = 0xffff;
/** The shortest pause between two keys (ITU-T Q.24, table A-1): 30 ms. */
const PAUSE: i32 = 240;
/** Until the next update, by when a segment may end short of LONGEST: 60 ms. */
const UPDATE: i32 = 480;
/** A timestamp that goes further back is of a sender who began anew: 1 s. */
const LATEST: i32 = 8000;
/** As `source` tells late packets, and lost ones, from a new beginning. */
const WINDOW: i32 = 64;
const MAX_DROPOUT: i32 = 3000;

/** Not a key that is new; nothing is wrong with the event. */
export const NO_KEY: i32 = -1;

export function resetEvents(events: EventIn): void {
  events.heard = false;
  events.known = false;
}

/** Notes who sends; where the packet stands among his others with events. */
export function standingOf(events: EventIn, packet: Packet): i32 {
  events.known = events.known && events.ssrc == packet.ssrc;
  events.ssrc = packet.ssrc;
  const ahead = <i32>(<i16>(packet.sequence - events.sequence));
  if (events.known && ahead < 0 && ahead > -WINDOW) return EARLIER;
  events.sequence = packet.sequence;
  const goesOn = events.known && ahead >= 0 && ahead <= MAX_DROPOUT;
  return goesOn ? NEXT : FIRST;
}

export function durationAt(payload: usize): i32 {
  return <i32>bswap<u16>(load<u16>(payload + 2));
}

function endsAt(payload: usize): bool {
  return (load<u8>(payload + 1) & END) != 0;
}

/** The end of a segment, or of the last packet before it (§2.5.1.3). */
function isSegment(since: i32, rate: i32): bool {
  return since <= LONGEST && since > LONGEST - UPDATE * rate;
}

/**
 * One key begins a pause after the other. What begins before is the same key:
 * the next segment of a long one, or a sender that moves the timestamp with
 * every packet, even with those that repeat the end.
 */
function goesOn(events: EventIn, since: i32, payload: usize, rate: i32): bool {
  if (events.ended) return endsAt(payload) && since < events.duration;
  if (since < events.duration + PAUSE * rate) return true;
  return isSegment(since, rate);
}

/** Of a key before the last: a packet that was late, or was sent once more. */
function isOutdated(standing: i32, same: bool, since: i32, rate: i32): bool {
  if (standing == EARLIER) return since < 0 || (since == 0 && !same);
  return standing == NEXT && since < 0 && since > -LATEST * rate;
}

function note(events: EventIn, key: i32, timestamp: u32, payload: usize): void {
  const same = events.known && timestamp == events.timestamp;
  const again = same && key == events.key;
  const duration = durationAt(payload);
  events.duration = again ? max(events.duration, duration) : duration;
  events.ended = (again && events.ended) || endsAt(payload);
  events.key = key;
  events.timestamp = timestamp;
  events.heard = true;
  events.known = true;
}

/** Takes one event: the key (its RFC 4733 code) when it is a new one. */
export function takeEvent(
  events: EventIn,
  standing: i32,
  timestamp: u32,
  payload: usize,
  rate: i32,
): i32 {
  const key = <i32>load<u8>(payload);
  if (key >= KEYS) return NO_KEY;
  const since = <i32>(timestamp - events.timestamp);
  const same = key == events.key;
  const known = events.known;
  if (known && isOutdated(standing, same, since, rate)) return NO_KEY;
  const ahead = since > 0 && standing != FIRST;
  const goes = ahead && goesOn(events, since, payload, rate);
  note(events, key, timestamp, payload);
  return known && same && (since == 0 || goes) ? NO_KEY : key;
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
  store<u16>(at + 2, bswap<u16>(<u16>min(duration, LONGEST)));
}
