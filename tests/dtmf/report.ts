/**
 * `deno task report:dtmf`: writes docs/DTMF.md, in which the core's detector
 * stands beside spandsp and multimon-ng, all given the same sounds.
 *
 * `--seed N` takes other cases.
 */
import { type Core, loadCore } from "../../runtime/core/mod.ts";
import { print } from "../support/print.ts";
import { isMet, judge, type Score, type Slack } from "./judge.ts";
import { score } from "./ours.ts";
import { inOrder } from "./reference/in_order.ts";
import { hearByMultimon } from "./reference/multimon.ts";
import { Spandsp } from "./reference/spandsp.ts";
import type { Tape } from "./row.ts";
import { FRAME, MS } from "./sound.ts";
import { SOURCES } from "./sources.ts";

/** What one receiver made of a tape. */
interface Result {
  readonly right: number;
  readonly extra: number;
}

/** spandsp tells a key when it is certain, up to two of its blocks of 12.75 ms
 * behind the end of a tone. */
const TOLD: Slack = { early: 0, late: 26 * MS };
const REPORT = new URL("../../docs/DTMF.md", import.meta.url);

/** What ours, spandsp, spandsp with its filter and multimon-ng made of a tape. */
async function resultsOf(
  core: Core,
  spandsp: Spandsp,
  tape: Tape,
): Promise<[Score, Score, Score, Result]> {
  const { sound, lost, presses } = tape;
  const [plain, filtered, printed] = await Promise.all([
    spandsp.hear(sound, false, lost),
    spandsp.hear(sound, true, lost),
    hearByMultimon(withHoles(tape)),
  ]);
  const right = inOrder(presses.map(({ key }) => key).join(""), printed);
  return [
    score(core, tape),
    judge(tape, plain, TOLD),
    judge(tape, filtered, TOLD),
    { right, extra: printed.length - right },
  ];
}

/** multimon-ng cannot be told of loss: where a packet is lost it hears silence. */
function withHoles({ sound, lost }: Tape): Int16Array {
  return sound.map((x, n) => lost[Math.floor(n / FRAME)] ? 0 : x);
}

/** Per cent of the keys, and what was heard beside; of talk only the count. */
function cell({ presses }: Tape, { right, extra }: Result): string {
  if (presses.length === 0) return `${extra}`;
  const percent = Math.round(1000 * right / presses.length) / 10;
  return extra > 0 ? `${percent} (+${extra})` : `${percent}`;
}

function wantOf({ row, presses }: Tape): string {
  if (row.want === "either") return "either";
  if (row.want === "nothing") return presses.length > 0 ? "0" : "none";
  return row.atLeast && row.atLeast < 100 ? `≥ ${row.atLeast}` : "100";
}

function seedOf(args: readonly string[]): number {
  const at = args.indexOf("--seed");
  return at < 0 ? 1 : Number(args[at + 1]);
}

const HEAD = [
  [
    "row",
    "whose limit",
    "wanted",
    "edge-cti",
    "spandsp",
    "its filter on",
    "multimon-ng",
  ],
  ["---", "---", "--:", "--:", "--:", "--:", "--:"],
];

function lineOf(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

const INTRODUCTION = (seed: number, cases: number, keys: number) =>
  `\
# DTMF: what is heard

Made by \`deno task report:dtmf --seed ${seed}\`: the receiver of the core, spandsp
(without and with its dial tone filter) and multimon-ng hear the same sounds,
${cases} cases with ${keys} keys and hours of talk, music and noise.

Per cent of the keys that were heard, once and in their place; (+n): keys that
were heard beside them, split, wrong or of nothing. Where a row has no keys: how
many were heard all the same. A row that the core does not meet is marked ✗.
Where either is wanted nothing is judged: tones 1.8 % off are heard by NTT's limit,
but by AT&T's, which the other rows have, those 1.5 % off are and those 3.5 % off
are not, and between the two a receiver may do as it likes.

multimon-ng tells no times and is judged by the order of keys alone, which
favours it; of lost packets it hears silence, while the others are told of them.
Levels are those of each tone, about −10 dBm0; twist is up to 2 dB and pitch is
right where the row does not say else. Tones begin and end hard, at any phase.

`;

const HOW_SOON = `
## How soon, and where

How long after its first sample a key is told, and how far the start that is told
lies from that sample, in ms: the median and the worst. Sound is given 5 ms at a
time. spandsp tells no start.

`;

const SOON_HEAD = [
  ["row", "edge-cti tells", "spandsp tells", "edge-cti's start"],
  ["---", "--:", "--:", "--:"],
];

function spread(figures: readonly number[]): string {
  const sorted = figures.map((samples) => Math.abs(samples) / MS)
    .sort((a, b) => a - b);
  if (sorted.length === 0) return "–";
  const [median, worst] = [sorted[sorted.length >> 1], sorted.at(-1) ?? 0];
  return `${median.toFixed(1)}, ${worst.toFixed(1)}`;
}

function delays({ hits }: Score): number[] {
  return hits.map(({ press, heard }) => (heard.told ?? NaN) - press.from);
}

/** A line of the second table, for rows of keys that a detector heard. */
function soonLine({ row }: Tape, ours: Score, theirs: Score): string[] {
  const timed = ours.hits.every(({ heard }) => heard.told !== undefined);
  if (row.want === "nothing" || !timed) return [];
  const starts = ours.hits.map(({ press, heard }) => heard.at - press.from);
  const cells = [spread(delays(ours)), spread(delays(theirs)), spread(starts)];
  return [lineOf([row.name, ...cells])];
}

function mainLine(tape: Tape, results: readonly Result[], met: boolean) {
  const { name, clause } = tape.row;
  const cells = results.map((result) => cell(tape, result));
  return lineOf([name + (met ? "" : " ✗"), clause, wantOf(tape), ...cells]);
}

async function main(seed: number): Promise<void> {
  const core = await loadCore();
  const spandsp = await Spandsp.compiled();
  const lines = HEAD.map(lineOf);
  const soon = SOON_HEAD.map(lineOf);
  let [cases, keys] = [0, 0];
  for (const source of SOURCES) {
    const tape = await source.tape(seed);
    const [ours, theirs, ...others] = await resultsOf(core, spandsp, tape);
    const line = mainLine(tape, [ours, theirs, ...others], isMet(tape, ours));
    print(line);
    lines.push(line);
    soon.push(...soonLine(tape, ours, theirs));
    if (!tape.labels) cases += tape.starts.length;
    keys += tape.presses.length;
  }
  await spandsp.close();
  const tables = [lines.join("\n"), HOW_SOON + soon.join("\n"), ""];
  const text = INTRODUCTION(seed, cases, keys) + tables.join("\n");
  await Deno.writeTextFile(REPORT, text);
}

await main(seedOf(Deno.args));
