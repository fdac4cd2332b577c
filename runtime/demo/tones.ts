import type { Core } from "../core/mod.ts";
import { type Phrase, PHRASES } from "./texts.ts";

const KEY = { toneMs: 250, gapMs: 0 };
const NOTE_MS = 120;
/** A major scale: every phrase begins on its own note. */
const SCALE = [523, 587, 659, 698, 784, 880, 988, 1047];

/** What stands in for the reading of a key: the key itself. */
export function keyTone(core: Core, key: string): Int16Array {
  return core.dtmfTones(key, KEY);
}

/** What stands in for a phrase: two notes of its own. */
export function phraseTone(core: Core, phrase: Phrase): Int16Array {
  const first = PHRASES.indexOf(phrase);
  return melody(core, [SCALE[first], SCALE[(first + 2) % SCALE.length]]);
}

/** What stands in for a spoken message: the scale, twice, in two seconds. */
export function toneMessage(core: Core): Int16Array {
  return melody(core, [...SCALE, ...SCALE]);
}

function melody(core: Core, notes: readonly number[]): Int16Array {
  const parts = notes.map((note) => core.tone(note, NOTE_MS));
  return Int16Array.from(parts.flatMap((part) => [...part]));
}
