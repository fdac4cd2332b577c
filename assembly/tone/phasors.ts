/**
 * What a candidate's two tones have in every 2 ms of sound, as complex numbers.
 * A steady tone of the nominal frequency gives the same number all along, whose
 * absolute value is the tone's peak.
 *
 * The high tone is measured behind a notch at 403 Hz. It takes 30 dB and more
 * from dial tones (350 … 450 Hz), and most of a voice's strong fundamental,
 * which 2 ms alone are too short to keep out.
 */
import { TONES, toneHertz, toneTurn } from "./keys";
import { product } from "./complex";

/** Samples of one phasor: 2 ms. */
export const STEP: i32 = 16;
/** Phasors of a block. */
export const STEPS: i32 = 5;
const STEP_BYTES: usize = 32;
const BLOCK_BYTES: usize = 160;
/** 16 full-scale products stay within 32 bits: 16 · 2^15 · 4095 < 2^31. */
const SCALE: f64 = 4095;
/** Each tone: 80 cosines and 80 sines. */
const WAVES = memory.data(2560, 16);
const WAVE_BYTES: usize = 160;

/** In 100 blocks (1 s) every whole number of hertz comes around. */
const AROUND: u32 = 100;
const TURNS = memory.data(800, 16);

/** x[n] + x[n − 2] − (2 − 3255 / 2^15) x[n − 1]: nothing is left at 403 Hz. */
const LESS: i16 = 3255;
export const NOTCH: f64 = 2 - 3255 / 32768;
const NOTCHED = memory.data(160, 16);
/** What undoes the notch, and the quarter it takes: 1, and by high tone. */
const UNDONE = memory.data(64, 16);

function initTone(tone: i32): void {
  const turn = toneTurn(tone);
  const wave = WAVES + <usize>tone * 2 * WAVE_BYTES;
  for (let n = 0; n < STEPS * STEP; n++) {
    const at = wave + ((<usize>n) << 1);
    const angle = turn * <f64>n;
    store<i16>(at, <i16>Math.round(SCALE * Math.cos(angle)));
    store<i16>(at + WAVE_BYTES, <i16>Math.round(SCALE * Math.sin(angle)));
  }
}

/** The notch turns a tone by −ω and has the gain 2 cos ω − NOTCH. */
function initUndone(tone: i32): void {
  const turn = toneTurn(tone);
  const gain = (2 * Math.cos(turn) - NOTCH) / 4;
  const at = UNDONE + ((<usize>(tone & 3)) << 4);
  store<f32>(at, 1);
  store<f32>(at, <f32>(Math.cos(turn) / gain), 8);
  store<f32>(at, <f32>(Math.sin(turn) / gain), 12);
}

export function initPhasors(): void {
  for (let tone = 0; tone < TONES; tone++) initTone(tone);
  for (let tone = 4; tone < TONES; tone++) initUndone(tone);
  for (let turn: u32 = 0; turn < AROUND; turn++) {
    const angle = (2 * Math.PI * <f64>turn) / <f64>AROUND;
    store<f32>(TURNS + ((<usize>turn) << 3), <f32>Math.cos(angle));
    store<f32>(TURNS + ((<usize>turn) << 3), <f32>Math.sin(angle), 4);
  }
}

/** Where the angle lies that a frequency has at the beginning of a block. */
export function angleAt(hertz: i32, block: u32): usize {
  const turn = (<u32>hertz * (block % AROUND)) % AROUND;
  return TURNS + ((<usize>turn) << 3);
}

/** What turns both tones back to where they would stand at time 0. */
function turnsBack(low: i32, high: i32, block: u32): v128 {
  const l = v128.load64_zero(angleAt(toneHertz(low), block));
  const h = v128.load64_splat(angleAt(toneHertz(high), block));
  const unit: f32 = 1 / <f32>(SCALE * 8);
  const both = v128.shuffle<i64>(l, h, 0, 2);
  return f32x4.mul(both, f32x4(unit, -unit, unit, -unit));
}

/** The two samples before the block have to lie before it. */
function notch(block: usize): void {
  for (let at: usize = 0; at < BLOCK_BYTES; at += 16) {
    const now = i16x8.shr_s(v128.load(block + at), 2);
    const middle = i16x8.shr_s(v128.load(block + at - 2), 2);
    const before = i16x8.shr_s(v128.load(block + at - 4), 2);
    const once = i16x8.sub_sat_s(i16x8.add(now, before), middle);
    const less = i16x8.q15mulr_sat_s(middle, i16x8.splat(LESS));
    const twice = i16x8.sub_sat_s(once, middle);
    v128.store(NOTCHED + at, i16x8.add_sat_s(twice, less));
  }
}

/** Sums of the products of 16 samples and a wave, still in four parts. */
function products(sound: usize, wave: usize): v128 {
  return i32x4.add(
    i32x4.dot_i16x8_s(v128.load(sound), v128.load(wave)),
    i32x4.dot_i16x8_s(v128.load(sound, 16), v128.load(wave, 16)),
  );
}

/** The sums of two vectors' lanes, each still in two parts. */
function halved(a: v128, b: v128): v128 {
  return i32x4.add(
    v128.shuffle<i32>(a, b, 0, 4, 1, 5),
    v128.shuffle<i32>(a, b, 2, 6, 3, 7),
  );
}

/** Low cosine and sine, high cosine and sine: the sums of one step. */
function stepSums(block: usize, low: usize, high: usize, at: usize): v128 {
  const sound = block + at;
  const notched = NOTCHED + at;
  const lows = halved(
    products(sound, low + at),
    products(sound, low + WAVE_BYTES + at),
  );
  const highs = halved(
    products(notched, high + at),
    products(notched, high + WAVE_BYTES + at),
  );
  return i32x4.add(
    v128.shuffle<i64>(lows, highs, 0, 2),
    v128.shuffle<i64>(lows, highs, 1, 3),
  );
}

/** Writes the five phasors of the block that is number `count` of the sound. */
export function phasors(
  block: usize,
  low: i32,
  high: i32,
  count: u32,
  into: usize,
): void {
  notch(block);
  const l = WAVES + <usize>low * 2 * WAVE_BYTES;
  const h = WAVES + <usize>high * 2 * WAVE_BYTES;
  const undone = v128.load(UNDONE + ((<usize>(high & 3)) << 4));
  const back = product(turnsBack(low, high, count), undone);
  for (let at: usize = 0; at < BLOCK_BYTES; at += STEP_BYTES, into += 16) {
    const sums = f32x4.convert_i32x4_s(stepSums(block, l, h, at));
    const upright = f32x4.mul(sums, f32x4(1, -1, 1, -1));
    v128.store(into, product(back, upright));
  }
}

/** Writes the energy of each of the five steps: the sum of its squares. */
export function energies(block: usize, into: usize): void {
  for (let at: usize = 0; at < BLOCK_BYTES; at += STEP_BYTES, into += 4) {
    const early = i16x8.shr_s(v128.load(block + at), 1);
    const late = i16x8.shr_s(v128.load(block + at, 16), 1);
    const squares = i32x4.add(
      i32x4.dot_i16x8_s(early, early),
      i32x4.dot_i16x8_s(late, late),
    );
    const half = halved(squares, squares);
    // At full scale a lane has up to 2^31 and both have 2^32
    const first = <u64>(<u32>i32x4.extract_lane(half, 0));
    const second = <u64>(<u32>i32x4.extract_lane(half, 2));
    store<f32>(into, 4 * <f32>(first + second));
  }
}
