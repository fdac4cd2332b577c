/**
 * The DTMF receiver: which key sounds, told once and as soon as it is certain.
 *
 * Each 10 ms pass the screen, which says in a few nanoseconds whether a low and
 * a high frequency stand out. Where they do for 40 ms, a careful look at what
 * was kept of the sound decides: where exactly the tones are on, whether they
 * are steady and on pitch, and what sounds besides. While a key is held the
 * screen alone follows it.
 */
import {
  BLOCK,
  HIGHS,
  LOWS,
  PEAK_ENERGY,
  PEAK_POWER,
  fold,
  measure,
} from "./screen";
import {
  HISTORY_BYTES,
  KEPT,
  gather,
  label,
  numberOf,
  slotOf,
} from "./history";
import { initBelow } from "./below";
import { STEP } from "./phasors";
import { first, isPresent, last } from "./presence";
import { highPower, initVerdict, isKey, isOnPitch, lowPower } from "./verdict";
import { initLeaks, loudest, standStill, stopLeaks, turning } from "./steady";
import { ENDED, report, reportCount, startReports } from "./reports";
import { keyAt } from "./keys";

export const NOTHING: i32 = -1;

export class Detector {
  /** What the last eight blocks that were heard showed, newest lowest. */
  shown: u64;
  /** Samples since the reset, those of the unfinished block not counted. */
  time: u32;
  /** Samples in the unfinished block, and whether any of them is made up. */
  pending: i32;
  blind: bool;
  /** Blocks that were heard, and when the last of them was over. */
  heard: u32;
  heardUntil: u32;
  held: i32;
  /** What blocks show while it sounds. */
  heldShown: i32;
  /** Blocks in a row without it. */
  absent: i32;
  /** When it began, and until when it was heard. */
  start: u32;
  end: u32;
  /** Power of its tones in a whole block. */
  lowPower: f32;
  highPower: f32;
  /** Where the blocks lie that were heard last. */
  history: usize;
}

export const DETECTOR_BYTES: usize = 64;
export { HISTORY_BYTES } from "./history";

/** Half the peak of the faintest tone that is a key: half a block has that. */
const FAINT: f32 = 72;
const FAINT_POWER: f32 = PEAK_POWER * FAINT * FAINT;
const FAINT_ENERGY: f32 = 2 * PEAK_ENERGY * FAINT * FAINT;
/** Power that a tone has which is all of the energy. */
const WHOLE: f32 = PEAK_POWER / PEAK_ENERGY;
/**
 * Two dial tones in step have four times the power of one: of a block's energy
 * tones 2 dB apart have 0.29 over them. 1 dB less for noise and pitch.
 */
const SHARE: f32 = 0.23;
/** Twist as the verdict has it, 3 dB more for tones in part of a block. */
const TWIST: f32 = 20;
const REVERSE_TWIST: f32 = 12.6;

/** What a block shows: nothing, or 1 + 4 · row + column. */
const NO_TONES: i32 = 0;
/** Blocks that are compared: a key of 40 ms with a hole of 10 ms. */
const COMPARED: i32 = 5;
/** Blocks that a key of 40 ms fills, wherever it begins; and one in part. */
const FILLED: i32 = 3;
/** Blocks off in a row are an end: 10 ms off never fill two, 30 ms always do. */
const GONE: i32 = 2;
/** A block is off when less than this of its peak is left; both: 0.5 each. */
const OFF: f32 = 0.35;
/** A block is whole from here on: 1.5 % off pitch leaves 0.9 of a peak. */
const WHOLE_BLOCK: f32 = 0.8;
/** What was not heard for longer than G.711 appendix I conceals parts keys. */
const LONGEST_GAP: u32 = 480;

export function initDetector(): void {
  initBelow();
  initLeaks();
  initVerdict();
}

/** Nothing was heard yet; what will be is kept in `history`. */
export function resetDetector(detector: Detector, history: usize): void {
  memory.fill(changetype<usize>(detector), 0, DETECTOR_BYTES);
  memory.fill(history, 0, HISTORY_BYTES);
  detector.history = history;
  detector.held = NOTHING;
}

/** Where the next block goes, as it is heard. */
export function nextBlock(detector: Detector): usize {
  return slotOf(detector.history, detector.heard);
}

/** The largest lane of each: the first one's in lanes 0, 1. */
function largest(first: v128, second: v128): v128 {
  const most = f32x4.pmax(
    v128.shuffle<i64>(first, second, 0, 2),
    v128.shuffle<i64>(first, second, 1, 3),
  );
  return f32x4.pmax(most, v128.shuffle<f32>(most, most, 1, 0, 3, 2));
}

function laneOf(lanes: v128, most: f32): i32 {
  return ctz(i32x4.bitmask(f32x4.eq(lanes, f32x4.splat(most))));
}

function isCandidate(low: f32, high: f32, whole: f32): bool {
  if (min(low, high) < FAINT_POWER || low + high < SHARE * whole) return false;
  return low <= TWIST * high && high <= REVERSE_TWIST * low;
}

/** What a block shows; keeps the powers where a key is held. */
function screen(block: usize, copy: usize, holding: bool): i32 {
  const energy = fold(block, copy);
  if (energy < FAINT_ENERGY && !holding) return NO_TONES;
  measure();
  const lows = v128.load(LOWS);
  const highs = v128.load(HIGHS);
  const most = largest(lows, highs);
  const low = f32x4.extract_lane(most, 0);
  const high = f32x4.extract_lane(most, 2);
  if (!isCandidate(low, high, energy * WHOLE)) return NO_TONES;
  return 1 + (laneOf(lows, low) << 2) + laneOf(highs, high);
}

function powerAt(lanes: usize, tone: i32): f32 {
  return load<f32>(lanes + ((<usize>tone) << 2));
}

/** Which part of the held key's peak the block has: of both tones, on average. */
function heldPart(detector: Detector): f32 {
  const tones = detector.heldShown - 1;
  const low = powerAt(LOWS, tones >> 2) / detector.lowPower;
  const high = powerAt(HIGHS, tones & 3) / detector.highPower;
  return sqrt(sqrt(low * high));
}

function finish(detector: Detector): void {
  const length = detector.end - detector.start;
  report(detector.held | ENDED, detector.start, length);
  detector.held = NOTHING;
  detector.shown &= 0xffff;
}

/** Follows the key that is held through the block that was screened. */
function follow(detector: Detector): void {
  const part = heldPart(detector);
  const filled = part < WHOLE_BLOCK ? <i32>(part * <f32>BLOCK) : BLOCK;
  if (detector.absent == 0) detector.end = detector.time + filled;
  if (part >= OFF) {
    detector.end = detector.time + filled;
    detector.absent = 0;
  } else if (++detector.absent == GONE) finish(detector);
}

/** How many of the last blocks showed the same. */
function matches(shown: u64, tones: i32): i32 {
  let count = 0;
  for (let n = 0; n < COMPARED; n++, shown >>= 8) {
    if (<i32>(shown & 255) == tones) count++;
  }
  return count;
}

/** Blocks back to the one before the candidate's first. */
function reach(detector: Detector, tones: i32): u32 {
  let blocks: u32 = 2;
  let shown = detector.shown;
  for (let n: u32 = 2; n <= KEPT; n++, shown >>= 8) {
    if (<i32>(shown & 255) == tones) blocks = n;
    else if (n > blocks + GONE) break;
  }
  return min(blocks, detector.heard);
}

function found(detector: Detector, tones: i32): void {
  const shown = tones - 1;
  detector.held = keyAt(shown >> 2, shown & 3);
  detector.heldShown = tones;
  detector.absent = 0;
  detector.lowPower = PEAK_POWER * lowPower;
  detector.highPower = PEAK_POWER * highPower;
  detector.start = numberOf(first) * STEP;
  detector.end = (numberOf(last) + 1) * STEP;
  report(detector.held, detector.start, 0);
}

/** The careful look. */
function examine(detector: Detector, tones: i32): void {
  const low = (tones - 1) >> 2;
  const high = ((tones - 1) & 3) | 4;
  const blocks = reach(detector, tones);
  const history = detector.history;
  const steps = gather(history, detector.heard, blocks, low, high);
  const turn = turning(steps);
  if (!isOnPitch(turn, low, high)) return;
  standStill(steps, turn);
  const peaks = loudest(steps);
  stopLeaks(steps, peaks, turn, low, high);
  if (!isPresent(steps, peaks)) return;
  if (isKey()) found(detector, tones);
}

/** Looks where the last blocks showed a candidate for long enough. */
function search(detector: Detector): void {
  const shown = detector.shown;
  for (let n = 0; n < COMPARED - FILLED + 1; n++) {
    const tones = <i32>((shown >> (n << 3)) & 255);
    if (tones == NO_TONES) continue;
    const count = matches(shown, tones);
    if (count < FILLED || (count == FILLED && n == 0)) continue;
    return examine(detector, tones);
  }
}

/** Hears a block that lies at `block`, and keeps it in its slot. */
function hear(detector: Detector, block: usize, slot: usize): void {
  if (detector.time - detector.heardUntil > LONGEST_GAP) detector.shown = 0;
  const holding = detector.held != NOTHING;
  const tones = screen(block, slot, holding);
  label(detector.history, detector.heard, detector.time / BLOCK);
  detector.heard++;
  detector.heardUntil = detector.time + BLOCK;
  detector.shown = (detector.shown << 8) | tones;
  if (holding) follow(detector);
  else if (detector.shown & 0xffffff) search(detector);
}

/** Takes a part of a block; true when that fills it. */
function fill(detector: Detector, slot: usize, sound: usize, n: i32): bool {
  const at = slot + ((<usize>detector.pending) << 1);
  memory.copy(at, sound, (<usize>n) << 1);
  detector.pending += n;
  if (detector.pending < BLOCK) return false;
  detector.pending = 0;
  return true;
}

/** Takes up to a block; gives how much. */
function take(
  detector: Detector,
  sound: usize,
  samples: i32,
  madeUp: bool,
): i32 {
  const slot = nextBlock(detector);
  const taken = min(samples, BLOCK - detector.pending);
  const whole = taken == BLOCK;
  detector.blind = detector.blind || madeUp;
  if (!whole && !fill(detector, slot, sound, taken)) return taken;
  if (!detector.blind) hear(detector, whole ? sound : slot, slot);
  detector.blind = false;
  detector.time += BLOCK;
  return taken;
}

/**
 * Hears samples, of which the first `madeUp` were not heard but made up: they
 * show neither a key nor the end of one. Gives how many reports there are.
 */
export function detect(
  detector: Detector,
  sound: usize,
  samples: i32,
  madeUp: i32,
): i32 {
  startReports();
  let done = 0;
  while (done < samples) {
    const at = sound + ((<usize>done) << 1);
    done += take(detector, at, samples - done, done < madeUp);
  }
  return reportCount();
}
