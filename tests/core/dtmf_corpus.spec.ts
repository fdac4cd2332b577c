import { expect, test } from "vitest";
import { loadCore } from "../../runtime/core/mod.ts";
import { PURE_ROWS, tapeOf } from "../dtmf/corpus.ts";
import { complaints, isMet } from "../dtmf/judge.ts";
import { KNOWN_TO_FAIL } from "../dtmf/known_to_fail.ts";
import { score } from "../dtmf/ours.ts";
import type { Row } from "../dtmf/row.ts";

const core = await loadCore();
const SEEDS = [1, 2];

function outcome(row: Row, seed: number): string[] {
  const tape = tapeOf(row, seed);
  const result = score(core, tape);
  return isMet(tape, result) ? [] : complaints(tape, result);
}

for (const row of PURE_ROWS) {
  const what = row.want === "keys"
    ? "every key is heard once"
    : "no key is heard";
  if (KNOWN_TO_FAIL.has(row.name)) {
    test(`known to fail: ${row.clause}: ${row.name}: ${what}`, () => {
      const failures = SEEDS.flatMap((seed) => outcome(row, seed));
      expect(failures).not.toEqual([]);
    });
  } else {
    test(`${row.clause}: ${row.name}: ${what}`, () => {
      for (const seed of SEEDS) expect(outcome(row, seed)).toEqual([]);
    });
  }
}

test("the corpus has 300 cases and more", () => {
  const cases = PURE_ROWS.reduce((sum, row) => sum + row.cases, 0);
  expect(cases).toBeGreaterThan(300);
});
