/**
 * How long sound should wait. The transit of a packet is the time at which it
 * came less its timestamp, in samples; sound that waits until transit `target`
 * is heard whole of all packets whose transit is not above it.
 *
 * The transits of about the last 512 packets are kept as a histogram that
 * forgets. The target is where what waiting costs and what lateness costs is
 * least together, both as the E-model of ITU-T G.107 counts them.
 */

import { FRAME } from "../sound";

export class Delay {
  /** The transit at the lower edge of the first bin. */
  base: u32;
  target: u32;
  /** The least transit that is remembered, and the one it began with. */
  least: u32;
  first: u32;
  /** The first and the last bin that may hold something. */
  low: i32;
  high: i32;
  /** Packets noted since the delay was reset, and since it was weighed. */
  noted: i32;
  fresh: i32;
  /** What all bins hold together. */
  total: i32;
  /** Where the bins lie. */
  bins: usize;
}

export const DELAY_BYTES: usize = 48;
const BINS: i32 = 128;
export const BINS_BYTES: usize = (<usize>BINS) << 1;

/** 4 ms a bin; all of them are more than the most and as much again. */
export const BIN: i32 = 32;
/** What a packet counts at first; 512 packets fill 15 bits. */
const ONE: i32 = 64;
/** After so many packets a sixteenth is forgotten: 512 are remembered. */
const FORGET: i32 = 32;
const FORGET_SHIFT: i32 = 4;
const ROUND_UP: i16 = 15;

/**
 * Where the clocks of both ends cross, packets begin to come a tick later. So
 * much is always kept for that, and a bin each for what is not known better
 * than that: the least transit, and how long sound waits now.
 */
const LEAST: i32 = FRAME + 2 * BIN;
/** Nothing waits longer than 200 ms, and 40 ms until the buffer has learnt. */
const MOST: i32 = 1600;
const START: i32 = 320;
/** About a second of packets show what may be spared. */
const LEARNT: i32 = 64;
/**
 * One packet in 16: a transit that has become as rare as that since the clocks
 * crossed, 28 s ago, does not count any more when they do so again.
 */
const FEW: i32 = 16;
/** The delay is weighed when so many packets have come. */
const WEIGH: i32 = 8;
/**
 * Samples of delay that are worth as much as losing all packets: 1 % of loss
 * costs 95 / 25.1 points (G.107 §3.5; Bpl of G.711 with Appendix I in G.113),
 * 1 ms costs 0.024 (the slope of Id below 177 ms).
 */
const WORTH: i64 = <i64>((95.0 / 25.1 / 0.024) * 100 * 8);

function bin(delay: Delay, index: i32): usize {
  return delay.bins + ((<usize>index) << 1);
}

function heldIn(delay: Delay, index: i32): i32 {
  return <i32>load<u16>(bin(delay, index));
}

/** Gives a delay the place for its bins. */
export function placeDelay(delay: Delay, bins: usize): void {
  delay.bins = bins;
}

/** Forgets all; the first packet has this transit. */
export function resetDelay(delay: Delay, transit: u32): void {
  memory.fill(bin(delay, 0), 0, BINS_BYTES);
  delay.low = BINS >> 2;
  delay.high = BINS >> 2;
  delay.base = transit - delay.low * BIN;
  delay.noted = 0;
  delay.fresh = 0;
  delay.total = 0;
  delay.least = transit;
  startFrom(delay, transit);
}

/** Until more is known, sound waits 40 ms behind this transit. */
export function startFrom(delay: Delay, transit: u32): void {
  delay.first = transit;
  delay.target = transit + START;
}

/** Makes room for lower transits; what is too high for the rest is forgotten. */
function lower(delay: Delay, by: i32): void {
  const kept = max(0, BINS - by);
  memory.copy(bin(delay, BINS - kept), bin(delay, 0), (<usize>kept) << 1);
  memory.fill(bin(delay, 0), 0, (<usize>(BINS - kept)) << 1);
  delay.base -= <u32>(by * BIN);
  delay.low = 0;
  delay.high = min(BINS - 1, delay.high + by);
}

/** The lower bins are empty: makes room for higher transits. */
function raise(delay: Delay, by: i32): void {
  const kept = (<usize>(BINS - by)) << 1;
  memory.copy(bin(delay, 0), bin(delay, by), kept);
  memory.fill(bin(delay, BINS - by), 0, (<usize>by) << 1);
  delay.base += <u32>(by * BIN);
  delay.low -= by;
  delay.high = max(0, delay.high - by);
}

/** Notes the transit of a packet; those far above all others count as equal. */
export function noteTransit(delay: Delay, transit: u32): void {
  let index = (<i32>(transit - delay.base)) >> 5;
  if (index < 0) {
    lower(delay, -index);
    index = 0;
  }
  index = min(index, BINS - 1);
  store<u16>(bin(delay, index), <u16>(heldIn(delay, index) + ONE));
  delay.low = min(delay.low, index);
  delay.high = max(delay.high, index);
  delay.total += ONE;
  delay.fresh++;
}

function forget(delay: Delay): void {
  const end = bin(delay, BINS);
  const round = i16x8.splat(ROUND_UP);
  for (let at = bin(delay, 0); at < end; at += 16) {
    const held = v128.load(at);
    const less = i16x8.shr_u(i16x8.add(held, round), FORGET_SHIFT);
    v128.store(at, i16x8.sub(held, less));
  }
  delay.total = 0;
  for (let index = delay.low; index <= delay.high; index++) {
    delay.total += heldIn(delay, index);
  }
}

function skipEmpty(delay: Delay): void {
  while (delay.low < delay.high && !heldIn(delay, delay.low)) delay.low++;
  while (delay.low < delay.high && !heldIn(delay, delay.high)) delay.high--;
  if (delay.low > BINS >> 1) raise(delay, delay.low - (BINS >> 2));
}

/**
 * The bin behind which waiting and lateness cost least. What nobody could wait
 * for is no reason to wait.
 */
function cheapest(delay: Delay): i32 {
  let best = delay.low;
  let least = i64.MAX_VALUE;
  let late: i64 = 0;
  const highest = min(delay.high, delay.low + MOST / BIN - 1);
  for (let index = highest; index >= delay.low; index--) {
    const cost = <i64>(index * BIN) * <i64>delay.total + late * WORTH;
    if (cost < least) {
      least = cost;
      best = index;
    }
    late += <i64>heldIn(delay, index);
  }
  return best;
}

/** The first bin that is not of a few packets from before the clocks crossed. */
function usualLow(delay: Delay): i32 {
  let index = delay.low;
  let below = heldIn(delay, index);
  while (index < delay.high && below * FEW < delay.total) {
    below += heldIn(delay, ++index);
  }
  return index;
}

/** Until it has learnt, the delay does not get shorter than it began. */
function floorOf(delay: Delay): i32 {
  if (delay.noted < LEARNT) return START + <i32>(delay.first - delay.least);
  return LEAST + (usualLow(delay) - delay.low) * BIN;
}

function weigh(delay: Delay): void {
  skipEmpty(delay);
  delay.least = delay.base + <u32>(delay.low * BIN);
  const edge = (cheapest(delay) + 1 - delay.low) * BIN;
  delay.target = delay.least + <u32>min(MOST, max(floorOf(delay), edge));
}

/** To be called once a tick: the target follows what came since. */
export function settle(delay: Delay): void {
  if (delay.fresh < WEIGH) return;
  const before = delay.noted / FORGET;
  delay.noted = min(delay.noted + delay.fresh, i32.MAX_VALUE >> 1);
  delay.fresh = 0;
  if (delay.noted / FORGET != before) forget(delay);
  weigh(delay);
}

/** True when sound with this transit would make all other sound wait too long. */
export function isTooLong(delay: Delay, transit: u32): bool {
  return <i32>(transit - delay.least) > MOST;
}
