import { join } from "node:path";
import { SeededChance } from "../../runtime/base/chance.ts";
import type { Core } from "../../runtime/core/mod.ts";
import { Speech } from "../../runtime/sound/speech.ts";

/** Frames of 20 ms in each sound; `native/harness.h` has the same number. */
export const FRAMES = 500;
export const FRAME = 160;
const SAMPLES = FRAMES * FRAME;

export const SOUNDS = ["speech", "keys", "noise"] as const;
export type SoundName = typeof SOUNDS[number];

/** What all parts are measured on: 10 s of each. */
export type Sounds = Readonly<Record<SoundName, Int16Array<ArrayBuffer>>>;

/** The first of the Harvard sentences (IEEE 297-1969). */
const TEXT = `The birch canoe slid on the smooth planks.
Glue the sheet to the dark blue background.
It's easy to tell the depth of a well.
These days a chicken leg is a rare dish.
Rice is often served in round bowls.`;

export async function makeSounds(core: Core): Promise<Sounds> {
  const noise = new SeededChance(1);
  return {
    speech: repeated(await spoken()),
    keys: repeated(core.dtmfTones("1234567890*#ABCD")),
    noise: Int16Array.from(
      { length: SAMPLES },
      () => noise.integer(16_000) - 8000,
    ),
  };
}

async function spoken(): Promise<Int16Array> {
  const speech = new Speech();
  try {
    return await speech.say("en-us", TEXT);
  } finally {
    speech.close();
  }
}

function repeated(sound: Int16Array): Int16Array<ArrayBuffer> {
  return Int16Array.from(
    { length: SAMPLES },
    (_, n) => sound[n % sound.length],
  );
}

/** Puts the sounds where the native programs find them. */
export async function writeSounds(
  sounds: Sounds,
  folder: string,
): Promise<void> {
  for (const name of SOUNDS) {
    const bytes = new Uint8Array(sounds[name].buffer);
    await Deno.writeFile(join(folder, `${name}.s16`), bytes);
  }
}
