/**
 * The screen: a cheap first look at every 10 ms, which has to let all keys
 * through and rejects nearly all else. It is Goertzel's sums at the eight
 * frequencies, written as integer products with cosines and sines. Around the
 * middle of a block cosines are even and sines odd, so the block is folded
 * there first; then neighbours are added, which halves the rate: a quarter of
 * the products is left. The four frequencies of a group are lanes of a vector.
 */
import { TONES, toneHertz } from "./keys";
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
/** For two pairs at a time: four cosines of both, then four sines. */
const STEP_BYTES: usize = 32;
const GROUP_BYTES: usize = 320;
const WAVES = memory.data(640, 16);
/** The folded pairs: sums and differences as 32 bits, then as 16 bits. */
const SUMS = memory.data(96, 16);
const DIFFERENCES = memory.data(96, 16);
const FOLDED = memory.data(96, 16);
const FOLDED_BYTES: usize = 48;

/** Which four frequencies: those of the rows or those of the columns. */
export const LOW_GROUP: usize = 0;
export const HIGH_GROUP: usize = GROUP_BYTES;

/** What a tone of peak 1 gives: power (20 / 2 · SCALE)², energy 80 / 16. */
export const PEAK_POWER: f32 = 26000 * 26000;
export const PEAK_ENERGY: f32 = 5;

function initTone(tone: i32): void {
  const turn = (2 * Math.PI * <f64>toneHertz(tone)) / 8000;
  const scale = SCALE / Math.cos(turn / 2);
  const group = WAVES + (tone < 4 ? LOW_GROUP : HIGH_GROUP);
  for (let n = 0; n < PAIRS; n++) {
    const angle = turn * <f64>(2 * n - 39);
    const step = group + <usize>(n >> 1) * STEP_BYTES;
    const at = step + ((<usize>(((tone & 3) << 1) | (n & 1))) << 1);
    store<i16>(at, <i16>Math.round(scale * Math.cos(angle)));
    store<i16>(at, <i16>Math.round(scale * Math.sin(angle)), 16);
  }
}

export function initScreen(): void {
  for (let tone = 0; tone < TONES; tone++) initTone(tone);
}

function reversed(lanes: v128): v128 {
  return v128.shuffle<i16>(lanes, lanes, 7, 6, 5, 4, 3, 2, 1, 0);
}

/** The sums and differences of pairs, as 16 bits. */
function narrow(): void {
  for (let at: usize = 0; at < FOLDED_BYTES; at += 16) {
    const from = at << 1;
    const sums = i16x8.narrow_i32x4_s(
      v128.load(SUMS + from),
      v128.load(SUMS + from, 16),
    );
    const differences = i16x8.narrow_i32x4_s(
      v128.load(DIFFERENCES + from),
      v128.load(DIFFERENCES + from, 16),
    );
    v128.store(FOLDED + at, sums);
    v128.store(FOLDED + at, differences, FOLDED_BYTES);
  }
}

/**
 * Folds a block for `power`, and keeps a copy of it. Gives its energy, in units
 * of which a steady tone has PEAK_ENERGY times its peak's square.
 */
export function fold(block: usize, copy: usize): f32 {
  let energy = i32x4.splat(0);
  for (let at: usize = 0; at < HALF_BYTES; at += 16) {
    const early = v128.load(block + at);
    const late = v128.load(block + BLOCK_BYTES - 16 - at);
    v128.store(copy + at, early);
    v128.store(copy + BLOCK_BYTES - 16 - at, late);
    const one = i16x8.shr_s(early, 2);
    const other = i16x8.shr_s(reversed(late), 2);
    const even = i16x8.add(one, other);
    const odd = i16x8.sub(one, other);
    v128.store(SUMS + at, i32x4.extadd_pairwise_i16x8_s(even));
    v128.store(DIFFERENCES + at, i32x4.extadd_pairwise_i16x8_s(odd));
    energy = i32x4.add(energy, i32x4.dot_i16x8_s(even, even));
    energy = i32x4.add(energy, i32x4.dot_i16x8_s(odd, odd));
  }
  return sumOfAll(f32x4.convert_i32x4_u(energy));
}

/** The power of the low group in the block that was folded last. */
export function lowPowers(): v128 {
  narrow();
  return powers(WAVES + LOW_GROUP);
}

/** The power of the high group; `lowPowers` comes first. */
export function highPowers(): v128 {
  return powers(WAVES + HIGH_GROUP);
}

function powers(wave: usize): v128 {
  let even = i32x4.splat(0);
  let odd = i32x4.splat(0);
  for (let at: usize = 0; at < HALF_BYTES / 2; at += 4, wave += STEP_BYTES) {
    const sums = v128.load32_splat(FOLDED + at);
    const differences = v128.load32_splat(FOLDED + at, FOLDED_BYTES);
    even = i32x4.add(even, i32x4.dot_i16x8_s(sums, v128.load(wave)));
    odd = i32x4.add(odd, i32x4.dot_i16x8_s(differences, v128.load(wave, 16)));
  }
  const along = f32x4.convert_i32x4_s(even);
  const across = f32x4.convert_i32x4_s(odd);
  return f32x4.add(f32x4.mul(along, along), f32x4.mul(across, across));
}
