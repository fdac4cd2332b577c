/**
 * Keys that a port sends, one after the other: as RFC 4733 events where they
 * were negotiated, as tones otherwise.
 */
import { columnHertz, rowHertz } from "./tone/keys";
import {
  TONE_BYTES,
  Tone,
  fade,
  renderTone,
  startTone,
  toneLeft,
} from "./tone/generator";
import { LONGEST } from "./rtp/telephone_event";
import { silence } from "./sound";

export class Keys {
  /** Which step of a key is under way. */
  step: i32;
  asEvents: bool;
  waiting: i32;
  next: i32;
  toneSamples: i32;
  gapSamples: i32;
  /** Silence that is left of the pause. */
  gap: i32;
  key: i32;
  /** When the segment began that is sent, by the clock of the events. */
  timestamp: u32;
  /** How long the key has been, at 8 kHz. */
  duration: i32;
  /** Last packets that are still to be sent. */
  ends: i32;
  /** Peaks of the two frequencies of a tone. */
  lowPeak: i32;
  highPeak: i32;
  /** What was asked for was taken back: nobody waits to hear that it is out. */
  stopped: bool;
  /** The clock of the events, in 8 kHz, and how much went before the segment. */
  rate: i32;
  segment: i32;
}

export const IDLE: i32 = 0;
export const TONE: i32 = 1;
export const EVENT: i32 = 2;
export const GAP: i32 = 3;

export const MOST_KEYS: i32 = 64;
/** RFC 4733 §2.5.1.4: the end is sent three times. */
const ENDS: i32 = 3;
const QUEUE: usize = 64;
const TONE_AT: usize = QUEUE + <usize>MOST_KEYS;
export const KEYS_BYTES: usize = TONE_AT + TONE_BYTES;

function queueOf(keys: Keys): usize {
  return changetype<usize>(keys) + QUEUE;
}

function toneOf(keys: Keys): Tone {
  return changetype<Tone>(changetype<usize>(keys) + TONE_AT);
}

/** Adds a key behind those that wait; false when there is no room. */
export function addKey(keys: Keys, key: i32): bool {
  if (keys.waiting == MOST_KEYS) return false;
  keys.stopped = false;
  const place = (keys.next + keys.waiting++) % MOST_KEYS;
  store<u8>(queueOf(keys) + <usize>place, key);
  return true;
}

/** True while something of what was asked for is still to be sent. */
export function isBusy(keys: Keys): bool {
  return keys.step != IDLE || keys.waiting > 0;
}

function begin(keys: Keys, timestamp: u32, rate: i32): void {
  keys.key = <i32>load<u8>(queueOf(keys) + <usize>keys.next);
  keys.next = (keys.next + 1) % MOST_KEYS;
  keys.waiting--;
  keys.gap = keys.gapSamples;
  keys.step = keys.asEvents ? EVENT : TONE;
  keys.timestamp = timestamp * rate;
  keys.rate = rate;
  keys.segment = 0;
  keys.duration = 0;
  keys.ends = ENDS;
  const low = <f64>rowHertz(keys.key);
  const high = <f64>columnHertz(keys.key);
  const tone = toneOf(keys);
  startTone(tone, low, high, keys.lowPeak, keys.highPeak, keys.toneSamples);
}

/** Starts the next key where none is under way, at the sound's timestamp. */
export function beginNext(keys: Keys, timestamp: u32, rate: i32): void {
  if (keys.step == IDLE && keys.waiting > 0) begin(keys, timestamp, rate);
}

/** Throws away what waits; what was begun still gets its end. */
export function stop(keys: Keys): void {
  keys.waiting = 0;
  keys.gap = 0;
  keys.stopped = true;
  if (keys.step == EVENT && keys.duration > 0) {
    keys.toneSamples = keys.duration + 1;
  } else if (keys.step == TONE) fade(toneOf(keys));
  else keys.step = IDLE;
}

/** Events are no longer negotiated: what waits goes out as tones. */
export function useTones(keys: Keys): void {
  if (keys.asEvents && keys.step == EVENT) keys.step = IDLE;
  keys.asEvents = false;
}

/** Takes `samples` of the pause; gives how many it still had. */
function rest(keys: Keys, samples: i32): i32 {
  const taken = min(samples, keys.gap);
  keys.gap -= taken;
  if (!keys.gap) keys.step = IDLE;
  return taken;
}

/** Writes tones and the pauses between them, and silence behind the last. */
export function render(keys: Keys, out: usize, samples: i32): void {
  while (samples > 0 && isBusy(keys)) {
    beginNext(keys, 0, 1);
    const sounds = keys.step == TONE;
    if (!sounds) silence(out, samples);
    const done = sounds
      ? renderTone(toneOf(keys), out, samples)
      : rest(keys, samples);
    if (sounds && !toneLeft(toneOf(keys))) keys.step = GAP;
    out += (<usize>done) << 1;
    samples -= done;
  }
  silence(out, samples);
}

/** How long the segment has been, by the clock of the events. */
export function segmentLength(keys: Keys): i32 {
  return keys.duration * keys.rate - keys.segment;
}

/** RFC 4733 §2.5.1.3: what is longer than a duration can say goes on anew. */
function beginSegment(keys: Keys): void {
  keys.timestamp += LONGEST;
  keys.segment += LONGEST;
}

function isOver(keys: Keys): bool {
  return keys.duration >= keys.toneSamples && segmentLength(keys) <= LONGEST;
}

/** The event goes on for one packet more; true when that packet says it ends. */
export function extend(keys: Keys, samples: i32): bool {
  const going = keys.ends == ENDS;
  if (going && segmentLength(keys) >= LONGEST) beginSegment(keys);
  if (keys.duration < max(1, keys.toneSamples)) keys.duration += samples;
  if (!isOver(keys)) return false;
  if (--keys.ends == 0) {
    keys.gap = max(0, keys.gap - (ENDS - 1) * samples);
    keys.step = keys.gap ? GAP : IDLE;
  }
  return true;
}

/** One packet's worth of the pause between two events. */
export function pauseEvents(keys: Keys, samples: i32): void {
  if (keys.step == GAP) rest(keys, samples);
}
