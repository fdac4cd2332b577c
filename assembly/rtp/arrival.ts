/** What a packet that comes does to the jitter buffer. */
import { EARLIER, FIRST, Source, noteArrival } from "./source";
import { Jitter, LONG, begin, delayOf, due, storeOf, tapeOf } from "./jitter";
import { isTooLong, noteTransit, startFrom } from "./delay";
import { Packet } from "./packet";
import { dropWaiting } from "./tape";
import { isKept, keep, slotOf } from "./store";

/** A kind of packet that is not sound and still begins a stream. */
export const COMFORT_NOISE: i32 = 10;
/** A timestamp so far from what is due, 512 ms, is of another time. */
const FAR: i32 = 4096;

/** Of the first packets, all in one tick, the one to be played first counts. */
function beginEarlier(jitter: Jitter, timestamp: u32): void {
  const delay = delayOf(jitter);
  const transit = jitter.clock - timestamp;
  const earlier = <i32>(transit - delay.first);
  if (earlier <= 0 || earlier > LONG) return;
  startFrom(delay, transit);
  jitter.decoded = jitter.clock - delay.target;
}

function isElsewhere(jitter: Jitter, timestamp: u32, samples: i32): bool {
  const margin = <i32>(timestamp - due(jitter));
  return margin > FAR - samples || margin < -FAR;
}

/** The sender has paused, and its timestamps stood still meanwhile. */
function isNewSpurt(jitter: Jitter, marker: bool): bool {
  return jitter.madeUp >= LONG || (marker && jitter.madeUp > 0);
}

/** A new packet is late: it is played whole, if it is not too late. */
function waitLonger(jitter: Jitter, packet: Packet): void {
  const timestamp = packet.timestamp;
  if (isNewSpurt(jitter, packet.marker)) {
    begin(jitter, packet.sequence, timestamp);
  } else if (!isTooLong(delayOf(jitter), jitter.clock - timestamp)) {
    jitter.inserted += due(jitter) - timestamp;
    dropWaiting(tapeOf(jitter));
    jitter.decoded = timestamp;
  }
}

/** Newer than all that came before this tick, in whatever order within it. */
function isNew(jitter: Jitter, packet: Packet): bool {
  return <i32>(<i16>(packet.sequence - jitter.newestBefore)) > 0;
}

function noteTime(jitter: Jitter, source: Source, packet: Packet): void {
  const transit = jitter.clock - packet.timestamp;
  noteTransit(delayOf(jitter), transit);
  noteArrival(source, transit);
  const margin = <i32>(packet.timestamp - due(jitter));
  jitter.waits++;
  jitter.waitSum += <u64>max(0, margin);
  if (margin >= 0) return;
  source.late++;
  if (isNew(jitter, packet)) waitLonger(jitter, packet);
}

/** True when the packet is of a time that is neither now nor a new beginning. */
function isStray(jitter: Jitter, standing: i32, packet: Packet, n: i32): bool {
  if (!jitter.running || !isElsewhere(jitter, packet.timestamp, n))
    return false;
  return standing == EARLIER || n == 0;
}

function beginWhereNew(
  jitter: Jitter,
  standing: i32,
  packet: Packet,
  samples: i32,
): void {
  const timestamp = packet.timestamp;
  const elsewhere = isElsewhere(jitter, timestamp, samples);
  if (!jitter.running || standing == FIRST || elsewhere) {
    begin(jitter, packet.sequence, timestamp);
  } else if (jitter.starting) beginEarlier(jitter, timestamp);
}

/**
 * Takes the packet whose header was read: `standing` is what `track` said of
 * it, `samples` what it decodes to, 0 where it only describes the gap behind
 * it. What comes after its time is counted in `source`.
 */
export function put(
  jitter: Jitter,
  source: Source,
  standing: i32,
  packet: Packet,
  kind: i32,
  samples: i32,
): void {
  if (isStray(jitter, standing, packet, samples)) return;
  if (samples || kind == COMFORT_NOISE) {
    beginWhereNew(jitter, standing, packet, samples);
  } else if (standing == FIRST) jitter.running = false;
  if (!jitter.running) return;
  if (samples) noteTime(jitter, source, packet);
  const sequence = packet.sequence;
  if (<i32>(<i16>(sequence - jitter.cursor)) < 0) return;
  if (standing != EARLIER) jitter.newest = sequence;
  const store = storeOf(jitter);
  // What was lost may have been recovered by now, and decoded beyond
  if (isKept(store, slotOf(store, sequence), sequence)) return;
  keep(store, packet, kind, samples);
}
