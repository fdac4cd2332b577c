import { join } from "node:path";
import { SeededChance } from "../../runtime/base/chance.ts";
import { speechLike } from "../../runtime/load/sounds.ts";
import { wavOf } from "../../runtime/sound/wav.ts";

/** A sound file as others make it: by ffmpeg, of the sound that it is given. */
interface FileKind {
  readonly name: string;
  readonly extension: string;
  /** Hz, and how many channels. */
  readonly rate: number;
  readonly channels: 1 | 2;
  readonly encoder: readonly string[];
}

export interface SoundFile extends FileKind {
  readonly path: string;
}

/** Of every file, s. */
export const SECONDS = 120;

function kind(
  name: string,
  extension: string,
  rate: number,
  channels: 1 | 2,
  ...encoder: string[]
): FileKind {
  return { name, extension, rate, channels, encoder };
}

/** What people have: telephones' own formats, studios' and the music's. */
const KINDS: readonly FileKind[] = [
  kind("WAV, 16 bits", "wav", 8000, 1, "pcm_s16le"),
  kind("WAV, 16 bits", "wav", 44_100, 2, "pcm_s16le"),
  kind("WAV, 24 bits", "wav", 48_000, 2, "pcm_s24le"),
  kind("WAV, float", "wav", 48_000, 2, "pcm_f32le"),
  kind("WAV, 8 bits", "wav", 11_025, 1, "pcm_u8"),
  kind("WAV, A-law", "wav", 8000, 1, "pcm_alaw"),
  kind("WAV, IMA ADPCM", "wav", 8000, 1, "adpcm_ima_wav"),
  kind("WAV, IMA ADPCM", "wav", 44_100, 2, "adpcm_ima_wav"),
  kind("WAV, GSM", "wav", 8000, 1, "libgsm_ms"),
  kind("GSM", "gsm", 8000, 1, "libgsm"),
  kind("MP3, 32 kbit/s", "mp3", 8000, 1, "libmp3lame", "-b:a", "32k"),
  kind("MP3, 128 kbit/s", "mp3", 44_100, 2, "libmp3lame", "-b:a", "128k"),
  kind("FLAC", "flac", 44_100, 2, "flac"),
  kind("Ogg Opus, 64 kbit/s", "opus", 48_000, 2, "libopus", "-b:a", "64k"),
];

/** What of it can be made: nothing without ffmpeg. */
export async function makeFiles(folder: string): Promise<SoundFile[]> {
  const speech = join(folder, "speech.wav");
  const sound = speechLike(SECONDS, new SeededChance(1));
  await Deno.writeFile(speech, wavOf(sound));
  const files = KINDS.map((kind, n) => ({
    ...kind,
    path: join(folder, `${n}.${kind.extension}`),
  }));
  const made = await Promise.all(files.map((file) => make(speech, file)));
  return files.filter((_, n) => made[n]);
}

function make(
  speech: string,
  { path, rate, channels, encoder: [codec, ...options] }: SoundFile,
): Promise<boolean> {
  const form = ["-ar", `${rate}`, "-ac", `${channels}`, "-c:a", codec];
  return encodeByFfmpeg(speech, [...form, ...options], path);
}

/** Says whether it could. */
export async function encodeByFfmpeg(
  from: string,
  options: readonly string[],
  to: string,
): Promise<boolean> {
  const args = ["-v", "error", "-i", from, ...options, to];
  try {
    return (await new Deno.Command("ffmpeg", { args }).output()).success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
