import { walk } from "../tests/support/walk.ts";
import { type Feature, type Holder, MATRIX } from "./matrix.ts";

const ROOT = new URL("../", import.meta.url);
/** A name that begins with its clause, or of a test, to the closing quote. */
const NAMED = /(Deno\.test\(\s*)?(["`])((?:(?!\2)[^\n])*)\2/g;
const CLAUSE = /^RFC (\d+)(?: ((?:§|figure |table )?[\w.]+))?(.*)$/;

/** What a test says that it holds; of RFC 0 where it names none. */
interface Held {
  readonly rfc: number;
  readonly clause: string;
  readonly sentence: string;
  readonly file: string;
}

/** A feature of the matrix, and the tests that hold it. */
export interface HeldFeature extends Feature {
  readonly tests: readonly Held[];
}

/** Each feature of the matrix with what holds it. */
export async function heldFeatures(): Promise<HeldFeature[]> {
  const all = await Array.fromAsync(claims());
  return MATRIX.map((feature) => ({
    ...feature,
    tests: all.filter((one) => feature.heldBy.some((by) => holds(one, by))),
  }));
}

/** Each clause that a test names, with the test: the tests are the list. */
export async function conformance(): Promise<string> {
  const all = await Array.fromAsync(claims());
  const held = all.filter(({ rfc }) => rfc > 0).sort(byClause);
  const rfcs = [...new Set(held.map(({ rfc }) => rfc))];
  return [
    "# Conformance",
    "",
    "Made by `deno task docs` from the names of the tests: what is not held by a",
    "test is not claimed. `…` stands for the cases of a table. The scenarios in",
    "`tests/interop/` hold the same against SIPp, Kamailio, baresip, linphone, sox",
    "and ffmpeg.",
    "",
    "## SIP, feature by feature",
    "",
    "| feature | tests | where |",
    "| --- | --- | --- |",
    ...(await heldFeatures()).map(featureRow),
    ...rfcs.flatMap((rfc) => [
      ...["", `## RFC ${rfc}`, ""],
      ...["| clause | what holds | test |", "| --- | --- | --- |"],
      ...held.filter((one) => one.rfc === rfc).map(rowOf),
    ]),
    "",
  ].join("\n");
}

function holds({ rfc, clause, sentence }: Held, by: Holder): boolean {
  if (by instanceof RegExp) return by.test(sentence);
  const [number, part] = by;
  if (rfc !== number) return false;
  if (part === undefined) return true;
  return clause.startsWith(part) && !/^\d/.test(clause.slice(part.length));
}

function featureRow({ name, tests }: HeldFeature): string {
  const files = [...new Set(tests.map(({ file }) => file))].sort();
  const links = files.map((file) => `[${nameOf(file)}](../${file})`);
  return `| ${name} | ${tests.length} | ${links.join(", ")} |`;
}

function nameOf(file: string): string {
  return file.slice(file.lastIndexOf("/") + 1).replace(/\.ts$/, "");
}

async function* claims(): AsyncGenerator<Held> {
  for await (const file of walk(new URL("tests/", ROOT), ".ts")) {
    const text = await Deno.readTextFile(file);
    const path = file.pathname.slice(ROOT.pathname.length);
    for (const [, isTest, , name] of text.matchAll(NAMED)) {
      const claim = claimOf(name, path);
      if (claim.rfc > 0 || isTest) yield claim;
    }
  }
}

function claimOf(name: string, file: string): Held {
  const [, rfc = "0", clause = "", rest = name] = CLAUSE.exec(name) ?? [];
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
