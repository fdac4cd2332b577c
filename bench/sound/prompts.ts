import { join } from "node:path";
import { loadCore } from "../../runtime/core/mod.ts";
import { wavOf } from "../../runtime/sound/wav.ts";
import { wavHeader, wavHeaderLength } from "../../runtime/sound/wav_writer.ts";
import { encodeByFfmpeg } from "./files.ts";

/** Files of one kind that are played one after the other. */
export interface Prompts {
  readonly name: string;
  /** Below the prompts; each name is another file to the node. */
  readonly paths: readonly string[];
}

const PLAYS = 100;
/** Of very long files. */
const LONG_PLAYS = 10;
const HOURS = 2;
const TONE = { hertz: 1000, seconds: 10, level: -10 };
const REPEATS = HOURS * 3600 / TONE.seconds;

const CODED = [
  ["MP3", "coded.mp3", "-ar", "44100", "-ac", "2", "-b:a", "128k"],
  ["Ogg Opus", "coded.opus", "-c:a", "libopus", "-b:a", "64k"],
] as const;

/** A tone of ten seconds, and of two hours, in files that begin with it. */
export async function makePrompts(folder: string): Promise<Prompts[]> {
  const { hertz, seconds, level } = TONE;
  const tone = wavOf((await loadCore()).tone(hertz, 1000 * seconds, level));
  const [short, long] = ["short.wav", "long.wav"];
  await Deno.writeFile(join(folder, short), tone);
  await writeLongWav(join(folder, long), tone);
  const all: Prompts[] = [
    { name: "cold", paths: await namesOf(folder, short, PLAYS) },
    { name: "cached", paths: new Array(PLAYS).fill(short) },
    ...await codedOf(folder, short),
    await longOf("WAV", folder, long),
  ];
  if (await writeLongMp3(folder, short, "long.mp3")) {
    all.push(await longOf("MP3", folder, "long.mp3"));
  }
  return all;
}

/** As the files of `short`, but coded: without ffmpeg none. */
async function codedOf(folder: string, short: string): Promise<Prompts[]> {
  const all: Prompts[] = [];
  for (const [kind, file, ...options] of CODED) {
    const coded = join(folder, file);
    if (!await encodeByFfmpeg(join(folder, short), options, coded)) continue;
    const paths = await namesOf(folder, file, PLAYS);
    all.push({ name: `cold, ${kind}`, paths });
  }
  return all;
}

async function longOf(
  kind: string,
  folder: string,
  file: string,
): Promise<Prompts> {
  const paths = await namesOf(folder, file, LONG_PLAYS);
  return { name: `cold, ${HOURS} hours of ${kind}`, paths };
}

/** More names for one file, each of which the node has never heard of. */
async function namesOf(
  folder: string,
  file: string,
  count: number,
  mark = "",
): Promise<string[]> {
  const names = Array.from({ length: count }, (_, n) => `${mark}${n}-${file}`);
  for (const name of names) {
    await Deno.link(join(folder, file), join(folder, name));
  }
  return names;
}

/** Names for more of a long file of `makePrompts` that nobody has played. */
export function unplayed(
  folder: string,
  file: "long.wav" | "long.mp3",
): Promise<string[]> {
  return namesOf(folder, file, PLAYS, "at-once");
}

async function writeLongWav(path: string, tone: Uint8Array): Promise<void> {
  const sound = tone.subarray(wavHeaderLength("pcm-s16"));
  const header = wavHeader("pcm-s16", REPEATS * sound.length);
  await writeRepeated(path, header, sound);
}

/** Frames of MP3 need nothing around them. */
async function writeLongMp3(
  folder: string,
  wav: string,
  mp3: string,
): Promise<boolean> {
  const short = join(folder, "short.mp3");
  const bare = ["-write_xing", "0", "-id3v2_version", "0"];
  const options = ["-ar", "44100", "-ac", "2", "-b:a", "64k", ...bare];
  if (!await encodeByFfmpeg(join(folder, wav), options, short)) return false;
  const sound = await Deno.readFile(short);
  await writeRepeated(join(folder, mp3), new Uint8Array(), sound);
  return true;
}

async function writeRepeated(
  path: string,
  header: Uint8Array,
  sound: Uint8Array,
): Promise<void> {
  const file = await Deno.open(path, { create: true, write: true });
  const writer = file.writable.getWriter();
  await writer.write(header);
  for (let n = 0; n < REPEATS; n++) await writer.write(sound);
  await writer.close();
}
