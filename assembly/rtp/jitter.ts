/**
 * The jitter buffer: sound lies in a ring at the place that its timestamp
 * gives it, decoded when it comes, so that a frame can be cut out of packets of
 * any length, whatever order they came in.
 *
 * The margin of a packet is how much sound stood before it when it came. It
 * tells all there is to know about the delay: when it gets below zero the
 * packet is late and the buffer waits longer from then on; when it stays large
 * the buffer waits less.
 */
import { FRAME } from "../sound";
import { decodeG711 } from "../codec/g711";
import { MISSING } from "./conceal";
import { EARLIER, FIRST, NEXT, Source } from "./source";

export class Jitter {
  /** False until the first packet: there is nothing to play. */
  running: bool;
  /** Timestamp of the sample to be played next. */
  next: u32;
  /** Timestamp behind the last sample that came. */
  end: u32;
  /** Least and greatest margin of the packets in the window under way. */
  least: i32;
  most: i32;
  /** Least margin since the delay was last looked at for sparing some of it. */
  spare: i32;
  windowTicks: i32;
  calmTicks: i32;
}

const RING: i32 = 4096;
const MASK: u32 = RING - 1;
const FIELDS: usize = 48;
export const JITTER_BYTES: usize = FIELDS + ((<usize>RING) << 1);

/** How long the first packet of a talk spurt waits: 40 ms. */
const START: i32 = 320;
/** It may wait less once packets have shown to come evenly: 20 ms. */
const FLOOR: i32 = 160;
/** No sound waits longer for good: 200 ms. */
const CEILING: i32 = 1600;
/** What is added to, or taken from, the delay at once: 10 ms. */
const STEP: i32 = 80;
/** Delay that is spared even while somebody speaks: 100 ms. */
const FAR_TOO_MUCH: i32 = 800;
/** Ticks after which too much delay is cut off: 0.5 s. */
const WINDOW: i32 = 25;
/** Ticks after which a little too much is spared: 5 s. */
const CALM: i32 = 250;
/** Sound below this (about −45 dBm0) can lose 10 ms unheard. */
const QUIET: i32 = 128;
const UNKNOWN: i32 = i32.MAX_VALUE;

function at(jitter: Jitter, timestamp: u32): usize {
  return (
    changetype<usize>(jitter) + FIELDS + ((<usize>(timestamp & MASK)) << 1)
  );
}

function markMissing(from: usize, samples: i32): void {
  const end = from + ((<usize>samples) << 1);
  const missing = i16x8.splat(<i16>MISSING);
  for (; from + 16 <= end; from += 16) v128.store(from, missing);
  for (; from < end; from += 2) store<i16>(from, <i16>MISSING);
}

function beginWindow(jitter: Jitter): void {
  jitter.least = UNKNOWN;
  jitter.most = 0;
  jitter.windowTicks = 0;
}

function beginCalm(jitter: Jitter): void {
  jitter.spare = UNKNOWN;
  jitter.calmTicks = 0;
}

export function resetJitter(jitter: Jitter): void {
  jitter.running = false;
  markMissing(at(jitter, 0), RING);
  beginWindow(jitter);
  beginCalm(jitter);
}

/** Forgets what waits and lets `timestamp` be played after the first delay. */
function anchor(jitter: Jitter, timestamp: u32): void {
  if (jitter.running && <i32>(jitter.end - jitter.next) > 0) {
    markMissing(at(jitter, 0), RING);
  }
  jitter.running = true;
  jitter.next = timestamp - START;
  jitter.end = jitter.next;
  beginWindow(jitter);
  beginCalm(jitter);
}

/** A talk spurt begins where all is played and the sender says so, or after long. */
function isSpurt(jitter: Jitter, marker: bool): bool {
  const dry = <i32>(jitter.next - jitter.end);
  return dry >= CEILING || (marker && dry >= 0);
}

/** Waits longer from now on, unless that were too long for other packets. */
function waitLonger(jitter: Jitter, by: i32): bool {
  if (jitter.most + by > CEILING) return false;
  jitter.next -= by;
  jitter.most += by;
  return true;
}

/** Leaves out the sound that is next. */
function skip(jitter: Jitter, samples: i32): void {
  while (samples > 0) {
    const run = min(samples, RING - <i32>(jitter.next & MASK));
    markMissing(at(jitter, jitter.next), run);
    jitter.next += run;
    samples -= run;
  }
}

function lay(jitter: Jitter, law: i32, codes: usize, from: u32, n: i32): void {
  const first = min(n, RING - <i32>(from & MASK));
  decodeG711(law, codes, at(jitter, from), first);
  decodeG711(law, codes + first, at(jitter, 0), n - first);
  if (<i32>(from + n - jitter.end) > 0) jitter.end = from + n;
}

function noteMargin(jitter: Jitter, margin: i32): void {
  jitter.least = min(jitter.least, margin);
  jitter.most = max(jitter.most, margin);
  jitter.spare = min(jitter.spare, margin);
}

/**
 * Takes the sound of one packet. `standing` is what `track` said of it; what
 * comes after its time is counted in `source`, and lost if it cannot be waited
 * for.
 */
export function put(
  jitter: Jitter,
  source: Source,
  standing: i32,
  marker: bool,
  timestamp: u32,
  law: i32,
  codes: usize,
  samples: i32,
): void {
  const inOrder = standing == NEXT;
  const begins = inOrder && isSpurt(jitter, marker);
  if (!jitter.running || standing == FIRST || begins) anchor(jitter, timestamp);
  let margin = <i32>(timestamp - jitter.next);
  if (margin > RING - samples || margin < -RING) {
    if (standing == EARLIER) return;
    anchor(jitter, timestamp);
    margin = START;
  }
  if (margin < 0) {
    source.late++;
    if (inOrder && waitLonger(jitter, STEP - margin)) margin = STEP;
  }
  noteMargin(jitter, margin);
  const over = max(0, -margin);
  if (over >= samples) return;
  lay(jitter, law, codes + over, timestamp + over, samples - over);
}

/** True when what would be left out is nearly silent. */
function isQuietAhead(jitter: Jitter): bool {
  for (let ahead = 0; ahead < STEP; ahead++) {
    const sample = <i32>load<i16>(at(jitter, jitter.next + ahead));
    if (sample != MISSING && (sample > QUIET || sample < -QUIET)) return false;
  }
  return true;
}

/** Cuts off what has become far too much delay. */
function cutOff(jitter: Jitter): void {
  if (++jitter.windowTicks < WINDOW) return;
  const least = jitter.least;
  if (least != UNKNOWN && least > CEILING) skip(jitter, least - START);
  beginWindow(jitter);
}

/** Spares a little of the delay when packets have come early for long. */
function waitLess(jitter: Jitter): void {
  if (++jitter.calmTicks < CALM) return;
  const spare = jitter.spare;
  if (spare != UNKNOWN && spare >= FLOOR + STEP) {
    if (spare < FAR_TOO_MUCH && !isQuietAhead(jitter)) return;
    skip(jitter, STEP);
  }
  beginCalm(jitter);
}

/** Moves out the next 20 ms; samples that have not come are MISSING. */
export function take(jitter: Jitter, frame: usize): void {
  if (!jitter.running) {
    markMissing(frame, FRAME);
    return;
  }
  const first = min(FRAME, RING - <i32>(jitter.next & MASK));
  const rest = (<usize>(FRAME - first)) << 1;
  memory.copy(frame, at(jitter, jitter.next), (<usize>first) << 1);
  memory.copy(frame + ((<usize>first) << 1), at(jitter, 0), rest);
  skip(jitter, FRAME);
  cutOff(jitter);
  waitLess(jitter);
}
