import { run } from "../../support/program.ts";
import { raw } from "../../support/raw.ts";
import { pipe } from "../../support/pipe.ts";
import { soundOf } from "../../support/sound_bytes.ts";
import type { Shape } from "./test_sound.ts";

/** A way to write a sound file, and what is known of it. */
export interface FileKind {
  readonly name: string;
  /** How names of such files end. */
  readonly ending: string;
  readonly by: "sox" | "ffmpeg";
  /** What the program is told of the file that it writes. */
  readonly how: readonly (string | number)[];
  /** What else there is of it than all rates in mono and stereo. */
  readonly rates?: readonly number[];
  readonly channels?: readonly (1 | 2)[];
  /** Of a codec that models speech: what it makes of tones it alone knows. */
  readonly losesLevel?: true;
  /** What sox has to be told to read it. */
  readonly read?: readonly (string | number)[];
}

const RATES = [8000, 16_000, 22_050, 44_100, 48_000];
const CHANNELS = [1, 2] as const;

const SOX_WAV: readonly (readonly [string, readonly (string | number)[]])[] = [
  ["PCM of 8 bit", ["-b", 8]],
  ["PCM of 16 bit", ["-b", 16]],
  ["PCM of 24 bit", ["-b", 24]],
  ["PCM of 32 bit", ["-b", 32]],
  ["float of 32 bit", ["-e", "floating-point", "-b", 32]],
  ["A-law", ["-e", "a-law"]],
  ["µ-law", ["-e", "u-law"]],
  ["IMA ADPCM", ["-e", "ima-adpcm"]],
];

const FFMPEG_WAV: readonly (readonly [string, readonly string[]])[] = [
  ["PCM of 16 bit, with a LIST chunk", ["-c:a", "pcm_s16le"]],
  ["IMA ADPCM in blocks of 1024 bytes", ["-c:a", "adpcm_ima_wav"]],
];

export const KINDS: readonly FileKind[] = [
  ...SOX_WAV.map(([name, how]) => (
    { name, ending: "wav", by: "sox", how } as const
  )),
  ...FFMPEG_WAV.map(([name, how]) => (
    { name, ending: "wav", by: "ffmpeg", how } as const
  )),
  {
    name: "GSM",
    ending: "wav",
    by: "sox",
    how: ["-e", "gsm-full-rate"],
    channels: [1],
    losesLevel: true,
  },
];

/** One file of the matrix. */
export interface Cell extends Shape {
  readonly kind: FileKind;
  readonly file: string;
}

/** Every kind at every rate, in mono and stereo. */
export function cellsOf(kinds: readonly FileKind[]): Cell[] {
  return kinds.flatMap((kind, n) =>
    (kind.rates ?? RATES).flatMap((rate) =>
      (kind.channels ?? CHANNELS).map((channels) => {
        const file = `${n}-${rate}-${channels}.${kind.ending}`;
        return { kind, rate, channels, file };
      })
    )
  );
}

/** Writes the files of one shape from the same source. */
export async function writeCells(
  source: string,
  cells: readonly Cell[],
  folder: string,
): Promise<void> {
  const path = ({ file }: Cell) => `${folder}/${file}`;
  const [bySox, byFfmpeg] = (["sox", "ffmpeg"] as const).map((program) =>
    cells.filter(({ kind }) => kind.by === program)
  );
  const outputs = byFfmpeg.flatMap((cell) => [...cell.kind.how, path(cell)]);
  await run("ffmpeg", ["-y", "-v", "error", "-i", source, ...outputs]);
  for (const cell of bySox) {
    await run("sox", ["-D", source, ...cell.kind.how, path(cell)]);
  }
}

/** What sox hears in a file, at 8 kHz and in mono. */
export async function heardBySox(
  { kind, channels }: Cell,
  path: string,
): Promise<Int16Array> {
  const mixed = channels === 2 ? ["remix", "-"] : [];
  const from = [...kind.read ?? [], path];
  const effects = [...mixed, "rate", "-v", 8000];
  return soundOf(await pipe("sox", ["-D", ...from, ...raw(), "-", ...effects]));
}
