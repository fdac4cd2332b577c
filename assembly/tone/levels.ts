/**
 * How loud each of the eight DTMF frequencies is: for the eye of a user, not
 * for a decision. One Fourier sum each, through a Hann window as long as the
 * sound; 40 ms of it tell two neighbours apart, whose nearest are 73 Hz.
 */
import { TONES, toneHertz } from "./keys";
import { sine, turnOf } from "./sine";

/** A quarter of a turn: with it a sine becomes a cosine. */
const QUARTER: u32 = 1 << 30;

/** The Hann window at the middle of a sample: sin² of half a turn, 2^15 is 1. */
function windowAt(sample: i32, samples: i32): i32 {
  const phase = <u32>(((((<u64>sample) << 1) + 1) * (1 << 30)) / <u64>samples);
  const height = sine(phase);
  return (height * height) >> 15;
}

/** Puts the window on the sound, where it lies; gives the window's sum. */
function weigh(sound: usize, samples: i32): i64 {
  let weight: i64 = 0;
  for (let n = 0; n < samples; n++, sound += 2) {
    const window = windowAt(n, samples);
    store<i16>(sound, (<i32>load<i16>(sound) * window) >> 15);
    weight += window;
  }
  return weight;
}

/** The Fourier sum of one frequency in weighed sound. */
function sumOf(sound: usize, samples: i32, hertz: i32): f64 {
  const turn = turnOf(<f64>hertz);
  let along: i64 = 0;
  let across: i64 = 0;
  let phase: u32 = 0;
  for (let n = 0; n < samples; n++, sound += 2, phase += turn) {
    const sample = <i32>load<i16>(sound);
    along += <i64>(sample * sine(phase + QUARTER));
    across += <i64>(sample * sine(phase));
  }
  return Math.sqrt(<f64>along * <f64>along + <f64>across * <f64>across);
}

/**
 * Writes the peaks of the eight frequencies, low to high, as f32 to `out`, on
 * the scale of the samples; of the sound itself only its weighed form is left.
 */
export function toneLevels(sound: usize, samples: i32, out: usize): void {
  const weight = weigh(sound, samples);
  for (let tone = 0; tone < TONES; tone++) {
    const sum = sumOf(sound, samples, toneHertz(tone));
    const peak = weight ? (2 * sum) / <f64>weight : 0;
    store<f32>(out + ((<usize>tone) << 2), <f32>peak);
  }
}
