import { rms } from "../../sound/loudness.ts";
import { findSound } from "./find_sound.ts";

/** A sound that should have been heard, and what to call it. */
export interface Expected {
  readonly name: string;
  readonly sound: Int16Array;
}

/** What was found of one expected sound; `at` is null where it was not. */
export interface Found {
  readonly name: string;
  readonly at: number | null;
}

/** Looks for sounds in the order in which they should have been heard. */
export function findInOrder(
  expected: readonly Expected[],
  heard: Int16Array,
): Found[] {
  let from = 0;
  return expected.map(({ name, sound }) => {
    const at = findSound(sound, heard, from);
    if (at !== null) from = at + Math.floor(sound.length / 2);
    return { name, at };
  });
}

/** −40 dBm0: less is silence. */
const SILENCE = 160;

/** Whether anything can be heard in a recording. */
export function isSilent(recording: Int16Array): boolean {
  return rms(recording) < SILENCE;
}
