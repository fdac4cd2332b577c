/**
 * Discontinuous transmission: while nobody speaks, one packet says what the
 * silence sounds like (RFC 3389), and then nothing is sent until it changes or
 * somebody speaks again.
 */
import { dbov, powerOf } from "../level";

export class Dtx {
  /** Mean square of the faintest frame, which slowly rises. */
  floor: f32;
  /** Frames for which it goes on being speech. */
  hangover: i32;
  /** Mean square of the noise, over so many frames since somebody spoke. */
  noise: f32;
  frames: i32;
  /** The level that was sent last, −dBov; NONE while speech is sent. */
  sent: i32;
}

export const DTX_BYTES: usize = 32;
export const NONE: i32 = -1;

/** 200 ms: pauses inside of words are not cut out. */
const HANGOVER: i32 = 10;
/** Speech is 6 dB above the noise and above the steps of G.711. */
const ABOVE: f32 = 4;
const FAINTEST: f32 = 64;
/** −42 dBov: what is louder all the time is music or a tone, not noise. */
const LOUDEST: f32 = 32768.0 * 32768.0 * 6.31e-5;
/** The floor rises by 1.4 dB a second. */
const RISE: f32 = 1.0065;
/** The level is the mean of so many frames, 160 ms: known when it is needed. */
const MEAN: i32 = 8;
/** A level is sent anew when it is off by 3 dB: twice or half the power. */
const OFF: i32 = 3;
/** RFC 3389 §3.1: the lowest level that can be said. */
const QUIETEST: i32 = 127;

export function resetDtx(dtx: Dtx): void {
  dtx.floor = LOUDEST;
  dtx.hangover = HANGOVER;
  dtx.frames = 0;
  dtx.sent = NONE;
}

function hearNoise(dtx: Dtx, power: f32): void {
  dtx.hangover = max(0, dtx.hangover - 1);
  // What was left of the voice is no noise
  if (power * ABOVE < dtx.noise) dtx.frames = 0;
  dtx.frames = min(MEAN, dtx.frames + 1);
  dtx.noise += (power - dtx.noise) / <f32>dtx.frames;
}

function hearSpeech(dtx: Dtx): void {
  dtx.hangover = HANGOVER;
  dtx.frames = 0;
  dtx.noise = 0;
}

/** Listens to the frame that is about to be sent. */
export function listenTo(dtx: Dtx, frame: usize): void {
  const power = powerOf(frame);
  dtx.floor = min(power, min(LOUDEST, max(dtx.floor, 1) * RISE));
  if (power > dtx.floor * ABOVE + FAINTEST) hearSpeech(dtx);
  else hearNoise(dtx, power);
}

/** True when what is said now is worth being sent. */
export function isSpeech(dtx: Dtx): bool {
  return dtx.hangover > 0;
}

/** The level of the noise in −dBov, 0 to 127 (RFC 3389 §3.1). */
function noiseLevel(dtx: Dtx): i32 {
  if (dtx.noise < 1) return QUIETEST;
  return min(QUIETEST, <i32>Math.round(-dbov(dtx.noise)));
}

/** True when the level has to be sent; it is taken to be sent by this. */
export function takesLevel(dtx: Dtx): bool {
  const level = noiseLevel(dtx);
  if (dtx.sent != NONE && abs(level - dtx.sent) < OFF) return false;
  dtx.sent = level;
  return true;
}
