import { expect, test } from "vitest";
import { loadCore } from "../../runtime/core/mod.ts";
import { PURE_ROWS, tapeOf } from "../dtmf/corpus.ts";
import { complaints, isMet } from "../dtmf/judge.ts";
import { score } from "../dtmf/ours.ts";
import type { Row } from "../dtmf/row.ts";

const core = await loadCore();
const SEEDS = [1, 2];
const JUDGED = PURE_ROWS.filter(({ want }) => want !== "either");

function outcome(row: Row, seed: number): string[] {
  const tape = tapeOf(row, seed);
  const result = score(core, tape);
  return isMet(tape, result) ? [] : complaints(tape, result);
}

for (const row of JUDGED) {
  const what = row.want === "keys"
    ? "every key is heard once"
    : "no key is heard";
  test(`${row.clause}: ${row.name}: ${what}`, () => {
    for (const seed of SEEDS) expect(outcome(row, seed)).toEqual([]);
  });
}

test("the corpus has 300 cases and more", () => {
  const cases = JUDGED.reduce((sum, row) => sum + row.cases, 0);
  expect(cases).toBeGreaterThan(300);
});
