/**
 * How loud sound is, how loud the noise under it, and whether somebody speaks:
 * the power of each 20 ms against a noise floor that follows the least power of
 * the last seconds. Powers are mean squares of samples.
 */
import { FRAME, FRAME_BYTES } from "./sound";

export class Level {
  /** Of the frame that was measured last. */
  power: f32;
  /** Of the three before it. */
  before: f32;
  before2: f32;
  before3: f32;
  /** Mean of the frames in which somebody spoke, and how many that were. */
  speech: f32;
  spoken: i32;
  /** Least power of 80 ms in this window, and in the one before. */
  least: f32;
  leastBefore: f32;
  windowTicks: i32;
  /** Frames of speech in a row, and what is left of the hangover. */
  burst: i32;
  hangover: i32;
}

export const LEVEL_BYTES: usize = 48;

/** A sine of 3.14 dBm0 has this peak (G.711 §5); 0 dBov is that, squared. */
const FULL_SCALE: f64 = 32768;
const FULL_SCALE_DBM0: f64 = 3.14;
/** What a sine of that peak has less than a square wave, in dB: 10 lg 2. */
const SINE_DB: f64 = 3.0103;

/** An idle A-law channel decodes to ±8: no noise floor is below its power. */
const IDLE: f32 = 64;
/**
 * Speech may be 20 dB below the nominal −20 dBm0 and still be understood, and
 * ITU-T P.56 takes for active what is less than 15.9 dB below its level:
 * nothing below −56 dBm0 is speech, which is a mean square of 655.
 */
const FAINTEST: f32 = 655;
/**
 * Above the floor by 5 dB: the power of 20 ms of noise in an eighth of the band
 * (20 degrees of freedom) varies by 1.2 dB, so that three times it is 3.4 dB,
 * and the least of 80 ms in a window lies another 1.4 dB below the mean.
 */
const ABOVE_NOISE: f32 = 3.16;
/** Two windows of 0.8 s: nobody speaks for 1.6 s without taking a breath. */
const WINDOW: i32 = 40;
/** P.56 §8: the hangover is 0.2 s. */
const HANGOVER: i32 = 10;
/** What is shorter than 60 ms is no syllable: no hangover follows it. */
const SYLLABLE: i32 = 3;
/** The speech level is the mean of the last 10 s of speech, or of all there was. */
const MEMORY: i32 = 500;

export function resetLevel(level: Level): void {
  memory.fill(changetype<usize>(level), 0, LEVEL_BYTES);
  level.before = f32.MAX_VALUE;
  level.before2 = f32.MAX_VALUE;
  level.before3 = f32.MAX_VALUE;
  level.least = f32.MAX_VALUE;
  level.leastBefore = f32.MAX_VALUE;
}

/** Mean square of a frame. */
export function powerOf(sound: usize): f32 {
  const end = sound + FRAME_BYTES;
  let sum = i64x2.splat(0);
  for (; sound < end; sound += 16) {
    const samples = v128.load(sound);
    // Two squares of −32768 are 2³¹: they fit where there is no sign
    const squares = i32x4.dot_i16x8_s(samples, samples);
    sum = i64x2.add(sum, i64x2.extend_low_i32x4_u(squares));
    sum = i64x2.add(sum, i64x2.extend_high_i32x4_u(squares));
  }
  const all = i64x2.extract_lane(sum, 0) + i64x2.extract_lane(sum, 1);
  return <f32>(<f64>all / <f64>FRAME);
}

/** The same, one sample at a time: what the vectors are held against. */
export function powerOfPlain(sound: usize): f32 {
  let sum: i64 = 0;
  for (let n: usize = 0; n < FRAME_BYTES; n += 2) {
    const sample = <i64>load<i16>(sound + n);
    sum += sample * sample;
  }
  return <f32>(<f64>sum / <f64>FRAME);
}

/** Power of the noise, as far as it is known. */
export function noiseOf(level: Level): f32 {
  return max(IDLE, min(level.least, level.leastBefore));
}

/** True while somebody speaks, and 200 ms longer. */
function isVoice(level: Level): bool {
  return level.burst > 0 || level.hangover > 0;
}

function followNoise(level: Level, power: f32): void {
  const past = level.before + level.before2 + level.before3;
  level.before3 = level.before2;
  level.before2 = level.before;
  level.before = power;
  level.power = power;
  level.least = min(level.least, (power + past) / 4);
  if (++level.windowTicks < WINDOW) return;
  level.windowTicks = 0;
  level.leastBefore = level.least;
  level.least = f32.MAX_VALUE;
}

function isLoud(level: Level): bool {
  return level.power > max(FAINTEST, ABOVE_NOISE * noiseOf(level));
}

function followSpeech(level: Level): void {
  level.spoken = min(level.spoken + 1, MEMORY);
  level.speech += (level.power - level.speech) / <f32>level.spoken;
}

/** Takes the next frame; true while somebody speaks. */
export function measure(level: Level, sound: usize): bool {
  followNoise(level, powerOf(sound));
  if (isLoud(level)) {
    // The frame itself, and those behind it
    if (++level.burst >= SYLLABLE) level.hangover = 1 + HANGOVER;
  } else {
    level.burst = 0;
    level.hangover = max(0, level.hangover - 1);
  }
  const voice = isVoice(level);
  if (voice) followSpeech(level);
  return voice;
}

/** Level of a power in dBov (RFC 6464): a full-scale square wave is 0. */
export function dbov(power: f64): f64 {
  return 10 * Math.log10(power / (FULL_SCALE * FULL_SCALE));
}

/** Level of a power in dBm0; −Infinity for silence. */
function dbm0(power: f64): f64 {
  return dbov(power) + SINE_DB + FULL_SCALE_DBM0;
}

/** Writes level, speech level and noise level in dBm0 as f64, then activity. */
export function readLevel(level: Level, into: usize): void {
  store<f64>(into, dbm0(level.power));
  store<f64>(into, dbm0(level.speech), 8);
  store<f64>(into, dbm0(noiseOf(level)), 16);
  store<f64>(into, isVoice(level) ? 1 : 0, 24);
}
