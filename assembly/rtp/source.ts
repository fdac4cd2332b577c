/**
 * Who sends to us, and which of its packets came (RFC 3550 §6.4.1 and
 * appendix A.1): order, duplicates, loss.
 */
export class Source {
  ssrc: u32;
  heard: bool;
  highest: u16;
  /** The packets before `highest` that came: bit 0 is `highest` itself. */
  seen: u64;
  /** Where a jump has to go on to be believed; NONE while there was none. */
  jumpsTo: i32;

  received: u32;
  expected: u32;
  unique: u32;
  reordered: u32;
  duplicated: u32;
  late: u32;
  refused: u32;
  /** Interarrival jitter in 16ths of a sample, and what it is measured from. */
  jitter: i32;
  transit: u32;
  timed: bool;

  /** How often the numbers have run over since this beginning. */
  cycles: u32;
  /** What was expected, and what was missing of it, before this beginning. */
  expectedBefore: u32;
  missingBefore: i32;
  /** Payload octets of what was received. */
  octets: u32;
}

export const SOURCE_BYTES: usize = 96;

/** What a sequence number means. */
export const DUPLICATE: i32 = 0;
export const NEXT: i32 = 1;
export const EARLIER: i32 = 2;
/** The first one of a new beginning. */
export const FIRST: i32 = 3;
/** Far off: dropped unless the next one follows it. */
export const STRAY: i32 = 4;

const NONE: i32 = -1;
/** RFC 3550 A.1 MAX_DROPOUT: 60 s of packets may be missing in a row. */
const MAX_DROPOUT: i32 = 3000;
/** How far back a packet can be told from a duplicate. */
const WINDOW: i32 = 64;

/** RFC 3550 §6.4.1: duplicates make up for what is lost. */
function missing(source: Source): i32 {
  return <i32>(source.expected - source.unique - source.duplicated);
}

function begin(source: Source, sequence: u16): i32 {
  source.expectedBefore = source.expected;
  source.missingBefore = missing(source);
  source.cycles = 0;
  source.heard = true;
  source.highest = sequence;
  source.seen = 1;
  source.jumpsTo = NONE;
  source.timed = false;
  source.expected++;
  source.unique++;
  return FIRST;
}

function advance(source: Source, sequence: u16, by: i32): i32 {
  source.seen = by < WINDOW ? (source.seen << (<u64>by)) | 1 : 1;
  if (sequence < source.highest) source.cycles++;
  source.highest = sequence;
  source.expected += by;
  source.unique++;
  source.jumpsTo = NONE;
  return NEXT;
}

function fillIn(source: Source, back: i32): i32 {
  const bit = (<u64>1) << (<u64>back);
  if (source.seen & bit) {
    source.duplicated++;
    return DUPLICATE;
  }
  source.seen |= bit;
  source.unique++;
  source.reordered++;
  return EARLIER;
}

function jump(source: Source, sequence: u16): i32 {
  if (<i32>sequence == source.jumpsTo) return begin(source, sequence);
  source.jumpsTo = (<i32>sequence + 1) & 0xffff;
  return STRAY;
}

/** Whether a packet has come, as far back as duplicates are told. */
export function hasCome(source: Source, sequence: u16): bool {
  const back = <i32>(<i16>(source.highest - sequence));
  if (back < 0 || back >= WINDOW) return false;
  return (source.seen & ((<u64>1) << (<u64>back))) != 0;
}

/** Counts a packet in, and says where it stands among the others. */
export function track(source: Source, ssrc: u32, sequence: u16): i32 {
  source.received++;
  if (!source.heard || source.ssrc != ssrc) {
    source.ssrc = ssrc;
    return begin(source, sequence);
  }
  const ahead = <i32>(<i16>(sequence - source.highest));
  if (ahead > 0 && ahead <= MAX_DROPOUT) {
    return advance(source, sequence, ahead);
  }
  if (ahead <= 0 && -ahead < WINDOW) return fillIn(source, -ahead);
  return jump(source, sequence);
}

export function lostOf(source: Source): i32 {
  return max(0, <i32>(source.expected - source.unique));
}

/** The highest number that came, extended by the cycles before it. */
export function highestOf(source: Source): u32 {
  return (source.cycles << 16) | (<u32>source.highest);
}

/** What the sender has sent since its beginning, by its numbers (A.3). */
export function expectedOf(source: Source): u32 {
  return source.expected - source.expectedBefore;
}

/** What of that has not come; below 0 where more has come than was sent. */
export function missingOf(source: Source): i32 {
  return missing(source) - source.missingBefore;
}

/**
 * RFC 3550 §6.4.1 and A.8. Time is what the ticks count, so that it is exact to
 * 20 ms; a transit is that time less a packet's timestamp.
 */
export function noteArrival(source: Source, transit: u32): void {
  const difference = abs(<i32>(transit - source.transit));
  if (source.timed) {
    source.jitter += difference - ((source.jitter + 8) >> 4);
  }
  source.timed = true;
  source.transit = transit;
}
