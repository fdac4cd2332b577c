import type { Core } from "../core/mod.ts";
import type { PromptName } from "./prompts.ts";
import { KEYS, PHRASES } from "./texts.ts";

const KEY = { toneMs: 250, gapMs: 0 };
const NOTE_MS = 120;
/** A major scale: every phrase begins on its own note. */
const SCALE = [523, 587, 659, 698, 784, 880, 988, 1047];

/** What stands in for a prompt where nothing can speak. */
export function tonePrompt(core: Core, name: PromptName): Int16Array {
  if (KEYS.includes(name)) return core.dtmfTones(name, KEY);
  const first = (PHRASES as readonly string[]).indexOf(name);
  return melody(core, [SCALE[first], SCALE[(first + 2) % SCALE.length]]);
}

/** What stands in for a spoken message: two octaves, two seconds. */
export function toneMessage(core: Core): Int16Array {
  return melody(core, [...SCALE, ...SCALE]);
}

function melody(core: Core, notes: readonly number[]): Int16Array {
  const parts = notes.map((note) => core.tone(note, NOTE_MS));
  return Int16Array.from(parts.flatMap((part) => [...part]));
}
