import { oneOf } from "../draw.ts";
import type { Row, Tape } from "../row.ts";
import { chanceFor } from "../seed.ts";
import { FRAME, MS, RATE } from "../sound.ts";
import { levelled } from "./level.ts";
import { babble, noise } from "./noise.ts";
import { music, prompts } from "./prompts.ts";
import { type Speech, speech } from "./speech.ts";

/** Silence between two pieces, samples. */
const APART = 200 * MS;
/** How loud people come over lines: active levels from loud to faint, dBm0. */
const LEVEL = oneOf(-10, -15, -20, -25, -30);

function framesOf(sound: Int16Array): number {
  return Math.ceil((sound.length + APART) / FRAME);
}

/** Pieces without any key one behind the other, each beginning with a frame. */
export function talkTape(name: string, pieces: readonly Speech[]): Tape {
  const frames = pieces.reduce((sum, { sound }) => sum + framesOf(sound), 0);
  const sound = new Int16Array(frames * FRAME);
  const starts: number[] = [];
  let at = 0;
  for (const piece of pieces) {
    starts.push(at);
    sound.set(piece.sound, at);
    at += framesOf(piece.sound) * FRAME;
  }
  const lost = Array.from({ length: frames }, () => false);
  const labels = pieces.map(({ who }) => who);
  return { row: rowOf(name, pieces), sound, presses: [], starts, labels, lost };
}

function rowOf(name: string, pieces: readonly Speech[]): Row {
  const samples = pieces.reduce((sum, { sound }) => sum + sound.length, 0);
  return {
    name: `${name}, ${Math.floor(samples / RATE / 60)} min`,
    clause: "talk-off",
    want: "nothing",
    cases: pieces.length,
    make: () => ({ sound: new Float64Array(), presses: [] }),
  };
}

/** So much of espeak-ng's speech, each voice at a level of chance. */
export async function speechTape(
  name: string,
  minutes: number,
  seed: number,
): Promise<Tape> {
  const chance = chanceFor(name, seed);
  const said = await speech(minutes, chance);
  const pieces = said.map(({ who, sound }) => {
    const level = LEVEL(chance);
    return { who: `${who}, ${level} dBm0`, sound: levelled(sound, level) };
  });
  return talkTape(name, pieces);
}

export async function promptTape(): Promise<Tape> {
  return talkTape("recorded prompts in five languages", await prompts());
}

export async function musicTape(): Promise<Tape> {
  return talkTape("music on hold", await music());
}

export function noiseTape(minutes: number, seed: number): Tape {
  const chance = chanceFor("noise", seed);
  return talkTape("white, pink and brown noise", noise(minutes, chance));
}

export async function babbleTape(minutes: number, seed: number): Promise<Tape> {
  const chance = chanceFor("babble", seed);
  const voices = await speech(10, chance);
  return talkTape("babble", babble(minutes, voices, chance));
}
