/** The stretch of a sound that is looked for: its loudest 160 ms. */
const STRETCH = 1280;
const STEP = 160;
/** How alike two stretches are when they are the same sound: A-law twice. */
const ALIKE = 0.9;
/** A coarse look compares every fourth sample only, and asks for less. */
const COARSE = 4;
const COARSELY_ALIKE = 0.6;

/**
 * Where a sound begins in what was heard, from sample `from` on, however loud
 * it is there; null where it does not occur.
 */
export function findSound(
  sound: Int16Array,
  heard: Int16Array,
  from = 0,
): number | null {
  const offset = loudest(sound);
  const stretch = sound.subarray(offset, offset + STRETCH);
  const last = heard.length - stretch.length;
  for (let at = Math.max(0, from); at <= last; at++) {
    if (likeness(stretch, heard, at, COARSE) < COARSELY_ALIKE) continue;
    if (likeness(stretch, heard, at, 1) < ALIKE) continue;
    return summit(stretch, heard, at) - offset;
  }
  return null;
}

/** From a place that is like enough up to the one that is most alike. */
function summit(stretch: Int16Array, heard: Int16Array, from: number): number {
  let [at, best] = [from, 0];
  for (;; at++) {
    const alike = likeness(stretch, heard, at, 1);
    if (alike <= best) return at - 1;
    best = alike;
  }
}

function loudest(sound: Int16Array): number {
  let [best, most] = [0, -1];
  for (let at = 0; at + STRETCH <= sound.length; at += STEP) {
    let energy = 0;
    for (let i = at; i < at + STRETCH; i++) energy += sound[i] ** 2;
    if (energy > most) [best, most] = [at, energy];
  }
  return best;
}

/** The normalized correlation: 1 for the same sound, about 0 for another. */
function likeness(
  stretch: Int16Array,
  heard: Int16Array,
  at: number,
  step: number,
): number {
  let [product, ours, theirs] = [0, 0, 0];
  for (let i = 0; i < stretch.length; i += step) {
    const [a, b] = [stretch[i], heard[at + i]];
    product += a * b;
    ours += a * a;
    theirs += b * b;
  }
  return ours * theirs === 0 ? 0 : product / Math.sqrt(ours * theirs);
}
