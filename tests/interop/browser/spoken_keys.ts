import { SeededChance } from "../../../runtime/base/chance.ts";
import type { Core } from "../../../runtime/core/mod.ts";
import { shuffled } from "../../dtmf/draw.ts";
import { run } from "../../support/program.ts";
import { samplesOf, speak } from "../../support/speech.ts";
import { wavFile } from "../../support/wav_files.ts";

/** Sound at 8 kHz in which somebody speaks and presses every key once. */
export interface SpokenKeys {
  readonly sound: Int16Array;
  readonly keys: readonly { key: string; onset: number; samples: number }[];
}

const KEYS = "0123456789*#ABCD";
const TEXT = `I would like to know when the next train leaves, please. No, not
 the one to Berlin; the other one, at twenty past eleven. My number is three,
 five, seven, and I have been waiting here for half an hour. Are you still
 there? Hello? Well then, I am going to press some keys now and see.`;
/** Samples in a millisecond. */
export const MS = 8;
/** The page of a busy machine gets ready while nobody presses a key. */
const LEAD = 3000 * MS;
/** A telephone mutes its microphone while a key is pressed: 26 dB here. */
const MUTED = 0.05;

async function speech(folder: string): Promise<Int16Array> {
  const file = `${folder}/speech.wav`;
  await speak(TEXT, file);
  return samplesOf(file);
}

/** Lays all keys into speech, in an order and at times of chance; `shortest` in ms. */
export async function spokenKeys(
  core: Core,
  seed: number,
  folder: string,
  shortest: number = 50,
): Promise<SpokenKeys> {
  const chance = new SeededChance(seed);
  const voice = await speech(folder);
  const from = chance.integer(voice.length);
  const keys: { key: string; onset: number; samples: number }[] = [];
  let at = LEAD;
  const tones = shuffled([...KEYS], chance).map((key) => {
    const toneMs = shortest + chance.integer(100);
    const level = -6 - chance.integer(12);
    keys.push({ key, onset: at, samples: toneMs * MS });
    at += (toneMs + 150 + chance.integer(300)) * MS;
    return core.dtmfTones(key, { toneMs, gapMs: 0, level });
  });
  const sound = new Int16Array(at + LEAD)
    .map((_, n) => voice[(from + n) % voice.length]);
  keys.forEach(({ onset }, index) => {
    tones[index].forEach((sample, n) => {
      sound[onset + n] = sample + MUTED * sound[onset + n];
    });
  });
  return { sound, keys };
}

/** The same as a file for Chromium's microphone, at a rate that it has itself. */
export async function microphoneFile(
  { sound }: SpokenKeys,
  folder: string,
): Promise<string> {
  const [narrow, wide] = [`${folder}/8000.wav`, `${folder}/48000.wav`];
  const bytes = new Uint8Array(sound.buffer);
  await Deno.writeFile(narrow, wavFile(bytes, { tag: 1, bits: 16 }));
  await run("sox", ["-D", narrow, "-r", 48_000, wide]);
  return wide;
}
