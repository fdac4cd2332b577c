/**
 * Discontinuous transmission: while nobody speaks, one packet says what the
 * silence sounds like (RFC 3389), and then nothing is sent until it changes or
 * somebody speaks again.
 */
import { FRAME_BYTES } from "../sound";

export class Dtx {
  /** Mean square of the noise behind the voice. */
  floor: f32;
  /** Frames for which it goes on being speech. */
  hangover: i32;
  /** The level that was sent last, −dBov; NONE while speech is sent. */
  sent: i32;
}

export const DTX_BYTES: usize = 16;
export const NONE: i32 = -1;

/** 200 ms: pauses inside of words are not cut out. */
const HANGOVER: i32 = 10;
/** Speech is 6 dB above the noise and above the steps of G.711. */
const ABOVE: f32 = 4;
const FAINTEST: f32 = 64;
/** −42 dBov: what is louder all the time is music or a tone, not noise. */
const LOUDEST: f32 = 32768.0 * 32768.0 * 6.31e-5;
/** The floor sinks within 100 ms and rises by 1.4 dB a second. */
const SINK: f32 = 0.2;
const RISE: f32 = 1.0065;
/** A level is sent anew when it is off by 3 dB: twice or half the power. */
const OFF: i32 = 3;
const QUIETEST: i32 = 127;

export function resetDtx(dtx: Dtx): void {
  dtx.floor = LOUDEST;
  dtx.hangover = HANGOVER;
  dtx.sent = NONE;
}

function meanSquare(frame: usize): f32 {
  const end = frame + FRAME_BYTES;
  let sums = f32x4.splat(0);
  for (; frame < end; frame += 16) {
    const part = v128.load(frame);
    const squares = i32x4.dot_i16x8_s(part, part);
    sums = f32x4.add(sums, f32x4.convert_i32x4_u(squares));
  }
  const sum =
    f32x4.extract_lane(sums, 0) +
    f32x4.extract_lane(sums, 1) +
    f32x4.extract_lane(sums, 2) +
    f32x4.extract_lane(sums, 3);
  return sum / 160;
}

/** Listens to the frame that is about to be sent. */
export function listenTo(dtx: Dtx, frame: usize): void {
  const power = meanSquare(frame);
  if (power < dtx.floor) dtx.floor += (power - dtx.floor) * SINK;
  else dtx.floor = min(LOUDEST, max(dtx.floor, 1) * RISE);
  const speaks = power > dtx.floor * ABOVE + FAINTEST;
  dtx.hangover = speaks ? HANGOVER : max(0, dtx.hangover - 1);
}

/** True when what is said now is worth being sent. */
export function isSpeech(dtx: Dtx): bool {
  return dtx.hangover > 0;
}

/** The level of the noise in −dBov, 0 to 127 (RFC 3389 §3.1). */
export function noiseLevel(dtx: Dtx): i32 {
  const full: f64 = 32768.0 * 32768.0;
  if (dtx.floor < 1) return QUIETEST;
  const level = 10 * Math.log10(full / <f64>dtx.floor);
  return min(QUIETEST, <i32>Math.round(level));
}

/** True when the level has to be sent; it is taken to be sent by this. */
export function takesLevel(dtx: Dtx): bool {
  const level = noiseLevel(dtx);
  if (dtx.sent != NONE && abs(level - dtx.sent) < OFF) return false;
  dtx.sent = level;
  return true;
}
