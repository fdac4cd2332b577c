/**
 * `deno task dtmf`: what the detector makes of the corpus, row by row.
 *
 * `--seed N` takes other cases, `--seeds M` those of so many seeds from N on,
 * `--row TEXT` only rows that have the text in their names, and `--verbose` lists
 * what was missed and what was heard beside.
 */
import { loadCore } from "../../runtime/core/mod.ts";
import { print } from "../support/print.ts";
import { complaints, isMet, type Score } from "./judge.ts";
import { score } from "./ours.ts";
import type { Tape } from "./row.ts";
import { type Source, SOURCES } from "./sources.ts";

interface Options {
  readonly seed: number;
  readonly seeds: number;
  readonly row: string;
  readonly verbose: boolean;
}

function optionsOf(args: readonly string[]): Options {
  const after = (name: string) =>
    args.includes(name) ? args[args.indexOf(name) + 1] ?? "" : "";
  return {
    seed: Number(after("--seed") || 1),
    seeds: Number(after("--seeds") || 1),
    row: after("--row"),
    verbose: args.includes("--verbose"),
  };
}

function verdictOn(tape: Tape, result: Score): string {
  if (tape.row.want === "either") return "told  ";
  return isMet(tape, result) ? "met   " : "failed";
}

const core = await loadCore();
const { seed: first, seeds, row: part, verbose } = optionsOf(Deno.args);

async function show(source: Source, seed: number): Promise<void> {
  const tape = await source.tape(seed);
  const result = score(core, tape);
  const { dialled, right, extra } = result;
  const verdict = verdictOn(tape, result);
  print(`${verdict} ${tape.row.name}: ${right} of ${dialled}, ${extra} extra`);
  if (verbose) complaints(tape, result).forEach((line) => print(`  ${line}`));
}

for (const source of SOURCES) {
  if (!source.name.includes(part)) continue;
  for (let n = 0; n < seeds; n++) await show(source, first + n);
}
