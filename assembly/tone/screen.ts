/**
 * The screen: a cheap first look at every 10 ms, which has to let all keys
 * through and rejects nearly all else. It is Goertzel's sums at the eight
 * frequencies, written as integer products with cosines and sines. Around the
 * middle of a block cosines are even and sines odd, so the block is folded
 * there first; then neighbours are added, which halves the rate: a quarter of
 * the products is left. The four frequencies of a group are lanes of a vector.
 */
import { TONES, toneTurn } from "./keys";
import { sumOfAll } from "./complex";

/** Samples that are looked at together: 10 ms. */
export const BLOCK: i32 = 80;
export const BLOCK_BYTES: usize = 160;
const HALF_BYTES: usize = 80;
/** Pairs of neighbours in half a block. */
const PAIRS: i32 = 20;

/**
 * Four quarters of samples make at most 2^15; 20 of them times a cosine stay
 * within 32 bits: 20 · 2^15 · 3276 < 2^31. Adding neighbours takes cos(ω / 2)
 * from a tone, which its cosines have more: 2600 / cos(ω / 2) is 3245 at most.
 */
const SCALE: f64 = 2600;
/** For two pairs at a time: cosines, then sines, of the low and the high group. */
const STEP_BYTES: usize = 64;
const WAVES = memory.data(640, 16);
/** Sums of pairs, then differences; what is behind the 20th is not looked at. */
const FOLDED = memory.data(96, 16);
const DIFFERENCES_AT: usize = 48;

/** Powers of the tones in the block that was folded last, of low ones first. */
export const LOWS = memory.data(32, 16);
export const HIGHS = LOWS + 16;

export function screenPowers(): usize {
  return LOWS;
}

/** What a tone of peak 1 gives: power (20 / 2 · SCALE)², energy 80 / 32. */
export const PEAK_POWER: f32 = 26000 * 26000;
export const PEAK_ENERGY: f32 = 2.5;

function initTone(tone: i32): void {
  const turn = toneTurn(tone);
  const scale = SCALE / Math.cos(turn / 2);
  const lane = (<usize>(tone & 3)) << 2;
  const column = WAVES + (tone < 4 ? 0 : STEP_BYTES / 2) + lane;
  for (let n = 0; n < PAIRS; n++) {
    const angle = turn * <f64>(2 * n - 39);
    const step = <usize>(n >> 1) * STEP_BYTES;
    const at = column + step + ((<usize>(n & 1)) << 1);
    store<i16>(at, <i16>Math.round(scale * Math.cos(angle)));
    store<i16>(at, <i16>Math.round(scale * Math.sin(angle)), 16);
  }
}

export function initScreen(): void {
  for (let tone = 0; tone < TONES; tone++) initTone(tone);
}

/** The pairs in reverse order; inside a pair order does not matter. */
function reversed(lanes: v128): v128 {
  return v128.shuffle<i32>(lanes, lanes, 3, 2, 1, 0);
}

/** A quarter of each sample, and a copy of the whole in its slot. */
function quarters(from: usize, copy: usize): v128 {
  const samples = v128.load(from);
  v128.store(copy, samples);
  return i16x8.shr_s(samples, 2);
}

function squares(a: v128, b: v128): v128 {
  return i32x4.add(i32x4.dot_i16x8_s(a, a), i32x4.dot_i16x8_s(b, b));
}

/** Adds neighbours in 16 samples. */
function paired(first: v128, second: v128): v128 {
  return i16x8.narrow_i32x4_s(
    i32x4.extadd_pairwise_i16x8_s(first),
    i32x4.extadd_pairwise_i16x8_s(second),
  );
}

/** Stores the sums and differences of 16 samples and of their mirror images. */
function storePairs(at: usize, a: v128, b: v128, c: v128, d: v128): void {
  v128.store(at, paired(i16x8.add(a, d), i16x8.add(b, c)));
  v128.store(at, paired(i16x8.sub(a, d), i16x8.sub(b, c)), DIFFERENCES_AT);
}

/**
 * Folds a block for `measure`, and keeps a copy of it. Gives its energy, in
 * units of which a steady tone has PEAK_ENERGY times its peak's square.
 */
export function fold(block: usize, copy: usize): f32 {
  const far = copy - block;
  const end = block + BLOCK_BYTES - 32;
  let energy = i32x4.splat(0);
  for (let at: usize = 0; at < 64; at += 32) {
    const a = quarters(block + at, far + block + at);
    const b = quarters(block + at + 16, copy + at + 16);
    const c = quarters(end - at, far + end - at);
    const d = quarters(end - at + 16, far + end - at + 16);
    energy = i32x4.add(
      energy,
      i32x4.add(squares(a, reversed(d)), squares(b, reversed(c))),
    );
    storePairs(FOLDED + (at >> 1), a, b, reversed(c), reversed(d));
  }
  const a = quarters(block + 64, copy + 64);
  const b = reversed(quarters(block + 80, copy + 80));
  energy = i32x4.add(energy, squares(a, b));
  storePairs(FOLDED + 32, a, a, b, b);
  return sumOfAll(f32x4.convert_i32x4_s(energy));
}

function power(even: v128, odd: v128): v128 {
  const along = f32x4.convert_i32x4_s(even);
  const across = f32x4.convert_i32x4_s(odd);
  return f32x4.add(f32x4.mul(along, along), f32x4.mul(across, across));
}

/** Measures the powers of both groups in the block that was folded last. */
export function measure(): void {
  let lowEven = i32x4.splat(0);
  let lowOdd = i32x4.splat(0);
  let highEven = i32x4.splat(0);
  let highOdd = i32x4.splat(0);
  let wave = WAVES;
  for (let at: usize = 0; at < HALF_BYTES / 2; at += 4, wave += STEP_BYTES) {
    const sums = v128.load32_splat(FOLDED + at);
    const differences = v128.load32_splat(FOLDED + at, DIFFERENCES_AT);
    lowEven = i32x4.add(lowEven, i32x4.dot_i16x8_s(sums, v128.load(wave)));
    lowOdd = i32x4.add(
      lowOdd,
      i32x4.dot_i16x8_s(differences, v128.load(wave, 16)),
    );
    highEven = i32x4.add(
      highEven,
      i32x4.dot_i16x8_s(sums, v128.load(wave, 32)),
    );
    highOdd = i32x4.add(
      highOdd,
      i32x4.dot_i16x8_s(differences, v128.load(wave, 48)),
    );
  }
  v128.store(LOWS, power(lowEven, lowOdd));
  v128.store(HIGHS, power(highEven, highOdd));
}
