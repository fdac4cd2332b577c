import { walk } from "../tests/support/walk.ts";

const ROOT = new URL("../", import.meta.url);
/** A name of a test that begins with its clause, to the closing quote. */
const NAMED = /(["`])(RFC \d+[^"`\n]*)\1/g;
const CLAUSE = /^RFC (\d+)(?: ((?:§|figure |table )?[\w.]+))?(.*)$/;

interface Held {
  readonly rfc: number;
  readonly clause: string;
  readonly sentence: string;
  readonly file: string;
}

/** Each clause that a test names, with the test: the tests are the list. */
export async function conformance(): Promise<string> {
  const held = (await Array.fromAsync(claims())).sort(byClause);
  const rfcs = [...new Set(held.map(({ rfc }) => rfc))];
  return [
    "# Conformance",
    "",
    "Made by `deno task docs` from the names of the tests: what is not held by a",
    "test is not claimed. `…` stands for the cases of a table. The scenarios in",
    "`tests/interop/` hold the same against SIPp, baresip, sox and ffmpeg.",
    ...rfcs.flatMap((rfc) => [
      ...["", `## RFC ${rfc}`, ""],
      ...["| clause | what holds | test |", "| --- | --- | --- |"],
      ...held.filter((one) => one.rfc === rfc).map(rowOf),
    ]),
    "",
  ].join("\n");
}

async function* claims(): AsyncGenerator<Held> {
  for await (const file of walk(new URL("tests/", ROOT), ".ts")) {
    const text = await Deno.readTextFile(file);
    for (const [, , name] of text.matchAll(NAMED)) {
      const path = file.pathname.slice(ROOT.pathname.length);
      const claim = claimOf(name, path);
      if (claim) yield claim;
    }
  }
}

function claimOf(name: string, file: string): Held | null {
  const [, rfc, clause = "", rest] = CLAUSE.exec(name) ?? [];
  if (rfc === undefined) return null;
  const sentence = rest.replace(/\$\{[^}]*\}?/g, "…").replace(/^[\s:]+/, "");
  return { rfc: Number(rfc), clause, sentence: sentence || "whole", file };
}

function byClause(a: Held, b: Held): number {
  return a.rfc - b.rfc ||
    a.clause.localeCompare(b.clause, "en", { numeric: true });
}

function rowOf({ clause, sentence, file }: Held): string {
  const escaped = sentence.replaceAll("|", "\\|");
  return `| ${clause} | ${escaped} | [${file}](../${file}) |`;
}
