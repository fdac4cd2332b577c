/**
 * `deno task dtmf`: what the detector makes of the corpus, row by row.
 *
 * `--seed N` takes other cases, `--row TEXT` only rows that have the text in
 * their names, and `--verbose` lists what was missed and what was heard beside.
 */
import { loadCore } from "../../runtime/core/mod.ts";
import { PURE_ROWS, tapeOf } from "./corpus.ts";
import { complaints, isMet } from "./judge.ts";
import { score } from "./ours.ts";
import type { Row } from "./row.ts";

interface Options {
  readonly seed: number;
  readonly row: string;
  readonly verbose: boolean;
}

function optionsOf(args: readonly string[]): Options {
  const after = (name: string) =>
    args.includes(name) ? args[args.indexOf(name) + 1] ?? "" : "";
  return {
    seed: Number(after("--seed") || 1),
    row: after("--row"),
    verbose: args.includes("--verbose"),
  };
}

function print(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}

const core = await loadCore();
const { seed, row: part, verbose } = optionsOf(Deno.args);

function show(row: Row): void {
  const tape = tapeOf(row, seed);
  const result = score(core, tape);
  const { dialled, right, extra } = result;
  const met = isMet(tape, result) ? "met   " : "failed";
  print(`${met} ${row.name}: ${right} of ${dialled}, ${extra} extra`);
  if (verbose) complaints(tape, result).forEach((line) => print(`  ${line}`));
}

PURE_ROWS.filter(({ name }) => name.includes(part)).forEach(show);
