/**
 * A ring of sound between the host and a tick: a player is one that the host
 * fills and the tick empties, a recorder is one the other way round.
 */
import { EDGE, edgeAt } from "./tone/generator";
import { FRAME, FRAME_BYTES } from "./sound";
import { copy } from "./copy";

/** What a ring holds at most: 512 ms, and a power of two. */
const RING_SAMPLES: i32 = 4096;
const MASK: i32 = RING_SAMPLES - 1;

export class Ring {
  /** Samples written and read since the ring was cleared; both run over. */
  written: u32;
  read: u32;
  /** Where its samples lie. */
  samples: usize;
}

export const RING_BYTES: usize = 16;
export const RING_SAMPLES_BYTES: usize = (<usize>RING_SAMPLES) << 1;

function at(ring: Ring, position: u32): usize {
  return ring.samples + ((<usize>(position & MASK)) << 1);
}

/** Gives a ring the place for its samples. */
export function placeRing(ring: Ring, samples: usize): void {
  ring.samples = samples;
}

export function filled(ring: Ring): i32 {
  return <i32>(ring.written - ring.read);
}

export function room(ring: Ring): i32 {
  return RING_SAMPLES - filled(ring);
}

export function clear(ring: Ring): void {
  ring.written = 0;
  ring.read = 0;
}

/** Where the sample lies that is read next. */
export function oldest(ring: Ring): usize {
  return at(ring, ring.read);
}

/** Leaves an edge of what was begun, so that it ends without a click. */
export function fadeOut(ring: Ring): void {
  if (ring.read == 0) return clear(ring);
  const left = min(EDGE, filled(ring));
  ring.written = ring.read + left;
  for (let n = 0; n < left; n++) {
    const place = at(ring, ring.read + n);
    const sample = <i32>load<i16>(place);
    store<i16>(place, (sample * edgeAt(left - n)) >> 15);
  }
}

/** Adds samples behind what waits; gives how many there was room for. */
export function write(ring: Ring, from: usize, samples: i32): i32 {
  const taken = min(samples, room(ring));
  const first = min(taken, RING_SAMPLES - <i32>(ring.written & MASK));
  copy(at(ring, ring.written), from, (<usize>first) << 1);
  const rest = (<usize>(taken - first)) << 1;
  copy(at(ring, 0), from + ((<usize>first) << 1), rest);
  ring.written += taken;
  return taken;
}

/** Moves the oldest samples out; gives how many there were. */
export function read(ring: Ring, into: usize, samples: i32): i32 {
  const given = min(samples, filled(ring));
  const first = min(given, RING_SAMPLES - <i32>(ring.read & MASK));
  copy(into, at(ring, ring.read), (<usize>first) << 1);
  const rest = (<usize>(given - first)) << 1;
  copy(into + ((<usize>first) << 1), at(ring, 0), rest);
  ring.read += given;
  return given;
}

/** Reads one frame; what is missing at its end is silence. */
export function readFrame(ring: Ring, into: usize): void {
  const given = (<usize>read(ring, into, FRAME)) << 1;
  if (given < FRAME_BYTES) memory.fill(into + given, 0, FRAME_BYTES - given);
}
