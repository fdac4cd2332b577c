/**
 * Moves the delay towards its target: freely where nothing sounds, and by one
 * period of the voice at a time where something does.
 */
import { FRAME } from "../sound";
import { Jitter, SPEECH, concealerOf, delayOf, tapeOf, waited } from "./jitter";
import { LONGEST, SHORTEST, likeness, periodBefore } from "./pitch";
import { gapTo, lookAhead, upcoming } from "./play_out";
import { headOf, lengthen, noteAltered, shorten, waiting } from "./tape";
import { isSilent } from "./conceal";
import { BIN, isTooLong } from "./delay";

/**
 * How far off the delay may be while somebody speaks: a bin of the histogram
 * below, for the target is the end of one; above it two of the shortest periods,
 * so that most voices have one that leads back and not beyond.
 */
const BELOW: i32 = -BIN;
const ABOVE: i32 = 2 * SHORTEST;
/** One period in 100 ms at the most: sound is never 15 % faster or slower. */
const PACE: i32 = 5;
/** After two seconds without a good place any is taken. */
const PATIENCE: i32 = 100;
/** Two periods are one voiced sound when half their power is common. */
const ALIKE: f64 = 0.71;
/** Below this, about −45 dBm0, nobody hears what is done. */
const QUIET: i32 = 128;

function excess(jitter: Jitter): i32 {
  return <i32>(waited(jitter) - delayOf(jitter).target);
}

/** Where nothing sounds and nothing waits, the delay is what it should be. */
export function fitPause(jitter: Jitter): void {
  if (waiting(tapeOf(jitter)) || !isSilent(concealerOf(jitter))) return;
  let move = excess(jitter);
  const slot = upcoming(jitter);
  if (slot) move = min(move, max(0, gapTo(jitter, slot)));
  jitter.decoded += move;
}

function isQuiet(from: usize, samples: i32): bool {
  const end = from + ((<usize>samples) << 1);
  for (; from < end; from += 2) {
    if (abs(<i32>load<i16>(from)) > QUIET) return false;
  }
  return true;
}

/** Longer than the buffer may ever wait: no time to look for a good place. */
function isInHurry(jitter: Jitter): bool {
  return isTooLong(delayOf(jitter), waited(jitter));
}

function goTogether(jitter: Jitter, one: usize, other: usize, n: i32): bool {
  if (jitter.patience >= PATIENCE || isInHurry(jitter)) return true;
  if (likeness(one, other, n) >= ALIKE) return true;
  return isQuiet(one, n) && isQuiet(other, n);
}

function wasChanged(jitter: Jitter, samples: i32): void {
  jitter.patience = 0;
  noteAltered(tapeOf(jitter), 0, samples);
}

function takeOut(jitter: Jitter, most: i32): void {
  if (!lookAhead(jitter, FRAME + LONGEST)) return;
  const head = headOf(tapeOf(jitter));
  const period = periodBefore(head + ((<usize>(2 * LONGEST)) << 1), most);
  const second = head + ((<usize>period) << 1);
  if (!goTogether(jitter, head, second, period)) return;
  shorten(tapeOf(jitter), period);
  jitter.discarded += period;
  wasChanged(jitter, period);
}

function putIn(jitter: Jitter, most: i32): void {
  const head = headOf(tapeOf(jitter));
  const period = periodBefore(head + ((<usize>FRAME) << 1), most);
  const before = head - ((<usize>period) << 1);
  if (!goTogether(jitter, head, before, period)) return;
  lengthen(tapeOf(jitter), period);
  jitter.inserted += period;
  wasChanged(jitter, period);
}

/** Where it is quiet nobody hears that the delay gets as short as it can. */
function isTooMuch(jitter: Jitter, over: i32): bool {
  if (over >= ABOVE) return true;
  if (over < BELOW + SHORTEST) return false;
  return isQuiet(headOf(tapeOf(jitter)), FRAME);
}

/** A frame waits: it may get a period shorter or longer. */
export function fitSound(jitter: Jitter): void {
  if (jitter.gap != SPEECH || jitter.madeUp || tapeOf(jitter).altered) return;
  const over = excess(jitter);
  const tooMuch = isTooMuch(jitter, over);
  if (over >= BELOW && !tooMuch) {
    jitter.patience = 0;
    return;
  }
  if (++jitter.patience < PACE && !isInHurry(jitter)) return;
  if (tooMuch) takeOut(jitter, min(LONGEST, over - BELOW));
  else putIn(jitter, min(LONGEST, ABOVE - over));
}
