import { join } from "node:path";
import { type Core, loadCore } from "../../runtime/core/mod.ts";
import { openSource } from "../../runtime/sound/source.ts";
import { wavOf } from "../../runtime/sound/wav.ts";
import { ownCpuTime } from "../cpu_time.ts";
import type { Row } from "../row.ts";
import { makeFiles, SECONDS, type SoundFile } from "./files.ts";
import { compileSpent } from "./spent.ts";

/** Of which the best counts: the others were disturbed, or compiled. */
const ROUNDS = 5;
const NATIVE_ROUNDS = 3;
/** A program's start takes now more, now less, by less than this. */
const CLEAR = 0.2;
const SPEED = { unit: "× real time", isSpeed: true } as const;

/** What others are told for the same: 8 kHz, mono, 16 bits, one thread. */
const NATIVES: Readonly<Record<string, (file: string) => string[]>> = {
  sox: (file) => [file, ...["-r8000", "-c1", "-b16", "-traw", "/dev/null"]],
  ffmpeg: (file) => [
    ...["-threads", "1", "-i", file, "-threads", "1", "-ac", "1"],
    ...["-ar", "8000", "-f", "s16le", "-y", "/dev/null"],
  ],
};

/** Somebody else who reads files. */
interface Native {
  readonly name: string;
  /**
   * CPU time of a whole file, ms, without the program's start; null when it
   * cannot read it, or does in less than can be told from the start.
   */
  timeOf(path: string): number | null;
}

/** How fast files become what is played, beside sox and ffmpeg. */
export async function benchDecoding(
  folder: string,
  say: (text: string) => void,
): Promise<Row[]> {
  const [core, files] = [await loadCore(), await makeFiles(folder)];
  if (files.length === 0) say("not here: ffmpeg, which makes the sound files");
  const natives = await nativesOf(folder, say);
  const rows: Row[] = [];
  for (const file of files) {
    const name = nameOf(file);
    const value = await speedOf(file.path, core);
    if (value === null) say(`Not played: ${name}`);
    else rows.push({ name, value, ...SPEED, ...beside(file.path, natives) });
  }
  return rows;
}

function nameOf({ name, rate, channels }: SoundFile): string {
  return `read ${name}, ${rate} Hz, ${channels === 1 ? "mono" : "stereo"}`;
}

/** Seconds of sound in a second of CPU time; null when it is not read. */
async function speedOf(path: string, core: Core): Promise<number | null> {
  let best = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    const before = ownCpuTime();
    if (!await readWhole(path, core)) return null;
    best = Math.min(best, ownCpuTime() - before);
  }
  return SECONDS * 1000 / best;
}

async function readWhole(path: string, core: Core): Promise<boolean> {
  const source = await openSource(path, core).catch(() => null);
  if (!source) return false;
  let samples = 0;
  for (let piece; (piece = await source.read()) !== null;) {
    samples += piece.length;
  }
  source.close();
  return samples > 0;
}

/** Whoever is here and can read it. */
async function nativesOf(
  folder: string,
  say: (text: string) => void,
): Promise<Native[]> {
  const spent = await compileSpent(folder);
  if (!spent) {
    say("sox and ffmpeg are not measured: no gcc");
    return [];
  }
  const nothing = join(folder, "nothing.wav");
  await Deno.writeFile(nothing, wavOf(new Int16Array(1)));
  return Object.entries(NATIVES).map(([name, args]) => {
    const leastOf = (path: string) =>
      Math.min(...Array.from(
        { length: NATIVE_ROUNDS },
        () => spent(name, args(path)) ?? Infinity,
      ));
    const start = leastOf(nothing);
    const timeOf = (path: string) => {
      const time = leastOf(path) - start;
      return time < Infinity && time > start * CLEAR ? time : null;
    };
    return { name, timeOf };
  });
}

function beside(
  path: string,
  natives: readonly Native[],
): Pick<Row, "references"> {
  const references = natives.flatMap(({ name, timeOf }) => {
    const time = timeOf(path);
    return time === null ? [] : [{ name, value: SECONDS * 1000 / time }];
  });
  return references.length ? { references } : {};
}
