import { dial, type Under } from "../dial.ts";
import { between } from "../draw.ts";
import type { Row } from "../row.ts";
import { powerOf } from "../sound.ts";
import type { Speech } from "../talk/speech.ts";

/** Mean power, pauses counted. */
function meanPower(sound: Int16Array): number {
  return sound.reduce((sum, x) => sum + x * x, 0) / sound.length;
}

/** Of each tone's power the prompt has so many decibels less. */
function under(below: number, prompts: readonly Speech[]): Under {
  return (sound, level, chance) => {
    const prompt = prompts[chance.integer(prompts.length)].sound;
    const room = prompt.length - sound.length;
    const from = chance.integer(Math.max(1, room));
    const part = prompt.subarray(from, from + sound.length);
    const power = powerOf(level - below);
    const gain = Math.sqrt(power / meanPower(prompt));
    part.forEach((sample, n) => sound[n] += gain * sample);
  };
}

/** How far below each tone a prompt is, dB, and how many keys must be heard, %. */
export const PROMPTS_BELOW = [[9, 99.7], [6, 97]] as const;

export function nameOf(below: number): string {
  return `over a spoken prompt ${below} dB below each tone, 100/100 ms`;
}

/** Keys that are dialled while a prompt plays, of which an echo comes back. */
export function spokenOver(
  below: number,
  atLeast: number,
  prompts: readonly Speech[],
): Row {
  const how = { on: 100, off: 100, twist: 0, under: under(below, prompts) };
  return {
    name: nameOf(below),
    clause: "echo of the prompt",
    want: "keys",
    atLeast,
    cases: 64,
    make: (chance) => dial({ ...how, level: between(-16, -4)(chance) }, chance),
  };
}
