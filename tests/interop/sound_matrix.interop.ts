import assert from "node:assert/strict";
import { inFolder } from "../support/in_folder.ts";
import { playAll } from "./sound_matrix/caller.ts";
import {
  type Cell,
  cellsOf,
  heardBySox,
  KINDS,
  writeCells,
} from "./sound_matrix/file_kinds.ts";
import { checkHeard, type Oracle } from "./sound_matrix/heard.ts";
import { LOW, LOW_PEAK, testSound } from "./sound_matrix/test_sound.ts";

const CELLS = cellsOf(KINDS);
const ORACLES = new Map<string, Oracle>();

/** Writes all files, and asks sox what is to be heard in them. */
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
        for (const cell of cells) await askSox(cell, folder);
      })
    ),
  );
}

async function askSox(cell: Cell, folder: string): Promise<void> {
  const sound = await heardBySox(cell, `${folder}/${cell.file}`);
  const keepsLevel = !cell.kind.losesLevel;
  ORACLES.set(cell.file, { sound, keepsLevel });
}

const HEARD = await playAll(CELLS.map(({ file }) => file), writeAll);

for (const { kind, rate, channels, file } of CELLS) {
  const shape = `${rate} Hz, ${channels === 1 ? "mono" : "stereo"}`;
  Deno.test(`${kind.name} (${kind.by}), ${shape}: a caller hears what was said, and nothing else`, () => {
    const heard = HEARD.get(file);
    const oracle = ORACLES.get(file);
    assert.ok(oracle && heard && typeof heard !== "string", `${heard}`);
    checkHeard(heard, rate, oracle);
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
