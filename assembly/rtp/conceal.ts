/**
 * Sound in place of sound that did not come, in the way of ITU-T G.711
 * Appendix I: the last period of what was heard is repeated, after 10 ms the
 * last two, after 20 ms the last three, while it gets fainter.
 *
 * It differs in one thing: the Appendix delays all sound by 3.75 ms to be able
 * to bend the end of what was heard towards what is repeated. Here the
 * difference at the seam is taken back behind it instead, over the same
 * quarter of a period, and nothing is delayed.
 */
import { HISTORY } from "./tape";
import { LONGEST, SHORTEST, periodBefore } from "./pitch";
import { saturate } from "../sound";

export class Concealer {
  /** Samples made up in a row, at most SILENT; 0 while sound comes. */
  lost: i32;
  /** The period, and the stretch of one to three of them that is repeated. */
  period: i32;
  stretch: i32;
  /** Where in it the next sample stands. */
  place: i32;
  /** Samples of the old stretch that still sound, and where in it they are. */
  leaving: i32;
  oldPlace: i32;
  /** What the seam would jump by. */
  jump: i32;
  /** Samples left of an end that was asked for; NEVER while none was. */
  ending: i32;
  /** Where a copy of what was heard last lies. */
  history: usize;
}

export const CONCEALER_BYTES: usize = 48;
export const HISTORY_BYTES: usize = (<usize>HISTORY) << 1;

/** G.711 Appendix I: full level for 10 ms, then 20 % less every 10 ms. */
const FULL: i32 = 80;
const SILENT: i32 = 480;
/** One period more is repeated every 10 ms, three at the most. */
const MORE: i32 = 80;
const MOST_PERIODS: i32 = 3;
/** An end that the sender means is reached in 10 ms. */
const END: i32 = 80;
const NEVER: i32 = END + 1;

/** There is nothing to go on from; a copy of it goes to `history`. */
export function resetConcealer(concealer: Concealer, history: usize): void {
  concealer.history = history;
  concealer.lost = SILENT;
  concealer.ending = NEVER;
  concealer.period = SHORTEST;
}

/** Sound comes again. */
export function rest(concealer: Concealer): void {
  concealer.lost = 0;
  concealer.ending = NEVER;
}

/** What is made up ends soon: the sender means a pause. */
export function letEnd(concealer: Concealer): void {
  concealer.ending = min(concealer.ending, END);
}

/** True once what is missing has faded out: that is silence, not made up. */
export function isSilent(concealer: Concealer): bool {
  return concealer.lost >= SILENT;
}

/** How many samples more are made up before there is silence. */
export function audibleLeft(concealer: Concealer): i32 {
  return SILENT - concealer.lost;
}

/**
 * How many samples of what comes again are mixed with what is made up: a
 * quarter of a period, and after the first 10 ms 4 ms more for every 10 ms, at
 * most 10 ms (G.711 Appendix I).
 */
export function overlap(concealer: Concealer): i32 {
  const quarter = concealer.period >> 2;
  return min(80, quarter + 32 * ((concealer.lost - 1) / 80));
}

/** A sample of what was heard, `back` samples before the loss. */
function heard(concealer: Concealer, back: i32): i32 {
  const end = concealer.history + HISTORY_BYTES;
  return <i32>load<i16>(end - ((<usize>back) << 1));
}

/**
 * A sample of the stretch that is repeated. Its last quarter of a period goes
 * over into what stands before its first sample.
 */
function repeated(concealer: Concealer, stretch: i32, place: i32): i32 {
  const quarter = concealer.period >> 2;
  const left = stretch - place;
  const sample = heard(concealer, left);
  if (left > quarter) return sample;
  const before = heard(concealer, stretch + left);
  return sample + ((before - sample) * (quarter + 1 - left)) / (quarter + 1);
}

function begin(concealer: Concealer, end: usize): void {
  memory.copy(concealer.history, end - HISTORY_BYTES, HISTORY_BYTES);
  const period = periodBefore(end, LONGEST);
  concealer.period = period;
  concealer.stretch = period;
  concealer.place = 0;
  concealer.leaving = 0;
  concealer.jump = heard(concealer, 1) - heard(concealer, period + 1);
}

/** From now on one period more is repeated, in phase with what was. */
function widen(concealer: Concealer): void {
  const period = concealer.period;
  if (concealer.stretch >= MOST_PERIODS * period) return;
  concealer.leaving = period >> 2;
  concealer.oldPlace = concealer.place;
  concealer.place %= period;
  concealer.stretch += period;
}

function following(place: i32, stretch: i32): i32 {
  return place + 1 == stretch ? 0 : place + 1;
}

/** The next sample at full level. */
function next(concealer: Concealer): i32 {
  const stretch = concealer.stretch;
  const period = concealer.period;
  const leaving = concealer.leaving;
  const sample = repeated(concealer, stretch, concealer.place);
  concealer.place = following(concealer.place, stretch);
  if (!leaving) return sample;
  const narrow = stretch - period;
  const old = repeated(concealer, narrow, concealer.oldPlace);
  concealer.oldPlace = following(concealer.oldPlace, narrow);
  concealer.leaving--;
  return sample + ((old - sample) * leaving) / ((period >> 2) + 1);
}

/** What is left to take back of the jump at the seam. */
function settling(concealer: Concealer): i32 {
  const quarter = concealer.period >> 2;
  const left = quarter - concealer.lost;
  return left > 0 ? (concealer.jump * left) / (quarter + 1) : 0;
}

function faded(concealer: Concealer, sample: i32): i32 {
  const lost = concealer.lost;
  if (lost >= FULL) sample = (sample * (SILENT - lost)) / (SILENT - FULL);
  if (concealer.ending == NEVER) return sample;
  concealer.ending--;
  if (concealer.ending == 0) concealer.lost = SILENT - 1;
  return (sample * concealer.ending) / END;
}

/** Writes `samples` made-up ones to `end`, behind what was heard last. */
export function conceal(concealer: Concealer, end: usize, samples: i32): void {
  if (concealer.lost == 0) begin(concealer, end);
  for (; samples > 0; samples--, end += 2) {
    if (isSilent(concealer)) break;
    const lost = concealer.lost;
    if (lost == MORE || lost == 2 * MORE) widen(concealer);
    const sample = next(concealer) + settling(concealer);
    store<i16>(end, saturate(faded(concealer, sample)));
    concealer.lost++;
  }
  memory.fill(end, 0, (<usize>samples) << 1);
}
