/**
 * The parts one by one, for hosts that have no ports: their state lies where
 * they say.
 */
import {
  Detector,
  DETECTOR_BYTES,
  HISTORY_BYTES,
  detect,
  resetDetector,
} from "./tone/detector";
import { LEVEL_BYTES, Level, measure, readLevel, resetLevel } from "./level";
import { Cadence, renderCadence, startCadence } from "./tone/cadence";
import { Tone, renderTone, startTone } from "./tone/generator";
import { columnHertz, rowHertz } from "./tone/keys";

export function detectorBytes(): usize {
  return DETECTOR_BYTES + HISTORY_BYTES;
}

export function detectorReset(detector: usize): void {
  resetDetector(changetype<Detector>(detector), detector + DETECTOR_BYTES);
}

/**
 * Hears up to 8192 samples, of which the first `madeUp` were not heard but made
 * up; gives how many reports lie at `detectorReports` then.
 */
export function detectorHear(
  detector: usize,
  sound: usize,
  samples: i32,
  madeUp: i32,
): i32 {
  return detect(changetype<Detector>(detector), sound, samples, madeUp);
}
export { reportList as detectorReports } from "./tone/reports";

export function detectorHeld(detector: usize): i32 {
  return changetype<Detector>(detector).held;
}

/** Writes a tone of one frequency, or of two where the high one has a peak. */
export function tone(
  low: f64,
  high: f64,
  lowPeak: i32,
  highPeak: i32,
  samples: i32,
  out: usize,
): void {
  startTone(TONE, low, high, lowPeak, highPeak, samples);
  renderTone(TONE, out, samples);
}
const TONE = changetype<Tone>(memory.data(32, 16));

/** Writes the tone of a key. */
export function keyTone(
  key: i32,
  lowPeak: i32,
  highPeak: i32,
  samples: i32,
  out: usize,
): void {
  const low = <f64>rowHertz(key);
  tone(low, <f64>columnHertz(key), lowPeak, highPeak, samples, out);
}

export function levelBytes(): usize {
  return LEVEL_BYTES;
}

export function levelReset(level: usize): void {
  resetLevel(changetype<Level>(level));
}

/** Measures one frame; true while somebody speaks. */
export function levelMeasure(level: usize, sound: usize): bool {
  return measure(changetype<Level>(level), sound);
}

export function levelRead(level: usize, into: usize): void {
  readLevel(changetype<Level>(level), into);
}

/** Writes a tone that comes again: so much of it, then so much of a pause. */
export function cadence(
  low: f64,
  high: f64,
  lowPeak: i32,
  highPeak: i32,
  on: i32,
  off: i32,
  times: i32,
  samples: i32,
  out: usize,
): void {
  startCadence(CADENCE, low, high, lowPeak, highPeak, on, off, times);
  renderCadence(CADENCE, out, samples);
}
const CADENCE = changetype<Cadence>(memory.data(48, 16));
