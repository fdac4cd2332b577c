import type { Browser } from "playwright-core";
import { pipe } from "../../support/pipe.ts";
import { run } from "../../support/program.ts";
import { soundOf } from "../../support/sound_bytes.ts";
import { decode } from "./decode.js";

const S16: readonly string[] = ["-t", "raw", "-e", "signed", "-b", "16"];

/** Who reads a file gives its samples, those of two channels in turns. */
export type Reader = (path: string) => Promise<Int16Array>;

export async function bySox(path: string): Promise<Int16Array> {
  return soundOf(await pipe("sox", ["-D", path, ...S16, "-"]));
}

/** @param decoder where ffmpeg has more than one */
export async function byFfmpeg(
  path: string,
  ...decoder: readonly string[]
): Promise<Int16Array> {
  const args = ["-v", "error", ...decoder, "-i", path, "-f", "s16le", "-"];
  return soundOf(await pipe("ffmpeg", args));
}

/** What ffprobe finds in a file: its codec, rate and channels. */
export async function probed(path: string): Promise<string> {
  const entries = "stream=codec_name,sample_rate,channels";
  const how = ["-v", "error", "-show_entries", entries, "-of", "csv=p=0"];
  return (await run("ffprobe", [...how, path])).trim();
}

/** As a page decodes it at 8 kHz. @param full the loudest sample there is */
export async function byChromium(
  browser: Browser,
  path: string,
  full = 32_767,
): Promise<Int16Array> {
  const page = await browser.newPage();
  const levels = await page.evaluate(decode, [...await Deno.readFile(path)]);
  await page.close();
  const channels = levels.length;
  return Int16Array.from({ length: levels[0].length * channels }, (_, n) => {
    const level = levels[n % channels][Math.floor(n / channels)];
    return Math.round(level * (level < 0 ? 32_768 : full));
  });
}
