import { KEYS, PHRASES } from "./texts.ts";
import type { PromptName } from "./prompts.ts";

const RATE = 8000;
/** Each of two tones: together about −10 dBm0. */
const AMPLITUDE = 5000;
const LOW = [697, 770, 852, 941];
const HIGH = [1209, 1336, 1477, 1633];
/** The keypad, row by row, as the two frequency groups span it (ITU-T Q.23). */
const KEYPAD = "123A456B789C*0#D";
const KEY_MS = 250;
const NOTE_MS = 120;
/** A major scale: every phrase begins on its own note. */
const SCALE = [523, 587, 659, 698, 784, 880, 988, 1047];

/** What stands in for a prompt where nothing can speak. */
export function tonePrompt(name: PromptName): Int16Array {
  if (KEYS.includes(name)) return keyTone(name);
  const first = (PHRASES as readonly string[]).indexOf(name);
  return melody(SCALE[first], SCALE[(first + 2) % SCALE.length]);
}

/** Notes one after the other. */
export function melody(...notes: number[]): Int16Array {
  const parts = notes.map((note) => tone([note], NOTE_MS));
  return Int16Array.from(parts.flatMap((part) => [...part]));
}

function keyTone(key: string): Int16Array {
  const at = KEYPAD.indexOf(key);
  return tone([LOW[at >> 2], HIGH[at & 3]], KEY_MS);
}

function tone(frequencies: readonly number[], ms: number): Int16Array {
  return Int16Array.from({ length: ms * RATE / 1000 }, (_, n) => {
    const waves = frequencies.map((f) => Math.sin(2 * Math.PI * f * n / RATE));
    return Math.round(AMPLITUDE * waves.reduce((sum, wave) => sum + wave));
  });
}
