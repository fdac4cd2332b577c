/**
 * The DTMF receiver: which key sounds, told once and as soon as it is certain.
 *
 * Every 5 ms the last 20 ms are looked at through a bell-shaped window made of
 * four blocks. A window is a hit when one low and one high frequency of nearly
 * the right pitch hold nearly all of its energy. Enough hits in a row are a
 * key; enough windows without it are its end.
 */
import {
  BLOCK,
  ENERGY,
  SPECTRUM_BYTES,
  TONES,
  analyse,
  toneHertz,
} from "./spectrum";
import { keyAt } from "./keys";

export const NOTHING: i32 = -1;

export class Detector {
  /** Samples since the reset, those in `pending` not counted. */
  time: u32;
  /** Samples that wait for their block to fill. */
  pending: i32;
  /** The key that the last windows showed, and how many did so in a row. */
  candidate: i32;
  hits: i32;
  /** When the candidate began. */
  began: u32;
  /** Windows to come that still have made-up sound in them. */
  blind: i32;
  /** Windows in a row that did not show the key that is held. */
  misses: i32;
  held: i32;
  /** When the key that was found last began. */
  start: u32;
  /** Sum of the steps from one window to the next, as complex numbers. */
  lowAlong: f32;
  lowAcross: f32;
  highAlong: f32;
  highAcross: f32;
}

const FIELDS: usize = 64;
const BLOCK_BYTES: usize = (<usize>BLOCK) << 1;
const SPECTRA: usize = FIELDS + BLOCK_BYTES;
/** Four blocks are a window. */
const WINDOW: u32 = 4;
/** The window that was looked at last, and the one before. */
const SEEN: usize = SPECTRA + <usize>WINDOW * SPECTRUM_BYTES;
const SEEN_BYTES: usize = 64;
export const DETECTOR_BYTES: usize = SEEN + 2 * SEEN_BYTES;

/** sin² at the middle of each quarter: a Hann window of four steps. */
const OUTER: f32 = 0.146447;
const INNER: f32 = 0.853553;
/** (40 Σw)² / 4 and 40 Σw² / 2: what a tone of peak 1 gives. */
const TONE_POWER: f32 = 1600;
const TONE_ENERGY: f32 = 30;

/** Q.24: −25 dBm0 is heard, −55 dBm0 is not; half-way lies a peak of 229. */
const FAINTEST: f32 = TONE_POWER * 229 * 229;
/** Q.24: the high tone up to 8 dB below the low one; 2 dB for noise. */
const TWIST: f32 = 10;
/** Q.24: and up to 4 dB above it; ETSI ES 201 235-3 has 6 dB; 1 dB for noise. */
const REVERSE_TWIST: f32 = 5;
/**
 * The share of a window's energy that both tones must have. Noise 15 dB below
 * leaves them 0.97, noise 8 dB below 0.86; a lower limit lets vowels pass.
 */
const SHARE: f32 = 0.76;
/** Q.24: 1.5 % off pitch is heard, 3.5 % is not. A key is judged between. */
const OFF_PITCH: f64 = 0.022;
/** And every window of it, where noise weighs more, less strictly. */
const FAR_OFF_PITCH: f64 = 0.029;
/** How far a tone so much off pitch turns in 5 ms: tangents, of each tone. */
const TANGENTS = memory.data(64, 16);
const FAR: usize = 32;
/** Windows in a row that show a key of 40 ms, whatever it began at: 6 or 7. */
const CERTAIN: i32 = 5;
/** A pause of 10 ms hides a key from up to 5 windows, one of 30 ms from 7. */
const GONE: i32 = 6;
/** Made-up sound also spoils the next three windows and the step behind them. */
const SPOILT: i32 = 4;

function tangentOf(tone: i32, off: f64): f32 {
  const hertz = off * <f64>toneHertz(tone);
  return <f32>Math.tan((2 * Math.PI * hertz * <f64>BLOCK) / 8000);
}

export function initDetector(): void {
  for (let tone = 0; tone < TONES; tone++) {
    const at = TANGENTS + ((<usize>tone) << 2);
    store<f32>(at, tangentOf(tone, OFF_PITCH));
    store<f32>(at, tangentOf(tone, FAR_OFF_PITCH), FAR);
  }
}

export function resetDetector(detector: Detector): void {
  memory.fill(changetype<usize>(detector), 0, DETECTOR_BYTES);
  detector.candidate = NOTHING;
  detector.held = NOTHING;
}

function power(spectrum: usize, tone: i32): f32 {
  const along = load<f32>(spectrum + ((<usize>tone) << 3));
  const across = load<f32>(spectrum + ((<usize>tone) << 3) + 4);
  return along * along + across * across;
}

/** Which of the four frequencies from `first` on is strongest. */
function strongest(spectrum: usize, first: i32): i32 {
  let best = first;
  for (let tone = first + 1; tone < first + 4; tone++) {
    if (power(spectrum, tone) > power(spectrum, best)) best = tone;
  }
  return best;
}

function spectrumOf(detector: Detector, block: u32): usize {
  const slot = <usize>(block % WINDOW) * SPECTRUM_BYTES;
  return changetype<usize>(detector) + SPECTRA + slot;
}

/** The window's complex numbers, and those of the one before behind them. */
function seenBy(detector: Detector): usize {
  return changetype<usize>(detector) + SEEN;
}

/** Puts the last four blocks together; gives the energy of the window. */
function look(detector: Detector, block: u32): f32 {
  const seen = seenBy(detector);
  const first = spectrumOf(detector, block + 1);
  const second = spectrumOf(detector, block + 2);
  const third = spectrumOf(detector, block + 3);
  const fourth = spectrumOf(detector, block);
  memory.copy(seen + SEEN_BYTES, seen, SEEN_BYTES);
  for (let at: usize = 0; at < SEEN_BYTES; at += 4) {
    const outer = load<f32>(first + at) + load<f32>(fourth + at);
    const inner = load<f32>(second + at) + load<f32>(third + at);
    store<f32>(seen + at, OUTER * outer + INNER * inner);
  }
  const outer = load<f32>(first + ENERGY) + load<f32>(fourth + ENERGY);
  const inner = load<f32>(second + ENERGY) + load<f32>(third + ENERGY);
  return OUTER * OUTER * outer + INNER * INNER * inner;
}

/** How a tone turned since the window before: the real part of a number. */
function along(seen: usize, tone: i32): f32 {
  const at = seen + ((<usize>tone) << 3);
  const before = at + SEEN_BYTES;
  return (
    load<f32>(at) * load<f32>(before) + load<f32>(at, 4) * load<f32>(before, 4)
  );
}

/** The imaginary part. */
function across(seen: usize, tone: i32): f32 {
  const at = seen + ((<usize>tone) << 3);
  const before = at + SEEN_BYTES;
  return (
    load<f32>(at, 4) * load<f32>(before) - load<f32>(at) * load<f32>(before, 4)
  );
}

/**
 * What a tone has in a window, made up for what the window takes from tones
 * that are not of nominal pitch; 0 when it is far off pitch. The less of a turn
 * (1 − cosine) the more the window takes; the square fits it within 1 %.
 */
function strength(seen: usize, tone: i32): f32 {
  const real = along(seen, tone);
  const imaginary = across(seen, tone);
  const limit = load<f32>(TANGENTS + ((<usize>tone) << 2), FAR);
  if (abs(imaginary) > real * limit) return 0;
  const length = sqrt(real * real + imaginary * imaginary);
  const bend: f32 = 1 - real / (length + 1);
  return power(seen, tone) * (1 + 1.4 * bend + 0.7 * bend * bend);
}

/** The key that a window shows, as 8 bits of low and high tone, or NOTHING. */
function shown(seen: usize, energy: f32): i32 {
  const low = strongest(seen, 0);
  const high = strongest(seen, 4);
  const lowPower = strength(seen, low);
  const highPower = strength(seen, high);
  if (lowPower < FAINTEST || highPower < FAINTEST) return NOTHING;
  if (lowPower > highPower * TWIST) return NOTHING;
  if (highPower > lowPower * REVERSE_TWIST) return NOTHING;
  const both = (lowPower + highPower) * (TONE_ENERGY / TONE_POWER);
  return both < SHARE * energy ? NOTHING : (low << 4) | high;
}

function isOnPitch(tone: i32, along: f32, across: f32): bool {
  return abs(across) <= along * load<f32>(TANGENTS + ((<usize>tone) << 2));
}

function begin(detector: Detector, candidate: i32): void {
  detector.candidate = candidate;
  detector.hits = 1;
  const whole = <u32>BLOCK * (WINDOW - 1);
  detector.began = max(detector.time, whole) - whole;
  detector.lowAlong = 0;
  detector.lowAcross = 0;
  detector.highAlong = 0;
  detector.highAcross = 0;
}

function follow(detector: Detector, low: i32, high: i32): void {
  const seen = seenBy(detector);
  detector.hits++;
  detector.lowAlong += along(seen, low);
  detector.lowAcross += across(seen, low);
  detector.highAlong += along(seen, high);
  detector.highAcross += across(seen, high);
}

/** The key that has become certain with this hit, or NOTHING. */
function hit(detector: Detector, candidate: i32): i32 {
  const low = candidate >> 4;
  const high = candidate & 15;
  if (candidate == detector.candidate) follow(detector, low, high);
  else begin(detector, candidate);
  const key = keyAt(low, high - 4);
  if (key == detector.held) detector.misses = 0;
  else missed(detector);
  if (detector.hits < CERTAIN || key == detector.held) return NOTHING;
  if (!isOnPitch(low, detector.lowAlong, detector.lowAcross)) return NOTHING;
  if (!isOnPitch(high, detector.highAlong, detector.highAcross)) return NOTHING;
  detector.held = key;
  detector.misses = 0;
  detector.start = detector.began;
  return key;
}

function missed(detector: Detector): void {
  if (++detector.misses >= GONE) detector.held = NOTHING;
}

function decide(detector: Detector, energy: f32): i32 {
  const candidate = shown(seenBy(detector), energy);
  if (candidate != NOTHING) return hit(detector, candidate);
  detector.candidate = NOTHING;
  missed(detector);
  return NOTHING;
}

/** Looks at the next 5 ms; the key that has become certain, or NOTHING. */
function hear(detector: Detector, block: usize): i32 {
  const count = detector.time / BLOCK;
  analyse(block, count, spectrumOf(detector, count));
  const energy = look(detector, count);
  detector.time += BLOCK;
  if (detector.blind > 0) {
    detector.blind--;
    return NOTHING;
  }
  return decide(detector, energy);
}

/**
 * Tells that sound in what comes next is made up: it shows neither a key nor
 * the end of one.
 */
export function shutEyes(detector: Detector, samples: i32): void {
  detector.blind = (samples + BLOCK - 1) / BLOCK + SPOILT;
}

/**
 * Hears up to one frame; the key that has become certain in it, or NOTHING.
 * What does not fill a block waits for the next call.
 */
export function detect(detector: Detector, sound: usize, samples: i32): i32 {
  const waiting = changetype<usize>(detector) + FIELDS;
  let found = NOTHING;
  while (samples > 0) {
    const taken = min(samples, BLOCK - detector.pending);
    const place = waiting + ((<usize>detector.pending) << 1);
    memory.copy(place, sound, (<usize>taken) << 1);
    sound += (<usize>taken) << 1;
    samples -= taken;
    detector.pending += taken;
    if (detector.pending < BLOCK) break;
    detector.pending = 0;
    found = max(found, hear(detector, waiting));
  }
  return found;
}
