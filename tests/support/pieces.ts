import { correlation } from "./wav_files.ts";

/** 100 ms at 8 kHz. */
export const PIECE = 800;
/** What A-law, μ-law and 8 bits leave of a sound, and no other sound is. */
const ALIKE = 0.95;
/** A jitter buffer takes out or puts in a pitch period at a time: 20 ms at most. */
const STRETCH = 160;
/** How far all that may carry a piece away from the one before: 0.25 s. */
const ASTRAY = 2000;

/** The first place from `from` to `to` at which a piece is heard. */
function placeOf(
  piece: Int16Array,
  heard: Int16Array,
  from: number,
  to: number,
): number | null {
  const last = Math.min(to, heard.length - piece.length);
  for (let at = Math.max(0, from); at <= last; at++) {
    const window = heard.subarray(at, at + piece.length);
    if (correlation(piece, window) > ALIKE) return at;
  }
  return null;
}

/**
 * Which pieces of 100 ms of `spoken` are heard whole, one after the other, each
 * where the ones before say that it is. A network of which a busy machine is a
 * part may spoil some of them: a jitter buffer conceals and changes its delay.
 */
export function piecesHeard(
  spoken: Int16Array,
  heard: Int16Array,
): boolean[] {
  let [soonest, latest] = [0, heard.length];
  const count = Math.floor(spoken.length / PIECE);
  return Array.from({ length: count }, (_, index) => {
    const piece = spoken.subarray(index * PIECE, (index + 1) * PIECE);
    const place = placeOf(piece, heard, soonest, latest);
    const next = (place ?? soonest) + PIECE;
    // What is missing may have been shortened, and so may be what comes
    soonest = place === null ? soonest : next - STRETCH;
    latest = place === null ? latest + PIECE : next + ASTRAY;
    return place !== null;
  });
}

/** The share of pieces that are heard, 0 to 1. */
export function shareHeard(spoken: Int16Array, heard: Int16Array): number {
  const pieces = piecesHeard(spoken, heard);
  return pieces.filter((found) => found).length / pieces.length;
}
