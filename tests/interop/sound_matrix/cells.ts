import { run } from "../../support/program.ts";
import { raw } from "../../support/raw.ts";
import { pipe } from "../../support/pipe.ts";
import { soundOf } from "../../support/sound_bytes.ts";
import type { FileKind } from "./file_kinds.ts";
import type { Shape } from "./test_sound.ts";

/** One file of the matrix. */
export interface Cell extends Shape {
  readonly kind: FileKind;
  readonly file: string;
}

/** Every kind at every rate, in mono and stereo. */
export function cellsOf(kinds: readonly FileKind[]): Cell[] {
  return kinds.flatMap((kind, n) =>
    kind.rates.flatMap((rate) =>
      kind.channels.map((channels) => {
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
  if (outputs.length > 0) {
    await run("ffmpeg", ["-y", "-v", "error", "-i", source, ...outputs]);
  }
  for (const cell of bySox) {
    await run("sox", ["-D", source, ...cell.kind.how, path(cell)]);
  }
}

/** What is in a file, at 8 kHz and in mono, by whom others trust. */
export async function judged(
  { kind, channels }: Cell,
  path: string,
): Promise<Int16Array> {
  const asWav = ["-v", "error", "-i", path, "-f", "wav", "-"];
  const [input, from] = kind.judge === "sox"
    ? [undefined, [...kind.read, path]]
    : [await pipe("ffmpeg", asWav), ["-t", "wav", "--ignore-length", "-"]];
  const mixed = channels === 2 ? ["remix", "-"] : [];
  const to = [...raw(), "-", ...mixed, "rate", "-v", 8000];
  return soundOf(await pipe("sox", ["-D", ...from, ...to], input));
}
