/**
 * Changes the rate of sound by a filter that the host has laid out: a row of
 * taps for each place that a sample of the new rate can have between two of the
 * old one. Two rates without a common divisor have thousands of such places;
 * there a sample lies between two of fewer rows.
 */
import { saturate } from "./sound";

export class Resampler {
  /** `rows` rows of `width` taps, 32-bit float, and one more for the end. */
  filter: usize;
  rows: i32;
  /** A multiple of 16. */
  width: i32;
  /** Samples of the old rate, 32-bit float; so many `held`. */
  line: usize;
  held: i32;
  /** Where on the line the next sample's window begins. */
  first: i32;
  /** How far the next sample is behind one of the old rate, of `places`. */
  place: i32;
  places: i32;
  /** From one sample to the next: samples of the old rate, and places. */
  step: i32;
  placeStep: i32;
}

/** Up to where vectors may begin. */
export function resamplerBytes(): usize {
  return (offsetof<Resampler>() + 15) & ~15;
}

/** Begins a sound: before it was silence. */
export function resamplerReset(
  resampler: Resampler,
  filter: usize,
  rows: i32,
  width: i32,
  line: usize,
  places: i32,
  placesOfStep: i32,
): void {
  resampler.filter = filter;
  resampler.rows = rows;
  resampler.width = width;
  resampler.line = line;
  resampler.held = (width >> 1) - 1;
  resampler.first = 0;
  resampler.place = 0;
  resampler.places = places;
  resampler.step = placesOfStep / places;
  resampler.placeStep = placesOfStep % places;
  memory.fill(line, 0, (<usize>resampler.held) << 2);
}

/** Full scale of sound in 32-bit float is 1. */
const FULL_SCALE: f32 = 32768;
/** Sound that is louder by 12 dB is no sound. */
const LOUDEST: f32 = 4 * FULL_SCALE;

function endOf(resampler: Resampler): usize {
  return resampler.line + ((<usize>resampler.held) << 2);
}

/** Puts 16-bit samples behind those of the line. */
export function resamplerTake(
  resampler: Resampler,
  sound: usize,
  samples: i32,
): void {
  let to = endOf(resampler);
  const end = sound + ((<usize>samples) << 1);
  for (; sound + 8 <= end; sound += 8, to += 16) {
    const four = i32x4.extend_low_i16x8_s(v128.load64_zero(sound));
    v128.store(to, f32x4.convert_i32x4_s(four));
  }
  for (; sound < end; sound += 2, to += 4) {
    store<f32>(to, <f32>load<i16>(sound));
  }
  resampler.held += samples;
}

/** Puts samples from −1 to 1 there; what is no number is silence. */
export function resamplerTakeFloat(
  resampler: Resampler,
  sound: usize,
  samples: i32,
): void {
  let to = endOf(resampler);
  const end = sound + ((<usize>samples) << 2);
  for (; sound < end; sound += 4, to += 4) {
    const sample = load<f32>(sound) * FULL_SCALE;
    const number = sample == sample ? sample : 0;
    store<f32>(to, max(-LOUDEST, min(LOUDEST, number)));
  }
  resampler.held += samples;
}

/**
 * Makes 16-bit samples of the new rate, all whose windows are full, and leaves
 * on the line what the next ones need; says how many there are.
 */
export function resamplerGive(resampler: Resampler, out: usize): i32 {
  const last = resampler.held - resampler.width;
  const begin = out;
  for (; resampler.first <= last; out += 2) {
    store<i16>(out, saturate(<i32>nearest(sampleDue(resampler))));
    advance(resampler);
  }
  keepRest(resampler);
  return <i32>((out - begin) >> 1);
}

function sampleDue(resampler: Resampler): f32 {
  const rowBytes = (<usize>resampler.width) << 2;
  const window = resampler.line + ((<usize>resampler.first) << 2);
  const at = resampler.place * resampler.rows;
  const row = at / resampler.places;
  const taps = resampler.filter + <usize>row * rowBytes;
  const sample = weighed(window, taps, rowBytes);
  const beyond = at - row * resampler.places;
  if (beyond == 0) return sample;
  const next = weighed(window, taps + rowBytes, rowBytes);
  return sample + ((next - sample) * <f32>beyond) / <f32>resampler.places;
}

/** The sum of samples times their taps. */
function weighed(window: usize, taps: usize, bytes: usize): f32 {
  let a = f32x4.splat(0);
  let b = f32x4.splat(0);
  let c = f32x4.splat(0);
  let d = f32x4.splat(0);
  const end = taps + bytes;
  for (; taps < end; taps += 64, window += 64) {
    a = f32x4.add(a, f32x4.mul(v128.load(window), v128.load(taps)));
    b = f32x4.add(b, f32x4.mul(v128.load(window, 16), v128.load(taps, 16)));
    c = f32x4.add(c, f32x4.mul(v128.load(window, 32), v128.load(taps, 32)));
    d = f32x4.add(d, f32x4.mul(v128.load(window, 48), v128.load(taps, 48)));
  }
  const sum = f32x4.add(f32x4.add(a, b), f32x4.add(c, d));
  const first = f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1);
  return first + f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3);
}

function advance(resampler: Resampler): void {
  resampler.first += resampler.step;
  resampler.place += resampler.placeStep;
  if (resampler.place < resampler.places) return;
  resampler.place -= resampler.places;
  resampler.first++;
}

/** Moves what later windows need to the beginning of the line. */
function keepRest(resampler: Resampler): void {
  const from = resampler.line + ((<usize>resampler.first) << 2);
  memory.copy(resampler.line, from, endOf(resampler) - from);
  resampler.held -= resampler.first;
  resampler.first = 0;
}
