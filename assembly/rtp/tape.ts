/**
 * Decoded sound on a tape: what was played last stands before the head, what
 * waits to be played behind it.
 */
import { FRAME, FRAME_BYTES } from "../sound";
import { BLOCK } from "../tone/screen";
import { STEP } from "../tone/phasors";

/** The detector hears whole blocks of 10 ms, or leaves them out. */
const FRAME_BLOCKS: i32 = FRAME / BLOCK;
/** It hears one of which no more than one of its steps, 2 ms, is altered. */
const SPARED: i32 = STEP;

export class Tape {
  /** Where the next sample to be played lies, and where the last one ends. */
  head: i32;
  end: i32;
  /** Bit n: of the nth 10 ms behind the head sound was made up, or moved. */
  altered: u32;
  /** Where its samples lie. */
  samples: usize;
}

/** G.711 Appendix I looks at 48.75 ms, 390 samples; this is whole vectors. */
export const HISTORY: i32 = 400;
/** As much again and again: the history is moved back every sixth tick. */
const LENGTH: i32 = 1536;
export const TAPE_BYTES: usize = 16;
export const TAPE_SAMPLES_BYTES: usize = (<usize>LENGTH) << 1;

function at(tape: Tape, sample: i32): usize {
  return tape.samples + ((<usize>sample) << 1);
}

/** Where the sound stands that is played next. */
export function headOf(tape: Tape): usize {
  return at(tape, tape.head);
}

/** Where the sound ends that waits. */
export function endOf(tape: Tape): usize {
  return at(tape, tape.end);
}

/** An empty tape, whose samples lie there. */
export function resetTape(tape: Tape, samples: usize): void {
  tape.samples = samples;
  tape.head = HISTORY;
  tape.end = HISTORY;
  tape.altered = 0;
}

export function waiting(tape: Tape): i32 {
  return tape.end - tape.head;
}

/** Makes room for `samples` more behind the end; they go to `endOf`. */
export function makeRoom(tape: Tape, samples: i32): void {
  if (tape.end + samples <= LENGTH) return;
  const past = tape.head - HISTORY;
  const kept = (<usize>(tape.end - past)) << 1;
  memory.copy(at(tape, 0), at(tape, past), kept);
  tape.head = HISTORY;
  tape.end -= past;
}

/** What waits is not going to be played. */
export function dropWaiting(tape: Tape): void {
  tape.end = tape.head;
  tape.altered = 0;
}

/** What stands from `from` to before `to` behind the head is not as was sent. */
export function noteAltered(tape: Tape, from: i32, to: i32): void {
  let block = (from + SPARED) / BLOCK;
  for (; block * BLOCK < to - SPARED; block++) tape.altered |= 1 << block;
}

/** Plays one frame, which has to be there; gives which blocks were altered. */
export function playFrame(tape: Tape, into: usize): u32 {
  const from = headOf(tape);
  for (let byte: usize = 0; byte < FRAME_BYTES; byte += 16) {
    v128.store(into + byte, v128.load(from + byte));
  }
  tape.head += FRAME;
  const altered = tape.altered & ((1 << FRAME_BLOCKS) - 1);
  tape.altered >>= FRAME_BLOCKS;
  return altered;
}

/**
 * Takes `samples` out of what waits: the first of it goes over into what
 * follows them, so that the sound is that much shorter.
 */
export function shorten(tape: Tape, samples: i32): void {
  const head = headOf(tape);
  const span = (<usize>samples) << 1;
  crossFade(head, head + span, samples);
  const rest = (<usize>(waiting(tape) - 2 * samples)) << 1;
  memory.copy(head + span, head + 2 * span, rest);
  tape.end -= samples;
}

/**
 * Puts `samples` more before what waits: its beginning goes over into what was
 * played last, behind which it begins anew.
 */
export function lengthen(tape: Tape, samples: i32): void {
  makeRoom(tape, samples);
  const head = headOf(tape);
  const span = (<usize>samples) << 1;
  memory.copy(head + span, head, (<usize>waiting(tape)) << 1);
  crossFade(head, head - span, samples);
  tape.end += samples;
}

/** Lets the sound at `one` go over, in even steps, into that at `other`. */
function crossFade(one: usize, other: usize, samples: i32): void {
  for (let n = 1; n <= samples; n++, one += 2, other += 2) {
    const from = <i32>load<i16>(one);
    const step = (<i32>load<i16>(other) - from) * n;
    store<i16>(one, <i16>(from + step / (samples + 1)));
  }
}
