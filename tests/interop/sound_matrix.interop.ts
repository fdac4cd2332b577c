import assert from "node:assert/strict";
import { loadCore } from "../../runtime/core/mod.ts";
import { openSource } from "../../runtime/sound/source.ts";
import { inFolder } from "../support/in_folder.ts";
import { piecesOf } from "../support/pieces_of.ts";
import { playAll } from "./sound_matrix/caller.ts";
import {
  type Cell,
  cellsOf,
  judged,
  writeCells,
} from "./sound_matrix/cells.ts";
import { KINDS } from "./sound_matrix/file_kinds.ts";
import { checkHeard, type Oracle } from "./sound_matrix/heard.ts";
import { LOW, LOW_PEAK, testSound } from "./sound_matrix/test_sound.ts";

const CORE = await loadCore();
const CELLS = cellsOf(KINDS);
const ORACLES = new Map<string, Oracle>();
/** Of what the node decodes, in samples at 8 kHz. */
const LENGTHS = new Map<string, number>();
/** What may be missing, or be there in addition: 20 ms. */
const INEXACT = 160;

/** Writes all files, and asks what is to be heard in them. */
async function writeAll(folder: string): Promise<void> {
  const shapes = Map.groupBy(
    CELLS,
    ({ rate, channels }) => `${rate}-${channels}`,
  );
  await Promise.all(
    [...shapes.values()].map((cells) =>
      inFolder(async (own) => {
        const source = `${own}/source.wav`;
        await Deno.writeFile(source, testSound(cells[0]));
        await writeCells(source, cells, folder);
        for (const cell of cells) await ask(cell, folder);
      })
    ),
  );
}

async function ask(cell: Cell, folder: string): Promise<void> {
  const path = `${folder}/${cell.file}`;
  const sound = await judged(cell, path);
  const keepsLevel = !cell.kind.losesLevel;
  ORACLES.set(cell.file, { sound, keepsLevel });
  LENGTHS.set(cell.file, await lengthOf(path));
}

async function lengthOf(path: string): Promise<number> {
  let length = 0;
  const source = await openSource(path, CORE);
  for await (const piece of piecesOf(source)) length += piece.length;
  return length;
}

const FILES = CELLS.map(({ file }) => file);
const { heard: HEARD } = await playAll(FILES, writeAll);

for (const { kind, rate, channels, file } of CELLS) {
  const shape = `${rate} Hz, ${channels === 1 ? "mono" : "stereo"}`;
  const name = `${kind.name} (.${kind.ending}, ${kind.by}), ${shape}`;
  Deno.test(`${name}: a caller hears what was said, and nothing else`, () => {
    const heard = HEARD.get(file);
    const oracle = ORACLES.get(file);
    assert.ok(oracle && heard && typeof heard !== "string", `${heard}`);
    checkHeard(heard, rate, oracle);
    const length = LENGTHS.get(file) ?? 0;
    const more = length - oracle.sound.length;
    const isExact = Math.abs(more) <= INEXACT || kind.hidesLength;
    assert.ok(isExact, `${more} samples more than there are`);
  });
}

/** A second at 8 kHz of a source at 48 kHz, with one thing wrong. */
function spoiled(change: (n: number) => number): Int16Array {
  return Int16Array.from({ length: 8000 }, (_, n) => Math.round(change(n)));
}

const LOW_AT = (n: number, pitch = 1) =>
  LOW.reduce(
    (sum, hertz) => sum + Math.sin(2 * Math.PI * hertz * pitch * n / 8000),
    0,
  ) * LOW_PEAK;

for (
  const [what, sound, words] of [
    ["nothing at all", new Int16Array(8000), /^0 ms are heard/],
    ["25 ms less", spoiled(LOW_AT).subarray(200), /^975 ms are heard/],
    ["1.1 dB less", spoiled((n) => 0.88 * LOW_AT(n)), /-1\.11 dB/],
    ["0.11 % higher", spoiled((n) => LOW_AT(n, 1.0011)), /997 Hz are 998\.1/],
    [
      "an alias of −59 dB",
      spoiled((n) => LOW_AT(n) + 5 * Math.cos(2 * Math.PI * 1300 * n / 8000)),
      /an alias at 1300 Hz of -59\./,
    ],
  ] as const
) {
  Deno.test(`the ear that listens to the files hears ${what}`, () => {
    const oracle = { sound: spoiled(LOW_AT), keepsLevel: true };
    checkHeard(oracle.sound, 48_000, oracle);
    assert.throws(() => checkHeard(sound, 48_000, oracle), { message: words });
  });
}
