/**
 * The parts one by one, for hosts that have no ports: their state lies where
 * they say.
 */
import {
  Detector,
  DETECTOR_BYTES,
  detect,
  resetDetector,
} from "./tone/detector";
import { LEVEL_BYTES, Level, measure, readLevel, resetLevel } from "./level";
import { Tone, renderTone, startTone } from "./tone/generator";
import { columnHertz, rowHertz } from "./tone/keys";

export function detectorBytes(): usize {
  return DETECTOR_BYTES;
}

export function detectorReset(detector: usize): void {
  resetDetector(changetype<Detector>(detector));
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

/** Writes a tone of one frequency, or of two where `high` is not 0. */
export function tone(
  low: f64,
  high: f64,
  peak: i32,
  samples: i32,
  out: usize,
): void {
  startTone(TONE, low, high, peak, samples);
  renderTone(TONE, out, samples);
}
const TONE = changetype<Tone>(memory.data(48, 16));

/** Writes the tone of a key. */
export function keyTone(key: i32, peak: i32, samples: i32, out: usize): void {
  tone(<f64>rowHertz(key), <f64>columnHertz(key), peak, samples, out);
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
