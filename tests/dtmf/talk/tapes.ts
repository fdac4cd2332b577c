import type { Chance } from "../../../runtime/base/chance.ts";
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

/** Pieces without any key one behind the other, none at a receiver's own beat. */
function talkTape(
  name: string,
  pieces: readonly Speech[],
  chance: Chance,
): Tape {
  let end = 0;
  const starts = pieces.map(({ sound }) => {
    const start = end + chance.integer(FRAME);
    end = start + sound.length + APART;
    return start;
  });
  const frames = Math.ceil(end / FRAME);
  const sound = new Int16Array(frames * FRAME);
  pieces.forEach((piece, n) => sound.set(piece.sound, starts[n]));
  const labels = pieces.map(({ who }) => who);
  const row = rowOf(name, pieces);
  return { row, sound, presses: [], starts, labels, lost: [] };
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
  return talkTape(name, pieces, chance);
}

export async function promptTape(seed: number): Promise<Tape> {
  const name = "recorded prompts in five languages";
  return talkTape(name, await prompts(), chanceFor(name, seed));
}

export async function musicTape(seed: number): Promise<Tape> {
  return talkTape("music on hold", await music(), chanceFor("music", seed));
}

export function noiseTape(minutes: number, seed: number): Tape {
  const chance = chanceFor("noise", seed);
  const pieces = noise(minutes, chance);
  return talkTape("white, pink and brown noise", pieces, chance);
}

export async function babbleTape(minutes: number, seed: number): Promise<Tape> {
  const chance = chanceFor("babble", seed);
  const pieces = babble(minutes, await speech(10, chance), chance);
  return talkTape("babble", pieces, chance);
}
