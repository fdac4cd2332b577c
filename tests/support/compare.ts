import { correlation } from "./wav_files.ts";

const FRAME = 160;
/** Frames below this RMS are not compared: 8-bit linear PCM has steps of 256. */
const QUIET = 500;
/** Two frames are the same sound from here on. */
const ALIKE = 0.95;
/** How far a jitter buffer moves sound at once, period by period: 80 ms. */
const MOVE = 640;

/** How a received sound differs from the one that was sent. */
export interface Comparison {
  /** Where the first sample of `sent` is found in `received`, at its best. */
  readonly lag: number;
  /** Level of the received against the sent sound, in dB. */
  readonly level: number;
  /** Sounding 20 ms frames, and those of them that are not there as sent. */
  readonly frames: number;
  readonly broken: number;
}

/**
 * Finds a sent sound in a received one and compares it frame by frame, along
 * with what a jitter buffer does: it may leave out a period, or repeat one.
 */
export function compare(sent: Int16Array, received: Int16Array): Comparison {
  const lag = bestLag(sent, received);
  let [frames, broken, energySent, energyReceived] = [0, 0, 0, 0];
  let here = lag;
  for (let at = 0; at + FRAME <= sent.length; at += FRAME) {
    const a = sent.subarray(at, at + FRAME);
    const energy = dot(a, a);
    if (energy < FRAME * QUIET ** 2) continue;
    here = followed(sent, received, at, here);
    const b = received.subarray(at + here, at + here + FRAME);
    frames++;
    energySent += energy;
    energyReceived += dot(b, b);
    if (likeness(a, b) < ALIKE) broken++;
  }
  const level = 10 * Math.log10(energyReceived / energySent);
  return { lag, level, frames, broken };
}

/** The lag at which a frame is found: the one given where that is good. */
function followed(
  sent: Int16Array,
  received: Int16Array,
  at: number,
  lag: number,
): number {
  const frame = sent.subarray(at, at + FRAME);
  const found = (by: number) => {
    const from = Math.max(0, at + by);
    return likeness(frame, received.subarray(from, from + FRAME));
  };
  if (found(lag) >= ALIKE) return lag;
  const best = peak(lag - MOVE, lag + MOVE + 1, found);
  return found(best) >= ALIKE ? best : lag;
}

function likeness(a: Int16Array, b: Int16Array): number {
  return b.length === a.length ? correlation(a, b) : 0;
}

/** Cross-correlation, coarse by the envelope first, then by the sample. */
function bestLag(sent: Int16Array, received: Int16Array): number {
  const [a, b] = [envelope(sent), envelope(received)];
  const coarse = peak(-a.length, b.length, (lag) => overlap(a, b, lag));
  const centre = coarse * 40;
  const probe = loudest(sent);
  return peak(centre - 400, centre + 400, (lag) => {
    const part = received.subarray(
      Math.max(0, probe.at + lag),
      Math.max(0, probe.at + lag + probe.samples.length),
    );
    if (part.length < probe.samples.length) return -Infinity;
    return dot(probe.samples, part) / Math.sqrt(dot(part, part) + 1);
  });
}

function envelope(sound: Int16Array): Float64Array {
  const result = new Float64Array(Math.floor(sound.length / 40));
  for (let i = 0; i < result.length; i++) {
    for (let j = 0; j < 40; j++) result[i] += Math.abs(sound[i * 40 + j]);
  }
  return result;
}

function loudest(sound: Int16Array) {
  const length = Math.min(4000, sound.length);
  const score = (at: number) => {
    const part = sound.subarray(at * 160, at * 160 + length);
    return part.length === length ? dot(part, part) : 0;
  };
  const at = peak(0, Math.floor(sound.length / 160), score) * 160;
  return { at, samples: sound.subarray(at, at + length) };
}

function overlap(a: Float64Array, b: Float64Array, lag: number): number {
  let sum = 0;
  for (let i = Math.max(0, -lag); i < a.length && i + lag < b.length; i++) {
    sum += a[i] * b[i + lag];
  }
  return sum;
}

function peak(from: number, to: number, score: (at: number) => number): number {
  let [best, most] = [from, -Infinity];
  for (let at = from; at < to; at++) {
    const value = score(at);
    if (value > most) [best, most] = [at, value];
  }
  return best;
}

function dot(a: Int16Array, b: Int16Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
