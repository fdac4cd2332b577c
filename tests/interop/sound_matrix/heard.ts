import assert from "node:assert/strict";
import { rms } from "../../../runtime/sound/loudness.ts";
import { loudnessOf } from "../../support/room/tones.ts";
import {
  aliasOf,
  HIGH_PEAK,
  highTones,
  LOW,
  LOW_PEAK,
  SOUND_MS,
} from "./test_sound.ts";

const PER_MS = 8;
/** The steps in which the ends of a sound are looked for. */
const STEP = 5 * PER_MS;
/** What is left out at both ends before a sound is measured. */
const EDGE = 100 * PER_MS;
/** Two tones: the root of the sum of half their squares. */
const RMS = LOW_PEAK;
/** Windows so far from each other, in samples, tell ±2.5 Hz apart. */
const APART = 1600;

/** What is allowed, as the task of the matrix says it. */
const ALLOWED = { decibels: 1, pitch: 0.001, ms: 20, alias: -60 };
/** Of noise that is a codec's own, in a decoder and in G.711 behind it. */
const NOISE = 1.25;

/** The whole sound of a file: silence around it is cut off. */
export function spanIn(heard: Int16Array): Int16Array {
  const loud: number[] = [];
  for (let at = 0; at + STEP <= heard.length; at += STEP) {
    if (rms(heard, at, at + STEP) > RMS / 2) loud.push(at);
  }
  const [first, last] = [loud.at(0) ?? 0, loud.at(-1) ?? -STEP];
  return heard.subarray(first, last + STEP);
}

/** Where a tone near `hertz` really is, by how its phase goes on. */
export function pitchOf(sound: Int16Array, hertz: number): number {
  const length = sound.length - APART;
  const before = phaseOf(hertz, sound.subarray(0, length));
  const after = phaseOf(hertz, sound.subarray(APART, APART + length));
  const expected = hertz * APART / 8000;
  const turns = after - before - expected;
  return hertz + (turns - Math.round(turns)) * 8000 / APART;
}

/** In turns; where the window begins. */
function phaseOf(hertz: number, sound: Int16Array): number {
  let [re, im] = [0, 0];
  for (let n = 0; n < sound.length; n++) {
    const sample = sound[n] * Math.sin(Math.PI * (n + 0.5) / sound.length) ** 2;
    const angle = 2 * Math.PI * hertz * n / 8000;
    re += sample * Math.cos(angle);
    im -= sample * Math.sin(angle);
  }
  return Math.atan2(im, re) / (2 * Math.PI);
}

/** What a program that others trust makes of the same file, at 8 kHz. */
export interface Oracle {
  readonly sound: Int16Array;
  /** Whether its codec keeps the level of a tone, so that it is known. */
  readonly keepsLevel: boolean;
}

/**
 * Fails where the sound of a file of a rate differs from what was said: in the
 * level, the pitch or the length, or by tones that were folded down.
 */
export function checkHeard(
  heard: Int16Array,
  rate: number,
  oracle: Oracle,
): void {
  const whole = spanIn(heard);
  const ms = whole.length / PER_MS;
  const wrong = Math.abs(ms - SOUND_MS) > ALLOWED.ms;
  assert.ok(!wrong, `${ms} ms are heard, not ${SOUND_MS}`);
  const sound = whole.subarray(EDGE, -EDGE);
  const other = spanIn(oracle.sound).subarray(EDGE, -EDGE);
  for (const hertz of LOW) {
    const wanted = oracle.keepsLevel ? LOW_PEAK : loudnessOf(hertz, other);
    checkTone(sound, hertz, wanted);
  }
  for (const hertz of highTones(rate).map(aliasOf)) {
    const own = NOISE * loudnessOf(hertz, other);
    checkAlias(loudnessOf(hertz, sound), hertz, own);
  }
}

function checkTone(sound: Int16Array, hertz: number, wanted: number): void {
  const pitch = pitchOf(sound, hertz);
  const off = Math.abs(pitch / hertz - 1);
  assert.ok(off <= ALLOWED.pitch, `${hertz} Hz are ${pitch.toFixed(2)}`);
  const level = decibels(loudnessOf(pitch, sound) / wanted);
  const said = `${hertz} Hz are ${level.toFixed(2)} dB from what was said`;
  assert.ok(Math.abs(level) <= ALLOWED.decibels, said);
}

function checkAlias(loudness: number, hertz: number, own: number): void {
  const most = HIGH_PEAK * 10 ** (ALLOWED.alias / 20) + own;
  const level = decibels(loudness / HIGH_PEAK).toFixed(1);
  assert.ok(loudness <= most, `an alias at ${hertz} Hz of ${level} dB`);
}

function decibels(ratio: number): number {
  return 20 * Math.log10(ratio);
}
