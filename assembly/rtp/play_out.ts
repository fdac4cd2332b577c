/** Twenty milliseconds out of the jitter buffer. */
import { COMFORT_NOISE } from "./arrival";
import { FRAME, silence } from "../sound";
import {
  Jitter,
  LONG,
  NOISE,
  PAUSE,
  SPEECH,
  concealerOf,
  decoderOf,
  delayOf,
  noiseOf,
  storeOf,
  tapeOf,
} from "./jitter";
import { SLOTS, Slot, isKept, payloadOf, slotOf } from "./store";
import { addNoise, beginNoise, describeNoise } from "./noise";
import { audibleLeft, conceal, letEnd, overlap, rest } from "./conceal";
import { decodeFrames } from "./decoder";
import { endOf, makeRoom, noteAltered, playFrame, waiting } from "./tape";
import { fitPause, fitSound } from "./fit";
import { OPUS, frameOf } from "../codec/payload";
import { settle } from "./delay";

/** Sound that begins out of silence comes up over 2.5 ms. */
const BEGINNING: i32 = 20;
/** Made-up sound on its way into what comes again. */
const MADE_UP = memory.data(160, 16);

/** A packet without sound says what the gap behind it is. */
function describeGap(jitter: Jitter, slot: Slot): void {
  const noise = slot.kind == COMFORT_NOISE;
  if (noise) {
    const from = payloadOf(storeOf(jitter), slot);
    if (jitter.gap != NOISE) beginNoise(noiseOf(jitter));
    describeNoise(noiseOf(jitter), from, slot.length);
  }
  jitter.gap = noise ? NOISE : PAUSE;
  letEnd(concealerOf(jitter));
}

/** True when a packet is behind us: played, or too late for good. */
function isPast(jitter: Jitter, slot: Slot): bool {
  return <i32>(slot.timestamp + slot.samples - jitter.decoded) <= 0;
}

function leave(jitter: Jitter, slot: Slot): void {
  if (slot.samples == 0) describeGap(jitter, slot);
  slot.kept = false;
  jitter.cursor = slot.sequence + 1;
}

/** The next packet that is not past, or null. */
export function upcoming(jitter: Jitter): Slot | null {
  const store = storeOf(jitter);
  const from = jitter.cursor;
  const ahead = <i32>(<i16>(jitter.newest - from));
  for (let n = max(0, ahead - SLOTS + 1); n <= ahead; n++) {
    const sequence = <u16>(from + n);
    const slot = slotOf(store, sequence);
    if (!isKept(store, slot, sequence)) continue;
    if (!isPast(jitter, slot)) return slot;
    leave(jitter, slot);
  }
  return null;
}

/** Samples from what is decoded next to where a packet begins. */
export function gapTo(jitter: Jitter, slot: Slot): i32 {
  return <i32>(slot.timestamp - jitter.decoded);
}

/** Writes sound in place of what is not there. */
function makeUp(jitter: Jitter, at: usize, samples: i32): void {
  conceal(concealerOf(jitter), at, samples);
  if (jitter.gap == NOISE) addNoise(noiseOf(jitter), at, samples);
}

function soundIsBack(jitter: Jitter): void {
  rest(concealerOf(jitter));
  jitter.gap = SPEECH;
  jitter.mending = 0;
}

/** Counts what is about to be made up, as long as it is not silence. */
function noteConcealed(jitter: Jitter, samples: i32): void {
  if (jitter.gap != SPEECH) return;
  const audible = min(samples, audibleLeft(concealerOf(jitter)));
  if (!audible) return;
  jitter.concealed += audible;
  const from = waiting(tapeOf(jitter));
  noteAltered(tapeOf(jitter), from, from + audible);
}

function fillGap(jitter: Jitter, samples: i32): void {
  const tape = tapeOf(jitter);
  if (jitter.mending) soundIsBack(jitter);
  makeRoom(tape, samples);
  noteConcealed(jitter, samples);
  makeUp(jitter, endOf(tape), samples);
  tape.end += samples;
  jitter.decoded += samples;
  jitter.madeUp = min(jitter.madeUp + samples, LONG);
}

/** The first sound of all follows nothing: it is as it was sent. */
function beginMending(jitter: Jitter): void {
  jitter.madeUp = 0;
  if (!jitter.heard) return soundIsBack(jitter);
  const speech = jitter.gap == SPEECH;
  jitter.mendSpan = speech ? overlap(concealerOf(jitter)) : BEGINNING;
  jitter.mending = jitter.mendSpan;
}

/** What was told to be a gap and took no time leaves no edge to be mended. */
function endGap(jitter: Jitter): void {
  if (jitter.madeUp) beginMending(jitter);
  else if (jitter.gap != SPEECH) soundIsBack(jitter);
}

/** The first half of a mixture is more made up than not. */
function noteMixed(jitter: Jitter, samples: i32): void {
  const half = jitter.mending - jitter.mendSpan / 2;
  if (jitter.gap != SPEECH || half <= 0) return;
  const from = waiting(tapeOf(jitter)) - samples;
  noteAltered(tapeOf(jitter), from, from + min(samples, half));
}

/** Lets what was made up go over into sound that comes again. */
function mend(jitter: Jitter, at: usize, samples: i32): void {
  const mixed = min(samples, jitter.mending);
  noteMixed(jitter, samples);
  makeUp(jitter, MADE_UP, mixed);
  for (let n = 0; n < mixed; n++, at += 2, jitter.mending--) {
    const real = <i32>load<i16>(at);
    const made = <i32>load<i16>(MADE_UP + ((<usize>n) << 1));
    const more = (made - real) * jitter.mending;
    store<i16>(at, <i16>(real + more / (jitter.mendSpan + 1)));
  }
  if (jitter.mending == 0) soundIsBack(jitter);
}

/** Decodes what a packet has from `skip` on: `samples`, if there are so many. */
function decode(jitter: Jitter, slot: Slot, skip: i32, samples: i32): void {
  const tape = tapeOf(jitter);
  const codec = <i32>slot.kind;
  const frame = frameOf(codec);
  const passed = frame == 1 ? 0 : skip % frame;
  const from = skip - passed;
  const whole = wholeFrames(samples + passed, frame);
  const count = min(whole, <i32>slot.samples - from);
  makeRoom(tape, count);
  const at = endOf(tape);
  const payload = payloadOf(storeOf(jitter), slot);
  decodeFrames(decoderOf(jitter), codec, payload, from, count, at);
  if (passed) dropFirst(at, passed, count);
  accept(jitter, slot, count - passed);
}

function wholeFrames(samples: i32, frame: i32): i32 {
  if (frame == 1) return samples;
  const more = samples + frame - 1;
  return more - (more % frame);
}

function dropFirst(sound: usize, passed: i32, samples: i32): void {
  const rest = (<usize>(samples - passed)) << 1;
  memory.copy(sound, sound + ((<usize>passed) << 1), rest);
}

/** So many samples of a packet stand behind what waits. */
function accept(jitter: Jitter, slot: Slot, samples: i32): void {
  const tape = tapeOf(jitter);
  const at = endOf(tape);
  tape.end += samples;
  jitter.decoded += samples;
  jitter.cursor = slot.sequence;
  if (!jitter.mending) endGap(jitter);
  if (jitter.mending) mend(jitter, at, samples);
  jitter.heard = true;
}

/** Adds to what waits: sound, or what stands for it; at most `samples`. */
function advance(jitter: Jitter, samples: i32): void {
  const slot = upcoming(jitter);
  if (!slot) return fillGap(jitter, samples);
  const gap = gapTo(jitter, slot);
  // What the host has not decoded in time is as if it had not come
  if (gap <= 0 && slot.kind == OPUS) return fillGap(jitter, samples);
  if (gap <= 0) return decode(jitter, slot, -gap, samples);
  if (slot.sequence == jitter.cursor && jitter.gap == SPEECH) {
    jitter.gap = PAUSE;
    letEnd(concealerOf(jitter));
  }
  fillGap(jitter, min(gap, samples));
}

/** Decodes ahead while sound follows sound; true when so much waits then. */
export function lookAhead(jitter: Jitter, samples: i32): bool {
  const tape = tapeOf(jitter);
  while (waiting(tape) < samples) {
    const slot = upcoming(jitter);
    if (!slot || slot.kind == OPUS || gapTo(jitter, slot) > 0) return false;
    decode(jitter, slot, -gapTo(jitter, slot), samples - waiting(tape));
  }
  return true;
}

function play(jitter: Jitter, into: usize): u32 {
  const tape = tapeOf(jitter);
  settle(delayOf(jitter));
  fitPause(jitter);
  while (waiting(tape) < FRAME) advance(jitter, FRAME - waiting(tape));
  fitSound(jitter);
  return playFrame(tape, into);
}

/**
 * Moves out the next 20 ms. Gives in which of their blocks of 10 ms, bit 0 the
 * first, more than 2 ms of sound were made up or moved.
 */
export function take(jitter: Jitter, into: usize): u32 {
  let altered: u32 = 0;
  jitter.starting = false;
  jitter.newestBefore = jitter.newest;
  if (jitter.running) altered = play(jitter, into);
  else silence(into, FRAME);
  jitter.clock += FRAME;
  return altered;
}
