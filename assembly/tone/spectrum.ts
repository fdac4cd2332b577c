/**
 * What the eight DTMF frequencies hold in 5 ms of sound: Goertzel's sums,
 * written as products with a cosine and a sine so that four of them are one
 * vector instruction, and turned to one common time so that a steady tone of
 * the nominal frequency always stands at the same angle.
 */
import { COLUMNS, ROWS } from "./keys";

/** Samples that are looked at together: 5 ms, a quarter of a frame. */
export const BLOCK: i32 = 40;
export const TONES: i32 = 8;

/** Ten bits of cosine: 40 full-scale products stay within 32 bits. */
const SCALE: f64 = 1023;
/** Each tone has 40 cosines and 40 sines of 16 bits. */
const WAVE_BYTES: usize = (<usize>BLOCK) << 1;
const WAVES = memory.data(8 * 2 * 40 * 2, 16);
/** In 200 blocks (1 s) every whole number of hertz comes around. */
const AROUND: i32 = 200;
const TURNS = memory.data(200 * 8, 16);

/** One block: eight complex numbers of f32, then the energy of all sound. */
export const SPECTRUM_BYTES: usize = 80;
export const ENERGY: usize = 64;

export function toneHertz(tone: i32): i32 {
  const group = tone < 4 ? ROWS : COLUMNS;
  return load<i32>(group + ((<usize>(tone & 3)) << 2));
}

function initWaves(): void {
  let at = WAVES;
  for (let tone = 0; tone < TONES; tone++) {
    const step = (2 * Math.PI * <f64>toneHertz(tone)) / 8000;
    for (let n = 0; n < BLOCK; n++, at += 2) {
      store<i16>(at, <i16>Math.round(SCALE * Math.cos(step * <f64>n)));
      const sine = Math.round(SCALE * Math.sin(step * <f64>n));
      store<i16>(at + WAVE_BYTES, <i16>sine);
    }
    at += WAVE_BYTES;
  }
}

export function initSpectrum(): void {
  initWaves();
  for (let turn = 0; turn < AROUND; turn++) {
    const angle = (2 * Math.PI * <f64>turn) / <f64>AROUND;
    store<f32>(TURNS + ((<usize>turn) << 3), <f32>(Math.cos(angle) / SCALE));
    store<f32>(
      TURNS + ((<usize>turn) << 3) + 4,
      <f32>(Math.sin(angle) / SCALE),
    );
  }
}

function total(lanes: v128): i32 {
  const pairs = i32x4.add(lanes, v128.shuffle<i32>(lanes, lanes, 2, 3, 0, 1));
  return i32x4.extract_lane(pairs, 0) + i32x4.extract_lane(pairs, 1);
}

/** Sum of the products of a block and a wave. */
function correlate(block: usize, wave: usize): f32 {
  let sum = i32x4.splat(0);
  for (let at: usize = 0; at < WAVE_BYTES; at += 16) {
    const products = i32x4.dot_i16x8_s(
      v128.load(block + at),
      v128.load(wave + at),
    );
    sum = i32x4.add(sum, products);
  }
  return <f32>total(sum);
}

/** Sum of the squares of a block; halved samples keep it from running over. */
function energyOf(block: usize): f32 {
  let sum = f32x4.splat(0);
  for (let at: usize = 0; at < WAVE_BYTES; at += 16) {
    const halves = i16x8.shr_s(v128.load(block + at), 1);
    const squares = i32x4.dot_i16x8_s(halves, halves);
    sum = f32x4.add(sum, f32x4.convert_i32x4_s(squares));
  }
  const low = f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1);
  return 4 * (low + f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3));
}

/** Looks at the block that is number `count` since the beginning. */
export function analyse(block: usize, count: u32, spectrum: usize): void {
  const second = <i32>(count % AROUND);
  for (let tone = 0; tone < TONES; tone++) {
    const wave = WAVES + <usize>tone * 2 * WAVE_BYTES;
    const along = correlate(block, wave);
    const across = correlate(block, wave + WAVE_BYTES);
    const turn = (toneHertz(tone) * second) % AROUND;
    const cosine = load<f32>(TURNS + ((<usize>turn) << 3));
    const sine = load<f32>(TURNS + ((<usize>turn) << 3) + 4);
    const at = spectrum + ((<usize>tone) << 3);
    store<f32>(at, along * cosine - across * sine);
    store<f32>(at + 4, -along * sine - across * cosine);
  }
  store<f32>(spectrum + ENERGY, energyOf(block));
}
