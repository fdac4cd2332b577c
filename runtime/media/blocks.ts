/** 100 ms, so that a player is topped up ten times a second. */
export const BLOCK = 800;

/** A sound cut into blocks once, so that to play it makes nothing new. */
export type Blocks = readonly Int16Array[];

/** Views of the sound's own memory; the last may be shorter. */
export function blocksOf(sound: Int16Array): Blocks {
  return Array.from(
    { length: Math.ceil(sound.length / BLOCK) },
    (_, i) => sound.subarray(BLOCK * i, BLOCK * (i + 1)),
  );
}
