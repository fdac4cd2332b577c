import assert from "node:assert/strict";
import fc from "fast-check";
import { concat } from "../../runtime/base/bytes.ts";
import { CtiError } from "../../runtime/base/fault.ts";
import { loadCore } from "../../runtime/core/mod.ts";
import { openBytes } from "../../runtime/sound/source.ts";
import { inFolder } from "../support/in_folder.ts";
import { bytesMutation } from "../support/mutate.ts";
import { piecesOf } from "../support/pieces_of.ts";
import { playAll } from "./sound_matrix/caller.ts";
import { type Cell, cellsOf, writeCells } from "./sound_matrix/cells.ts";
import { KINDS } from "./sound_matrix/file_kinds.ts";
import { testSound } from "./sound_matrix/test_sound.ts";

const CORE = await loadCore();
const MUTATIONS = 1000;
/** Of each kind so many are played. */
const SPOILED = 3;
const SEED = 20_261_123;
/** What comes before the sound is here, and what a parser stumbles over. */
const HEAD = 256;
/** All sizes and counts of a header are before that. */
const SIZED = 128;
/** Behind the head files are cut off at every so-and-so-many-th byte. */
const CUT_EVERY = 97;
/** Of all sizes and counts, those that lead out of any file. */
const SIZES = [0, 1, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff];
/** A piece is about a second. */
const LONGEST_PIECE = 16_000;
const RATE = 16_000;
/** So little that there is time for many files. */
const MS = 100;

/** One of each kind, in stereo where there is that; without a header one rate. */
function isChosen({ kind, rate, channels }: Cell): boolean {
  const wanted = kind.isBare ? 8000 : RATE;
  return rate === wanted && channels === kind.channels.at(-1);
}

async function writeSmall(): Promise<[Cell, Uint8Array][]> {
  const cells = cellsOf(KINDS).filter(isChosen);
  const shapes = Map.groupBy(cells, ({ rate, channels }) => rate + channels);
  return await inFolder(async (folder) => {
    const source = `${folder}/source.wav`;
    for (const cells of shapes.values()) {
      await Deno.writeFile(source, testSound(cells[0], MS));
      await writeCells(source, cells, folder);
    }
    return await Promise.all(cells.map(async (cell) => {
      const bytes = await Deno.readFile(`${folder}/${cell.file}`);
      return [cell, bytes] as [Cell, Uint8Array];
    }));
  });
}

/** Reads to the end, or to a clear error; gives how much sound there was. */
async function read(name: string, bytes: Uint8Array): Promise<number> {
  let samples = 0;
  try {
    const source = await openBytes(name, bytes, CORE);
    for await (const { length } of piecesOf(source)) {
      assert.ok(length <= LONGEST_PIECE, `${length} at once`);
      samples += length;
    }
  } catch (error) {
    if (!(error instanceof CtiError)) throw error;
    assert.equal(error.fault, "badParams");
    assert.match(error.message, /^Not a sound file ".*": \S/);
  }
  return samples;
}

function* cutOff(file: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < file.length; at += at < HEAD ? 1 : CUT_EVERY) {
    yield file.subarray(0, at);
  }
}

/** Every 32-bit number of the header, in either order, as what it is not. */
function* wrongSizes(file: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at + 4 <= Math.min(SIZED, file.length); at++) {
    for (const size of SIZES) {
      for (const littleEndian of [true, false]) {
        const copy = file.slice();
        new DataView(copy.buffer).setUint32(at, size, littleEndian);
        yield copy;
      }
    }
  }
}

/** Half of the changes are in the head, where they do the most harm. */
function* mutations(file: Uint8Array): Generator<Uint8Array> {
  const changes = fc.tuple(fc.boolean(), bytesMutation);
  const options = { numRuns: MUTATIONS, seed: SEED };
  for (const [inHead, change] of fc.sample(changes, options)) {
    yield inHead
      ? concat([change(file.subarray(0, HEAD)), file.subarray(HEAD)])
      : change(file);
  }
}

const SMALL = await writeSmall();

for (const [{ kind }, file] of SMALL) {
  const name = `${kind.name} (.${kind.ending}, ${kind.by})`;
  const path = `x.${kind.ending}`;

  Deno.test(`${name}: cut off anywhere there is an error, or what is left`, async () => {
    const whole = await read(path, file);
    assert.ok(whole > 0);
    for (const cut of cutOff(file)) {
      const left = await read(path, cut);
      assert.ok(left <= whole, `${left} of ${whole} in ${cut.length} bytes`);
    }
  });

  Deno.test(`${name}: ${MUTATIONS} changed files lead to an error, or to sound`, async () => {
    for (const changed of mutations(file)) await read(path, changed);
  });

  if (kind.isBare) continue;
  Deno.test(`${name}: wrong sizes lead to an error, or to sound`, async () => {
    for (const wrong of wrongSizes(file)) await read(path, wrong);
  });
}

/** As a crash, a full disk or a bad line leave it behind. */
function spoiled(file: Uint8Array): Uint8Array[] {
  const options = { numRuns: SPOILED, seed: SEED };
  return [
    new Uint8Array(),
    file.subarray(0, 40),
    file.subarray(0, file.length >> 1),
    ...fc.sample(bytesMutation, options).map((change) => change(file)),
  ];
}

Deno.test("broken files end a play in clear words, or in sound, and whole ones behind them are heard", async () => {
  const broken = SMALL.flatMap(([{ file }, whole]) =>
    spoiled(whole).map((bytes, n) => [`${n}-${file}`, bytes] as const)
  );
  const whole = SMALL.map(([{ file }, bytes]) => [file, bytes] as const);
  const files = [...broken, ...whole];
  const names = files.map(([name]) => name);
  const { heard, log } = await playAll(names, async (folder) => {
    for (const [name, bytes] of files) {
      await Deno.writeFile(`${folder}/${name}`, bytes);
    }
  });
  for (const [name, sound] of heard) {
    if (typeof sound !== "string") continue;
    assert.ok(!whole.some(([file]) => file === name), `${name}: ${sound}`);
    assert.match(sound, /^play error: Not a sound file ".*": \S/);
  }
  assert.equal(heard.size, files.length);
  assert.doesNotMatch(log, /"level":"error"|\n +at /);
});
