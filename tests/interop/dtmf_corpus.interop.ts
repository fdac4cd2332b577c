import assert from "node:assert/strict";
import { loadCore } from "../../runtime/core/mod.ts";
import { complaints, isMet } from "../dtmf/judge.ts";
import { score } from "../dtmf/ours.ts";
import { PACKAGED, type Source, TALK } from "../dtmf/sources.ts";

const core = await loadCore();
const SEEDS = [1, 2];

async function outcome(source: Source): Promise<string[]> {
  const failures: string[] = [];
  for (const seed of SEEDS) {
    const tape = await source.tape(seed);
    const result = score(core, tape);
    if (!isMet(tape, result)) failures.push(...complaints(tape, result));
  }
  return failures;
}

function holds(source: Source, what: string): void {
  Deno.test(`${source.name}: ${what}`, async () => {
    assert.deepEqual(await outcome(source), []);
  });
}

for (const source of PACKAGED) holds(source, "keys are heard once");
for (const source of TALK) holds(source, "no key is heard");
